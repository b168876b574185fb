# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The Python environment `.build/venv`: pinned packages with hashes, Odoo through a .pth file."""

import sys

from .shell import Timer, run
from .stamps import digest

RUN = ("odoo.txt", "addons.txt")
TEST = ("dev.txt",)


def site_packages(layout):
    """Return the folder where the environment keeps its packages."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return layout.venv / "lib" / name / "site-packages"


def provide(layout, source, stamps, *, dev):
    """Make the environment and install what is pinned; nothing is done twice.

    :param bool dev: with the packages for tests and code checks
    """
    log = layout.log("python")
    if not layout.python.exists() or not site_packages(layout).exists():
        with Timer("making the Python environment"):
            what = "making the Python environment"
            run([sys.executable, "-m", "venv", "--clear", layout.venv], what=what, log=log)
        stamps.drop("python-run")
        stamps.drop("python-dev")
    wanted = {"python-run": RUN, **({"python-dev": TEST} if dev else {})}
    for stamp, names in wanted.items():
        files = [layout.root / "requirements" / name for name in names]
        value = digest(sys.version, *files)
        if stamps.get(stamp) == value:
            continue
        with Timer(f"installing Python packages ({', '.join(names)})"):
            install(layout, files, log)
        stamps.set(stamp, value)
    (site_packages(layout) / "odoo-source.pth").write_text(f"{source.path}\n")


def install(layout, files, log):
    """Install exactly what `files` pin. Dependencies are pinned too, hence --no-deps."""
    options = ["--no-input", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
    requirements = [part for path in files for part in ("-r", path)]
    run(
        [layout.python, "-m", "pip", "install", "-q", *options, *requirements],
        what="installing Python packages",
        log=log,
        env={"PYTHONPATH": None},
        network=True,
    )


def addons_paths(layout, source):
    """Return the addons folders in Odoo's order: Odoo's, OCA's wheels', ours."""
    return [*source.addons, site_packages(layout) / "odoo" / "addons", layout.addons]
