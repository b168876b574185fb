# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Bonus kinds: one file each, found by being in this folder, registered by name.

A kind is a subclass of :class:`~.base.BonusKind` with the decorator :func:`register`. A new kind
is a new file; no other file needs to know of it.
"""

import pkgutil
from importlib import import_module

REGISTRY = {}


def register(kind):
    """Class decorator: make a bonus kind known under its ``name``."""
    if kind.name in REGISTRY:
        raise ValueError(f"the bonus kind {kind.name!r} is registered twice")
    REGISTRY[kind.name] = kind
    return kind


for _module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
    import_module(f".{_module}", __name__)
