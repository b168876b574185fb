# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""`make lint`: ruff, pylint-odoo, OCA's module checks and the traps of Odoo 19. No database."""

import subprocess
import sys

from . import manifests
from .shell import say

# What pylint-odoo may not say here, and why.
PYLINT_OFF = {
    "missing-readme": "modules are described by readme fragments",
    "consider-merging-classes-inherited": "one concern, one file, also for one model",
    "context-overridden": "contexts of clients are cleaned of smuggled defaults",
    "method-required-super": "append-only models refuse write and unlink",
    "missing-return": "overridden methods of core that return nothing",
    "no-raise-unlink": "append-only models refuse unlink",
    "no-search-all": "small master tables are read as a whole",
    "no-wizard-in-models": "core's merge wizard is extended, not made",
    "super-method-mismatch": "super().write skips a guard on purpose",
    "prefer-env-translation": "texts at module level are translated lazily",
}


def main(layout):
    """Run all checks, also after a failed one; return 1 if any failed."""
    bin_folder = layout.venv / "bin"
    modules = [f"addons/{name}" for name in manifests.read(layout.addons)]
    folders = [name for name in ("addons", "config", "tests") if (layout.root / name).is_dir()]
    checks = {
        "ruff": [bin_folder / "ruff", "check", *folders],
        "ruff format": [bin_folder / "ruff", "format", "--check", *folders],
        "traps of Odoo 19": [sys.executable, "config/pitfalls.py", *folders],
    }
    if modules:
        options = ["--rcfile=.pylintrc", f"--disable={','.join(PYLINT_OFF)}"]
        checks["pylint-odoo"] = [bin_folder / "pylint", *options, *modules]
        checks["OCA module checks"] = [bin_folder / "oca-checks-odoo-module", *modules]
    translations = sorted(layout.addons.glob("*/i18n/*.po*"))
    if translations:
        # "pretty" there means to leave out a German text that equals the English one.
        options = ["--disable=po-pretty-format"]
        checks["OCA translation checks"] = [bin_folder / "oca-checks-po", *options, *translations]
    failed = []
    for name, command in checks.items():
        say(f"lint: {name}")
        status = subprocess.run(
            [str(part) for part in command], cwd=layout.root, stdin=subprocess.DEVNULL, check=False
        ).returncode
        if status:
            failed.append(name)
    print(f"lint: {'failed: ' + ', '.join(failed) if failed else 'all checks passed'}", flush=True)
    return 1 if failed else 0
