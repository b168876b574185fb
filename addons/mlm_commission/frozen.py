# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Networks and carries as bytes: what a run keeps so that it can be repeated.

The format is numpy's file of arrays (no pickles), plus one array with JSON text, each column as
narrow as its values allow, packed quickly rather than tightly: a million rows must not hold up a
closing. Equal contents give equal bytes: numpy writes no time stamps.

Runs get columns of 64 bits. Explanations get most columns narrow: they stay in memory.
"""

import io
import json
import zipfile
import zlib

import numpy as np

from .engine.exact import narrowed
from .engine.model import Carry, Network, TreePlaces

NETWORK_ARRAYS = (
    "ids",
    "sponsor",
    "is_customer",
    "joined",
    "stated_active",
    "stated_rank",
    "terminated",
    "blocked",
    "market",
)
STATUS_ARRAYS = ("active", "rank")
CARRY_ARRAYS = ("ids", "lifetime_pv", "streak", "title", "below")
CARRY_MAPS = ("lifetime_gv", "legs", "awarded", "boards")


FAST = 1
ZIP = b"PK"
# What reading raises if a file is gone, or not what was written.
DAMAGED = (zlib.error, zipfile.BadZipFile, ValueError, KeyError, EOFError)


def pack(arrays, notes):
    """Return arrays and a dict of notes as bytes."""
    stream = io.BytesIO()
    text = json.dumps(notes, sort_keys=True, default=str).encode()
    narrow = {name: narrowed(array) for name, array in arrays.items()}
    np.savez(stream, notes=np.frombuffer(text, dtype=np.uint8), **narrow)
    return zlib.compress(stream.getbuffer(), FAST)


def unpack(data, wide=True):
    """Return (arrays, notes) of :func:`pack`.

    :param bool wide: whole numbers are 64 bits wide again
    """
    # Runs of earlier versions kept a zip.
    data = data if data.startswith(ZIP) else zlib.decompress(data)
    arrays = dict(np.load(io.BytesIO(data), allow_pickle=False))
    notes = json.loads(arrays.pop("notes").tobytes())
    if wide:
        arrays = {
            name: array.astype(np.int64) if array.dtype.kind == "i" else array
            for name, array in arrays.items()
        }
    return arrays, notes


def pack_network(network, status=()):
    """Return a Network as bytes.

    :param status: what a run has found, as ``Network.found``
    """
    arrays = {name: getattr(network, name) for name in NETWORK_ARRAYS}
    arrays.update(zip(STATUS_ARRAYS, status, strict=False))
    for name, tree in network.trees.items():
        arrays[f"parent:{name}"], arrays[f"leg:{name}"] = tree.parent, tree.leg
    return pack(
        arrays,
        {
            "attributes": {
                name: {str(index): value for index, value in values.items()}
                for name, values in network.attributes.items()
            },
            "trees": {name: tree.kind for name, tree in network.trees.items()},
            "names": network.names,
            "markets": list(network.markets),
        },
    )


def unpack_network(data):
    """Return the Network that :func:`pack_network` packed, without what a run has found."""
    return _network_of(*unpack(data))


def unpack_found(data):
    """Return the Network that :func:`pack_network` packed, narrow, with what the run has found."""
    arrays, notes = unpack(data, wide=False)
    network = _network_of(arrays, notes)
    if "rank" in arrays:
        network.found = arrays["active"], arrays["rank"].astype(np.int64)
    return network


def _network_of(arrays, notes):
    """The Network of arrays and notes; runs of earlier versions did not keep all of the arrays."""
    return Network(
        **{name: arrays.get(name) for name in NETWORK_ARRAYS},
        attributes={
            name: {int(index): value for index, value in values.items()}
            for name, values in notes["attributes"].items()
        },
        names=notes["names"],
        markets=tuple(notes.get("markets", ())),
        trees={
            name: TreePlaces(arrays[f"parent:{name}"], arrays[f"leg:{name}"], kind)
            for name, kind in notes["trees"].items()
        },
    )


def pack_carry(carry):
    """Return a Carry as bytes."""
    arrays = {name: getattr(carry, name) for name in CARRY_ARRAYS}
    for name in CARRY_MAPS:
        for key, array in getattr(carry, name).items():
            arrays[f"{name}:{key}"] = array
    return pack(arrays, {"digits": carry.digits})


def unpack_carry(data, wide=True):
    """Return the Carry that :func:`pack_carry` packed.

    :param bool wide: ready to be computed with, see :meth:`Carry.widened`
    """
    arrays, notes = unpack(data, wide=False)
    maps = {name: {} for name in CARRY_MAPS}
    for key, array in arrays.items():
        name, colon, inner = key.partition(":")
        if colon:
            maps[name][inner] = array
    carry = Carry(digits=notes["digits"], **{name: arrays[name] for name in CARRY_ARRAYS}, **maps)
    return carry.widened() if wide else carry
