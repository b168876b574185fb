# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Networks and carries as bytes: what a run keeps so that it can be repeated.

The format is numpy's file of arrays (no pickles), plus one array with JSON text, each column as
narrow as its values allow, packed quickly rather than tightly: a million rows must not hold up a
closing. Equal contents give equal bytes: no time stamps are written.

Runs get columns of 64 bits. Explanations get most columns narrow: they stay in memory.
"""

import io
import json
import zipfile
import zlib
from dataclasses import fields
from decimal import Decimal
from fractions import Fraction

import numpy as np

from .engine.exact import narrowed
from .engine.model import Carry, Network, TreePlaces
from .engine.run import Fund

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
    columns = {"notes": np.frombuffer(text, dtype=np.uint8)}
    columns.update((name, narrowed(array)) for name, array in arrays.items())
    # As numpy writes them, but packed at a speed that it doesn't offer.
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=FAST) as archive:
        for name, array in columns.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as file:
                np.lib.format.write_array(file, array, allow_pickle=False)
    return stream.getvalue()


def unpack(data, wide=True, without=()):
    """Return (arrays, notes) of :func:`pack`.

    :param bool wide: whole numbers are 64 bits wide again
    :param without: beginnings of the names of arrays that nobody needs
    """
    # Runs of earlier versions packed all columns as one.
    data = data if data.startswith(ZIP) else zlib.decompress(data)
    columns = np.load(io.BytesIO(data), allow_pickle=False)
    arrays = {name: columns[name] for name in columns if not name.startswith(tuple(without))}
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


def pack_totals(result):
    """Return what everybody earns from each bonus, after all caps, as bytes.

    :param result: :class:`.engine.model.Result`
    """
    return pack(*_totals(result))


def _totals(result):
    totals = result.totals
    arrays = {
        "partner": result.network.ids[totals.earner],
        "bonus": totals.bonus,
        "amount": totals.amount,
    }
    notes = {
        "bonuses": result.plan.bonus_codes,
        "digits": result.amount_digits,
        "lines": int(totals.lines.sum()),
        "funds": {code: _fund_as_texts(fund) for code, fund in result.funds.items()},
    }
    return arrays, notes


def _fund_as_texts(fund):
    return {item.name: str(getattr(fund, item.name)) for item in fields(fund)}


def unpack_funds(data):
    """Return what bonuses have shared out, {bonus code: Fund}, out of what :func:`pack_totals`
    packed."""
    __, notes = unpack(data, without=("partner", "bonus", "amount"))
    return {
        code: Fund(**{name: Fraction(value) for name, value in fund.items()})
        for code, fund in notes["funds"].items()
    }


def are_totals_of(data, result):
    """Whether :func:`pack_totals` packed what a result pays."""
    (kept, kept_notes), (arrays, notes) = unpack(data), _totals(result)
    same = all(np.array_equal(kept.get(name), array) for name, array in arrays.items())
    return same and kept_notes == notes


def unpack_earned(data, partner_id):
    """Return what one member earns, out of what :func:`pack_totals` packed.

    :param int partner_id: id of the member
    :return: ({bonus code: Decimal}, number of lines of all members)
    """
    arrays, notes = unpack(data, wide=False)
    found = np.flatnonzero(arrays["partner"] == partner_id)
    codes = [notes["bonuses"][bonus] for bonus in arrays["bonus"][found].tolist()]
    amounts = [Decimal(amount) for amount in arrays["amount"][found].tolist()]
    digits = -notes["digits"]
    paid = {code: amount.scaleb(digits) for code, amount in zip(codes, amounts, strict=True)}
    return paid, notes["lines"]


def pack_carry(carry):
    """Return a Carry as bytes."""
    arrays = {name: getattr(carry, name) for name in CARRY_ARRAYS}
    for name in CARRY_MAPS:
        for key, array in getattr(carry, name).items():
            arrays[f"{name}:{key}"] = array
    return pack(arrays, {"digits": carry.digits})


def unpack_carry(data, wide=True, without=()):
    """Return the Carry that :func:`pack_carry` packed.

    :param bool wide: ready to be computed with, see :meth:`Carry.widened`
    :param without: those of ``CARRY_MAPS`` that nobody needs; they are empty
    """
    arrays, notes = unpack(data, wide=False, without=without)
    maps = {name: {} for name in CARRY_MAPS}
    for key, array in arrays.items():
        name, colon, inner = key.partition(":")
        if colon:
            maps[name][inner] = array
    carry = Carry(digits=notes["digits"], **{name: arrays[name] for name in CARRY_ARRAYS}, **maps)
    return carry.widened() if wide else carry
