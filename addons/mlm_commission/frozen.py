# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Networks and carries as bytes: what a run keeps so that it can be repeated.

The format is numpy's zip of arrays (no pickles), plus one array with JSON text. Equal contents give
equal bytes: numpy writes no time stamps.
"""

import io
import json

import numpy as np

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
CARRY_ARRAYS = ("ids", "lifetime_pv", "streak", "title", "below")
CARRY_MAPS = ("lifetime_gv", "legs", "awarded", "boards")


def _pack(arrays, notes):
    stream = io.BytesIO()
    text = json.dumps(notes, sort_keys=True, default=str).encode()
    np.savez_compressed(stream, notes=np.frombuffer(text, dtype=np.uint8), **arrays)
    return stream.getvalue()


def _unpack(data):
    arrays = dict(np.load(io.BytesIO(data), allow_pickle=False))
    return arrays, json.loads(arrays.pop("notes").tobytes())


def pack_network(network):
    """Return a Network as bytes."""
    arrays = {name: getattr(network, name) for name in NETWORK_ARRAYS}
    for name, tree in network.trees.items():
        arrays[f"parent:{name}"], arrays[f"leg:{name}"] = tree.parent, tree.leg
    return _pack(
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
    """Return the Network that :func:`pack_network` packed, also before there were all arrays."""
    arrays, notes = _unpack(data)
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
    return _pack(arrays, {"digits": carry.digits})


def unpack_carry(data):
    """Return the Carry that :func:`pack_carry` packed."""
    arrays, notes = _unpack(data)
    maps = {name: {} for name in CARRY_MAPS}
    for key, array in arrays.items():
        name, colon, inner = key.partition(":")
        if colon:
            maps[name][inner] = array
    return Carry(digits=notes["digits"], **{name: arrays[name] for name in CARRY_ARRAYS}, **maps)
