# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo import models

from ..engine.exact import floor_scaled
from ..engine.explain.sharing import is_capped, shared_caps
from ..engine.explain.states import exact_number
from ..frozen import DAMAGED, unpack_funds


class MlmCommissionLine(models.Model):
    """Which part of a fund a line is that is shared out among the company."""

    _inherit = "mlm.commission.line"

    def _explain(self):
        """Also ``fund``: what was shared out, as dict of exact numbers: ``percent`` of what the
        ``points`` are ``worth`` make ``money``, of which the earner holds ``own`` of ``shares``;
        None for other lines."""
        told = super()._explain()
        line, told["fund"] = self.sudo(), None
        if line.volume_id:
            # Paid for a sale, or taking that back.
            return told
        plan = line.run_id.plan_version_id._compiled()
        bonus = plan.bonus(line.bonus_id.code)
        fund = bonus and line.run_id._fund(bonus)
        if fund:
            own = bonus.shares_of(line._earners_rank(plan))
            told["fund"] = {
                "percent": exact_number(bonus.fund),
                "points": exact_number(fund.points),
                "worth": exact_number(fund.worth),
                "money": exact_number(fund.money),
                "shares": exact_number(fund.shares),
                "own": exact_number(own),
            }
            # Whole units; one more may come from dividing what is left over.
            made = floor_scaled(fund.money * own / fund.shares, 1 / plan.unit) * plan.unit
            if Decimal(str(line.amount)) < made and is_capped(plan, bonus):
                told["formula"]["made"] = exact_number(made)
                told["cap"] = line._cap_of_fund(plan, bonus)
        return told

    def _earners_rank(self, plan):
        """Index of the rank that the earner held in the run, -1 for none."""
        result = self.env["mlm.member.result"].search(
            [("run_id", "=", self.run_id.id), ("partner_id", "=", self.partner_id.id)], limit=1
        )
        return plan.rank_index(result.rank_id.code or None)

    def _cap_of_fund(self, plan, bonus):
        """The cap that has left less, where it can be only one."""
        kinds = shared_caps(plan, bonus)
        has_own = bonus.cap is not None or len(plan.caps) > len(kinds)
        return self.env["mlm.explanation"]._shared_cap([] if has_own else kinds)


class MlmRun(models.Model):
    _inherit = "mlm.run"

    def _fund(self, bonus):
        """What a bonus has shared out in this run, None if it has nothing to share or the run of
        an earlier version has not kept it.

        :rtype: Fund
        """
        kept = bonus.shares_of(-1) is not None and self._frozen_bytes("totals_data")
        try:
            return unpack_funds(kept).get(bonus.code) if kept else None
        except DAMAGED as error:
            raise self._not_explainable() from error
