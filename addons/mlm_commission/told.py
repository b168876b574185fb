# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Explanations as text, to be kept: JSON in which decimals keep all their digits."""

import json
from decimal import Decimal

import numpy as np


def dumps(told):
    """Return the data of an explanation as text; what JSON doesn't know becomes words.

    >>> dumps({"value": Decimal("1.50"), "rows": np.int64(3)})
    '{"value": {"decimal": "1.50"}, "rows": 3}'
    """
    return json.dumps(told, default=_plain)


def loads(text):
    """Return the data that :func:`dumps` wrote.

    >>> loads('{"value": {"decimal": "1.50"}}')
    {'value': Decimal('1.50')}
    """
    return json.loads(text, object_hook=_decimals)


def _plain(value):
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    return value.item() if isinstance(value, np.generic) else str(value)


def _decimals(data):
    return Decimal(data["decimal"]) if data.keys() == {"decimal"} else data
