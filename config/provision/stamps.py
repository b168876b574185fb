# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Stamps: a step is done when its stamp holds the hash of what went into it."""

import hashlib


def digest(*parts):
    """Return a short hash of texts, bytes and files (paths are read; order counts)."""
    total = hashlib.sha256()
    for part in parts:
        raw = part.read_bytes() if hasattr(part, "read_bytes") else part
        raw = raw.encode() if isinstance(raw, str) else raw
        total.update(hashlib.sha256(raw).digest())
    return total.hexdigest()[:16]


def digest_tree(folder, skip=()):
    """Return the hash of all files under `folder` (names and contents).

    :param skip: names of folders and suffixes of files to leave out
    """
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if not path.is_file() or any(part in skip for part in parts) or path.suffix in skip:
            continue
        total.update("/".join(parts).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


class Stamps:
    """The stamps in one folder."""

    def __init__(self, folder):
        self.folder = folder

    def get(self, name):
        """Return the value of stamp `name`, "" when there is none."""
        path = self.folder / name
        return path.read_text().strip() if path.exists() else ""

    def set(self, name, value):
        """Record that step `name` was done with inputs of hash `value`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(f"{value}\n")

    def drop(self, name):
        """Forget step `name`."""
        (self.folder / name).unlink(missing_ok=True)
