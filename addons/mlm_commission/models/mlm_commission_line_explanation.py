# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal
from fractions import Fraction

import numpy as np

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.explain.member import binding_cap
from ..engine.explain.path import path_of
from ..engine.explain.sharing import is_capped, is_shared, shared_caps
from ..engine.explain.states import exact_number
from ..engine.model import NONE


class MlmCommissionLine(models.Model):
    """Why a line is there and how its amount came about."""

    _inherit = "mlm.commission.line"

    explanation = fields.Html(compute="_compute_explanation", sanitize=False)

    @api.depends("run_id", "bonus_id", "partner_id", "volume_id", "amount")
    @api.depends_context("uid", "lang")
    def _compute_explanation(self):
        Explanation = self.env["mlm.explanation"]
        for line in self:
            try:
                told = Explanation._named(line._explain(), line.sudo().bonus_id.version_id)
                line.explanation = Explanation._render(
                    "explanation_line", {"line": line, "told": told}
                )
            except UserError as error:
                line.explanation = Explanation._render("explanation_none", {"error": str(error)})

    def _explain(self):
        """Where this line comes from, as data.

        :return: dict: ``bonus``, ``kind``, ``plan``, ``period``, ``earner``, ``source`` (None for a
            bonus that pays members), ``path`` (steps from the buyer's side up to the earner, see
            ``engine.explain.path``, with ``member`` as the reader may see it), ``formula``
            (``base`` by ``rate`` percent by ``point_value`` is ``exact``, rounded to ``made``,
            after caps ``amount``), ``cap``, and ``reverses``: the line of a closed period that
            this one takes back (``line_id``, ``period``, ``invoice``, ``amount``) or None
        :raise AccessError: the reader may not see the line
        :raise UserError: the run cannot be computed again
        """
        self.ensure_one()
        self.check_access("read")
        line = self.sudo()
        plan = line.run_id.plan_version_id._compiled()
        # What takes back a line of a closed period may be of a bonus that the plan no longer has.
        bonus = plan.bonus(line.bonus_id.code)
        case, member, found = line._computed_again(plan, bonus)
        steps = line._path(case, member, bonus, found)
        people = self.env["mlm.explanation"]._members(
            [line.partner_id.id, line.volume_id.buyer_id.id or line.partner_id.id]
            + [step["member"] for step in steps]
        )
        return {
            "bonus": line.bonus_id.code,
            "kind": line.bonus_id.kind,
            "plan": line.run_id.plan_version_id.display_name,
            "period": line.run_id.period_id.name,
            "earner": people[line.partner_id.id],
            "source": line._explain_source(people),
            "path": [{**step, "member": people[step["member"]]} for step in steps],
            "formula": line._explain_formula(plan, case, bonus, found),
            "cap": self._explain_cap(case, member, bonus, found),
            "reverses": None if found else line._explain_reversal(),
        }

    def _computed_again(self, plan, bonus):
        """The small network below the earner, computed again where it tells more than the line.

        :param Plan plan: compiled
        :param bonus: compiled bonus of the line, None if the plan hasn't it
        :return: (Case, index of the earner in it, this line as in ``Case.lines``); each of them
            None where there is nothing to be told of it
        """
        if bonus is None or is_shared(plan, bonus):
            return None, None, None
        if not self.volume_id and not is_capped(plan, bonus):
            return None, None, self._as_made()
        case, member = self.run_id._explain_case(self.partner_id, bonus.code, plan)
        row = self._source_row(case)
        if self.volume_id and row is None:
            # It takes back a line of a closed period: its run has not looked at the return.
            return None, None, None
        if row is not None:
            alone = case.paying([row])
            found = self._find_in(alone, member, bonus, row)
            if self._is_same(found):
                return alone, member, found
        # Caps, and rates that go by the sum of the sales, look at all of them.
        return case, member, self._find_in(case, member, bonus, NONE if row is None else row)

    def _as_made(self):
        """This line, which no cap can have changed, as in ``Case.lines``."""
        amount = Fraction(str(self.amount))
        return {
            "source": None,
            "level": self.level,
            "skipped": self.skipped,
            "base": Decimal(str(self.base)),
            "rate": Decimal(str(self.rate)),
            "made": amount,
            "paid": amount,
        }

    def _is_same(self, found):
        """Whether a line of the small network is this one to the last digit, and uncapped.

        :param found: as in ``Case.lines``, or None
        """
        if found is None:
            return False
        stored = [Decimal(str(value)) for value in (self.base, self.rate, self.amount)]
        return stored == [found["base"], found["rate"], exact_number(found["made"])]

    def _find_in(self, case, member, bonus, row):
        """The same line in the small network, None if it isn't there.

        :param int row: volume row, or ``NONE``
        """
        lines = case.lines(member, bonus, row)
        same = [line for line in lines if line["level"] == self.level]
        best = [line for line in same if line["base"] == Decimal(str(self.base))]
        return (best or same or [None])[0]

    def _source_row(self, case):
        found = np.flatnonzero(case.volumes.ids == self.sudo().volume_id.id)
        return int(found[0]) if len(found) else None

    def _path(self, case, member, bonus, found):
        """Steps from the buyer's side up to the earner, members by their ids."""
        if case is None or found is None or found["source"] is None:
            return []
        row, matched = found["source"], None
        if bonus.name == "matching":
            matched = self._matched_line(case, member, bonus, row, found)
            if matched is None:
                return []
        steps, ids = path_of(case, bonus, row, until=member, matched=matched), case.network.ids
        return [{**step, "member": int(ids[step["member"]])} for step in steps]

    @staticmethod
    def _matched_line(case, member, bonus, row, found):
        """(earner, amount) of the line below that this one matches."""
        tree = case.run.trees[bonus.tree]
        for other in case.plan.bonuses:
            if other.code not in bonus.of:
                continue
            for earner, line in case.lines_of_row(other, row):
                inside = 0 <= tree.position[earner] - tree.position[member] < tree.size[member]
                if inside and exact_number(line["made"]) == found["base"]:
                    return earner, found["base"]
        return None

    def _explain_source(self, people):
        volume = self.volume_id
        if not volume:
            return None
        return {
            "volume_id": volume.id,
            "invoice": volume.move_id.name,
            "order": volume.order_id.name or None,
            "date": volume.date_order or volume.date_invoice,
            "product": volume.product_id.display_name,
            "quantity": volume.quantity,
            "pv": volume.pv,
            "cv": volume.cv,
            "reason": volume.reason or None,
            "buyer": people[volume.buyer_id.id],
        }

    def _explain_reversal(self):
        """The line of a closed period that this one takes back in part or as a whole."""
        original = self.volume_id.reversed_id
        paid = original and self.search(
            [
                ("volume_id", "=", original.id),
                ("partner_id", "=", self.partner_id.id),
                ("bonus_id", "=", self.bonus_id.id),
                ("level", "=", self.level),
                ("run_id.kind", "=", "final"),
            ],
            limit=1,
        )
        return paid and {
            "line_id": paid.id,
            "period": paid.run_id.period_id.name,
            "invoice": original.move_id.name,
            "amount": Decimal(str(paid.amount)),
        }

    def _explain_formula(self, plan, case, bonus, found):
        amount = Decimal(str(self.amount))
        result = {
            "base": Decimal(str(self.base)),
            "rate": Decimal(str(self.rate)),
            "point_value": None,
            "exact": None,
            "rounding": {"to": exact_number(plan.unit), "method": plan.method},
            "made": exact_number(found["made"]) if found else amount,
            "amount": amount,
        }
        if found and found["rate"]:
            points = Fraction(1) if bonus.of_money else plan.point_value
            if not bonus.of_money and found["source"] is not None:
                points = case.run.point_value(found["source"])
            exact = Fraction(found["base"]) * Fraction(found["rate"]) / 100 * points
            result.update(point_value=exact_number(points), exact=exact_number(exact))
            result.update(base=found["base"], rate=found["rate"])
        return result

    def _explain_cap(self, case, member, bonus, found):
        """Which cap made the amount smaller: of the bonus, the member, or the company."""
        if not found or Decimal(str(self.amount)) == exact_number(found["made"]):
            return None
        if found["paid"] != found["made"]:
            cap = binding_cap(case, member, bonus)
            return cap and {**cap, "amount": exact_number(cap["amount"])}
        kinds = shared_caps(case.whole_plan, bonus)
        return self.env["mlm.explanation"]._shared_cap(kinds) if kinds else None
