# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo 19: an existing one (ODOO_HOME), else Debian's package, unpacked into `.build/odoo`."""

import ast
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from .aptsource import sid_source
from .errors import ProvisionError
from .shell import Timer, run, say

# Libraries and fonts to which Debian's Odoo package links instead of shipping them.
LINKED = (
    "fonts-font-awesome",
    "fonts-inconsolata",
    "fonts-montserrat",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
)
PACKAGE_PATH = "usr/lib/python3/dist-packages"
STRIPPED = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"


@dataclass(frozen=True)
class Source:
    """An Odoo on disk: the folder that goes on Python's path, its addons folders, its version."""

    path: Path
    addons: tuple
    version: str


def read_version(path):
    """Return (series, full version text) from `path`/odoo/release.py, None when there is none.

    The file is parsed, not run. Series is a tuple like (19, 0).
    """
    release = Path(path) / "odoo" / "release.py"
    if not release.is_file():
        return None
    values = {}
    for node in ast.parse(release.read_text()).body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if getattr(target, "id", "") == "version_info":
                    values = [getattr(item, "value", item) for item in node.value.elts]
    if len(values) < 2:
        return None
    return (values[0], values[1]), ".".join(str(value) for value in values[:3])


def check_home(home):
    """Return the Source in folder `home` (ODOO_HOME).

    :raise ProvisionError: when there is no Odoo 19.0 in it
    """
    home = Path(home).expanduser().resolve()
    candidates = [home, home.parent, home / PACKAGE_PATH, home / "odoo"]
    path = next((path for path in candidates if read_version(path)), None)
    if path is None:
        raise ProvisionError(
            f"ODOO_HOME={home} holds no Odoo (no odoo/release.py there): "
            f"set it to the folder with odoo-bin, or unset it"
        )
    series, version = read_version(path)
    if series != (19, 0):
        raise ProvisionError(
            f"ODOO_HOME={home} holds Odoo {version}, but 19.0 is needed: change or unset it"
        )
    # Debian's package holds a second, incomplete copy of all modules in "addons".
    second = (path / "addons",) if not (path / "odoo" / "addons" / "web").is_dir() else ()
    addons = (path / "odoo" / "addons", *second)
    return Source(path, addons, version)


def provide(layout, env=os.environ):
    """Return the Source to use; fetch Debian's package when there is none yet."""
    if env.get("ODOO_HOME"):
        source = check_home(env["ODOO_HOME"])
        say(f"Odoo {source.version} from ODOO_HOME")
        return source
    path = layout.odoo / PACKAGE_PATH
    if not (layout.odoo / "VERSION").exists() and not read_version(path):
        fetch(layout)
    source = check_home(layout.odoo)
    marker = layout.odoo / "VERSION"
    version = marker.read_text().strip() if marker.exists() else source.version
    return Source(source.path, source.addons, version)


def fetch(layout):
    """Download Debian's odoo-19 and what it links to; unpack; mend links. No root needed."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        raise ProvisionError(
            "no apt-get here to fetch Odoo 19 with: set ODOO_HOME=/path/to/odoo-19 and call again"
        )
    log = layout.log("odoo-source")
    apt = layout.build / "apt"
    for name in ("state/lists/partial", "cache/archives/partial", "debs"):
        (apt / name).mkdir(parents=True, exist_ok=True)
    (apt / "sid.sources").write_text(sid_source())
    command = ["apt-get", "-q", *apt_options(apt)]
    with Timer("fetching Odoo 19 from Debian sid (120 MB)"):
        what = "reading Debian's package list"
        run([*command, "update"], what=what, log=log, network=True)
        what = "downloading Odoo 19"
        options = {"what": what, "log": log, "cwd": apt / "debs", "network": True}
        run([*command, "download", "odoo-19"], **options)
        for package in LINKED:
            try:
                run([*command, "download", package], **options)
            except ProvisionError as error:
                say(f"going on without {package}: {error}")
    with Timer("unpacking Odoo"):
        unpack(layout, apt / "debs", log)
    shutil.rmtree(apt)


def apt_options(apt):
    """Return options that make apt-get use folder `apt` and leave the machine's state alone."""
    options = {
        "Dir::Etc::sourcelist": apt / "sid.sources",
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::Etc::preferences": "/dev/null",
        "Dir::Etc::preferencesparts": "/dev/null",
        "Dir::State": apt / "state",
        "Dir::State::status": "/var/lib/dpkg/status",
        "Dir::Cache": apt / "cache",
        "APT::Sandbox::User": "root",
        "APT::Update::Error-Mode": "any",
        "Acquire::Retries": "3",
    }
    return [part for key, value in options.items() for part in ("-o", f"{key}={value}")]


def unpack(layout, debs, log):
    """Unpack `debs` into `.build/odoo` in one go: a broken attempt leaves nothing behind."""
    fresh = layout.build / "odoo.new"
    shutil.rmtree(fresh, ignore_errors=True)
    version = "unknown"
    for deb in sorted(debs.glob("*.deb")):
        run(["dpkg-deb", "-x", deb, fresh], what="unpacking Odoo", log=log)
        if deb.name.startswith("odoo-19_"):
            version = run(["dpkg-deb", "-f", deb, "Version"], what="reading its version", log=log)
    mend_links(fresh)
    stub = fresh / PACKAGE_PATH / STRIPPED
    if not stub.exists():
        # Debian leaves this non-free file out; without it every asset bundle logs an error.
        stub.parent.mkdir(parents=True, exist_ok=True)
        stub.write_text("/* not in Debian's package */\n")
    (fresh / "VERSION").write_text(version.strip() + "\n")
    shutil.rmtree(layout.odoo, ignore_errors=True)
    fresh.rename(layout.odoo)
    say(f"Odoo {version.strip()}")


def mend_links(root):
    """Point the absolute links in `root` to their targets inside it; drop those without target."""
    for folder, folders, files in os.walk(root):
        for name in [*folders, *files]:
            link = Path(folder) / name
            if not link.is_symlink() or link.exists():
                continue
            target = Path(os.readlink(link))
            inside = (
                root / str(target).lstrip("/") if target.is_absolute() else link.parent / target
            )
            link.unlink()
            if inside.exists():
                link.symlink_to(os.path.relpath(inside, link.parent))
