# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Volume rows as bytes: what a closed run keeps so that a changed ledger row can be named."""

import dataclasses

import numpy as np

from .engine.model import Volumes
from .frozen import pack, unpack

# Of a row: what must not change, by the name under which people know it.
FACTS = {
    "buyer": "buyer",
    "owner": "owner",
    "pv": "PV",
    "cv": "CV",
    "net": "net amount",
    "day": "order date",
    "kind": "kind of sale",
    "product_class": "commission class",
}


def pack_volumes(volumes):
    """Return Volumes as bytes. Equal rows give equal bytes."""
    arrays, notes = {}, {}
    for item in dataclasses.fields(volumes):
        value = getattr(volumes, item.name)
        if isinstance(value, np.ndarray):
            arrays[item.name] = value
        else:
            notes[item.name] = value
    return pack(arrays, notes)


def unpack_volumes(data, wide=True):
    """Return the Volumes that :func:`pack_volumes` packed; ``wide``: see :func:`.frozen.unpack`."""
    arrays, notes = unpack(data, wide)
    for name, value in notes.items():
        notes[name] = tuple(value) if isinstance(value, list) else value
    return Volumes(**arrays, **notes)


def changed_rows(frozen, present):
    """Compare the rows that a run has seen with those of the ledger.

    :param Volumes frozen: what the run kept
    :param Volumes present: the rows of its period now
    :return: list of (row id, what about it), ids ascending; what: "missing", "added" or names of
        facts that differ
    """
    found = [(int(row), "missing") for row in np.setdiff1d(frozen.ids, present.ids)]
    found += [(int(row), "added") for row in np.setdiff1d(present.ids, frozen.ids)]
    __, old, new = np.intersect1d(frozen.ids, present.ids, return_indices=True)
    differs = {}
    for name, label in FACTS.items():
        before, after = _readable(frozen, name)[old], _readable(present, name)[new]
        for row in frozen.ids[old][before != after]:
            differs.setdefault(int(row), []).append(label)
    found += [(row, ", ".join(labels)) for row, labels in differs.items()]
    return sorted(found)


def _readable(volumes, name):
    """A column whose values mean the same in both: codes become texts."""
    codes = {"kind": volumes.kinds, "product_class": volumes.classes}.get(name)
    column = getattr(volumes, name)
    return column if codes is None else np.array(codes, dtype=object)[column]
