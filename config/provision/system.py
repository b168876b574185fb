# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the machine must offer: Python, disk space, and a few packages through apt."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from .errors import ProvisionError
from .shell import Timer, run, say

NEEDED_GB = 4
MINIMUM_PYTHON = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def check_python(version=sys.version_info):
    """Refuse a Python that is too old for the pinned packages."""
    if tuple(version[:2]) < MINIMUM_PYTHON:
        wanted = ".".join(map(str, MINIMUM_PYTHON))
        raise ProvisionError(
            f"Python {version[0]}.{version[1]} is too old: install Python {wanted} or newer "
            f"and call again with PYTHON=/path/to/python3"
        )


def check_disk(folder, needed_gb=NEEDED_GB, usage=shutil.disk_usage):
    """Refuse to start when `folder`'s file system has less than `needed_gb` gigabytes free."""
    free = usage(folder).free / 1e9
    if free < needed_gb:
        raise ProvisionError(
            f"only {free:.1f} GB free at {folder}, {needed_gb} GB are needed: "
            f"free some space or move the checkout, then call again"
        )


def has_program(*names):
    """Tell whether one of the programs is on the path."""
    return any(shutil.which(name) for name in names)


def has_venv():
    """Tell whether this Python can make virtual environments (Debian splits that off)."""
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def missing_packages(probes):
    """Return the packages of `probes`, {package: callable}, whose probe says no."""
    return [package for package, present in probes.items() if not present()]


def apt_prefix(euid=None):
    """Return the command prefix with which this user may call apt-get, None when not at all."""
    if not shutil.which("apt-get"):
        return None
    if (os.geteuid() if euid is None else euid) == 0:
        return []
    if not shutil.which("sudo"):
        return None
    allowed = subprocess.run(
        ["sudo", "-n", "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    return ["sudo", "-n"] if allowed.returncode == 0 else None


def install(packages, log, prefix=apt_prefix):
    """Install Debian `packages`.

    :param prefix: callable that returns the apt-get command prefix or None
    :raise ProvisionError: when this user may not use apt; the line names the packages
    """
    if not packages:
        return
    rights = prefix()
    if rights is None:
        raise ProvisionError(
            f"missing system packages and no right to install them: ask an administrator for "
            f"'apt-get install {' '.join(packages)}', then call again"
        )
    with Timer(f"installing system packages {' '.join(packages)}"):
        env = {"DEBIAN_FRONTEND": "noninteractive"}
        sudo_env = ["env", "DEBIAN_FRONTEND=noninteractive"] if rights else []
        apt = [*rights, *sudo_env, "apt-get", "-q"]
        common = {"log": log, "env": env, "network": True}
        run([*apt, "update"], what="reading the package lists", **common)
        command = [*apt, "install", "-y", "--no-install-recommends", *packages]
        run(command, what="installing system packages", **common)


def install_optional(packages, log, reason):
    """Install `packages` if that is possible; say what is lost if not."""
    try:
        install(packages, log)
    except ProvisionError as error:
        say(f"going on without {' '.join(packages)} ({reason}): {error}")


def has_postgres():
    """Tell whether the programs of a PostgreSQL server are here."""
    return bool(has_program("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb")))


def provide(layout, *, database, browser):
    """Install what is missing: for the environment, a database server, a browser for tests."""
    log = layout.log("apt")
    probes = {"python3-venv": has_venv}
    if database:
        probes["postgresql"] = has_postgres
    if browser:
        probes["chromium"] = lambda: has_program(*BROWSERS)
    install(missing_packages(probes), log)
    optional = missing_packages({"wkhtmltopdf": lambda: has_program("wkhtmltopdf")})
    if optional and apt_prefix() is not None:
        marker = layout.build / "stamps" / "no-wkhtmltopdf"
        if not marker.exists():
            install_optional(optional, log, "PDF reports will not print")
            if not has_program("wkhtmltopdf"):
                marker.parent.mkdir(parents=True, exist_ok=True)
                marker.write_text("asked once, not available\n")
