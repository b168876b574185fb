# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""All bonus kinds: a function of a :class:`..lines.Bonus` that returns its lines, by kind.

Each file of this folder states its own in ``KINDS``; a new kind is a new file.
"""

import pkgutil
from importlib import import_module

KINDS = {}
for _module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
    KINDS.update(import_module(f".{_module}", __name__).KINDS)
