# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from decimal import Decimal
from functools import cached_property


class AnalyticShares:
    """Distributions of the lines of many settlement documents; all is read once."""

    def __init__(self, statements):
        self.statements = statements
        self.keys = {}

    @cached_property
    def openings(self):
        return self.statements._openings()

    @cached_property
    def shares(self):
        carried = self.statements.browse().union(*self.openings.values())
        return (self.statements | carried)._shares()

    def of_line(self, statement, line):
        """Return the values that distribute a document's line of one bonus."""
        if not statement.company_id.mlm_has_analytic:
            return {}
        shares = self.shares.get(statement.id, {})
        code = line.bonus_id.code
        return statement.company_id._mlm_analytic_values(
            {key: amount for key, amount in shares.items() if key[0] == code}, self.keys
        )

    def of_opening(self, statement):
        """Return the distribution of what was carried over: that of the periods it comes from."""
        if not statement.company_id.mlm_has_analytic:
            return {}
        shares = defaultdict(Decimal)
        for earlier in self.openings.get(statement, ()):
            for key, amount in self.shares.get(earlier.id, {}).items():
                shares[key] += amount
        return statement.company_id._mlm_analytic_values(shares, self.keys)
