# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The second opinion: the whole plan language, slow and obvious.

Plain Python with exact fractions, member by member and volume by volume, written from the text of
the language and independent of the array engine beside it. Where the two differ by a cent, one of
them is wrong.

>>> document = {
...     "plan": {"bonuses": [{"code": "uni", "kind": "level", "rates": [10]}]},
...     "members": {"A": {}, "B": {"sponsor": "A"}},
...     "volumes": [{"member": "B", "volume": 100}],
... }
>>> run(document)[0].payout
{'A': {'uni': Decimal('10')}}
"""

from .exact import PlanError
from .period import PeriodResult, run

__all__ = ["PeriodResult", "PlanError", "run"]
