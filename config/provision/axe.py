# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""axe-core, by which the tests look for barriers in our pages: one file out of its npm package."""

import base64
import hashlib
import tarfile

from . import system
from .errors import ProvisionError
from .shell import run, say

VERSION = "4.14.1"
# Of the package file: another content under the same number is refused.
SHA512 = "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
MEMBER = "package/axe.min.js"


def provide(layout):
    """Fetch axe-core by npm unless it is here; return the path of its file.

    :raise ProvisionError: npm can't be had, or the package is another one than the pinned
    """
    wanted = layout.axe
    if wanted.exists():
        return wanted
    log = layout.log("axe")
    system.install(
        system.missing_packages({"npm": lambda: system.has_program("npm")}), layout.log("apt")
    )
    say("fetching axe-core")
    wanted.parent.mkdir(parents=True, exist_ok=True)
    run(
        ["npm", "pack", f"axe-core@{VERSION}", "--pack-destination", wanted.parent],
        what="fetching axe-core",
        log=log,
        network=True,
    )
    package = wanted.parent / f"axe-core-{VERSION}.tgz"
    unpack(package, wanted)
    return wanted


def unpack(package, wanted, sha512=SHA512):
    """Check a package and take the one file out of it.

    :raise ProvisionError: it is not the pinned one
    """
    found = base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode()
    if found != sha512:
        package.unlink()
        raise ProvisionError(
            f"{package.name} is not the pinned one (SHA-512 {found}): call again, or check it "
            f"and correct config/provision/axe.py"
        )
    with tarfile.open(package) as archive:
        content = archive.extractfile(MEMBER).read()
    part = wanted.with_suffix(".part")
    part.write_bytes(content)
    part.replace(wanted)
    package.unlink()
