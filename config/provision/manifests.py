# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What our modules say about themselves."""

import ast

from .stamps import digest_tree

# Installed in every test and demo database: the charts of accounts that the suite knows.
STANDARD = ("l10n_at", "l10n_ch", "l10n_de")
DEMO = "mlm_demo"  # The demo company; its further parts begin with this name.


def read(addons):
    """Return {module: manifest} of the installable modules in folder `addons`."""
    result = {}
    for path in sorted(addons.glob("*/__manifest__.py")):
        manifest = ast.literal_eval(path.read_text())
        if manifest.get("installable", True):
            result[path.parent.name] = manifest
    return result


def is_demo(name):
    """Return whether the module belongs to the demo company, which no test database has."""
    return name == DEMO or name.startswith(f"{DEMO}_")


def dependencies(manifests):
    """Return the modules of others on which ours depend, and the standard ones, sorted."""
    wanted = {name for manifest in manifests.values() for name in manifest.get("depends", ())}
    return sorted((wanted | set(STANDARD)) - set(manifests))


def code_digest(addons, names):
    """Return the hash of what an installed database depends on in modules `names`."""
    skip = ("tests", "i18n", "readme", "__pycache__", "description", ".md", ".rst")
    return "-".join(digest_tree(addons / name, skip) for name in sorted(names))
