# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from fractions import Fraction

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.explain.member import explain_bonus, legs, next_rank
from ..engine.explain.states import exact_number


class MlmMemberResult(models.Model):
    """Why a member is active, holds its rank, and gets what it gets."""

    _inherit = "mlm.member.result"

    explanation = fields.Html(string="Why (Not)?", compute="_compute_explanation", sanitize=False)
    rank_explanation = fields.Html(
        string="Rank and Conditions", compute="_compute_explanation", sanitize=False
    )
    measure_explanation = fields.Html(
        string="Measures", compute="_compute_explanation", sanitize=False
    )
    leg_explanation = fields.Html(string="Legs", compute="_compute_explanation", sanitize=False)

    @api.depends("run_id", "partner_id")
    @api.depends_context("uid", "lang")
    def _compute_explanation(self):
        Explanation = self.env["mlm.explanation"]
        parts = {
            "explanation": "explanation_bonuses",
            "rank_explanation": "explanation_ranks",
            "measure_explanation": "explanation_measures",
            "leg_explanation": "explanation_legs",
        }
        for result in self:
            try:
                told = Explanation._named(result._explain(), result.run_id.sudo().plan_version_id)
                values = {"result": result, "told": told}
            except UserError as error:
                values, parts = {"error": str(error)}, dict.fromkeys(parts, "explanation_none")
            for name, template in parts.items():
                result[name] = Explanation._render(template, values)

    def _explain(self, bonus=None):
        """What this member reached and earned, and why not more, as data.

        :param str bonus: code of one bonus; None for all
        :return: dict: ``member``, ``period``, ``plan``, ``rank`` (see
            :meth:`_distance_to_next_rank`), ``measures`` (list of condition states of all measures
            that the plan asks for), ``legs`` (the largest of ``leg_count``), and ``bonuses``: per
            bonus what
            ``engine.explain.member`` says, amounts as Decimals, source rows as ids
        :raise AccessError: the reader may not see the result
        :raise UserError: the run cannot be computed again
        """
        self.ensure_one()
        self.check_access("read")
        told = self._told_once()
        paid, earned = self.run_id.sudo()._amounts_of(self.partner_id)
        people = self.env["mlm.explanation"]._members(
            [self.partner_id.id, *(leg["member"] for leg in told["legs"])]
        )
        return {
            "member": people[self.partner_id.id],
            "period": self.run_id.period_id.name,
            "plan": self.run_id.sudo().plan_version_id.display_name,
            "rank": told["rank"],
            "measures": told["measures"],
            "legs": [{**leg, "member": people[leg["member"]]} for leg in told["legs"]],
            # What was kept before there was a limit holds all.
            "leg_count": told.get("leg_count", len(told["legs"])),
            "bonuses": [
                self._with_earned(one, paid, earned)
                for one in told["bonuses"]
                if bonus in (None, one["bonus"])
            ],
        }

    def _with_earned(self, told, paid, earned):
        """What is told of a bonus, with what stands in the lines, and that a cap of several members
        has left less than the member's own ones.

        :param paid: see ``mlm.run._amounts_of``
        :param dict earned: the same
        """
        code, kinds = told["bonus"], told.get("shared_caps")
        told = {**told, "earned": earned.get(code, 0)}
        if kinds and paid is not None and paid.get(code, 0) < told["paid"]:
            cap = self.env["mlm.explanation"]._shared_cap(kinds)
            capped = {"reason": "capped", "cap": cap, "made": told["paid"]}
            told["reasons"] = [*told["reasons"], capped]
        return told

    def _told(self):
        """Work out what doesn't depend on the reader, by computing the network below again."""
        return self._told_by(*self.run_id._explain_case(self.partner_id))

    def _told_by(self, case, member):
        """What a small network tells of this result: ``rank``, ``measures``, ``legs`` (members as
        ids), ``leg_count`` and ``bonuses`` of :meth:`_explain`."""
        leg_count, largest_legs = legs(case, member)
        return {
            "rank": self.env["mlm.explanation"]._plain(next_rank(case, member)),
            "measures": self._measures(case, member),
            "leg_count": leg_count,
            "legs": self._legs(case, largest_legs),
            "bonuses": [
                self._told_bonus(case, explain_bonus(case, member, one))
                for one in case.plan.bonuses
            ],
        }

    def _distance_to_next_rank(self):
        """How far the member is from its next rank, as data.

        :return: dict: ``active``, ``activity`` (condition states), ``failed_active``, ``rank``
            (code held or None), ``next`` (code or None at the top), ``failed`` (the next rank's
            failing conditions, of alternatives the nearest, each with ``missing``), ``ranks`` (all
            ranks with their conditions' states)
        """
        self.ensure_one()
        self.check_access("read")
        if kept := self.env["mlm.kept.explanation"]._kept_of(self):
            return kept["rank"]
        case, member = self.run_id._explain_case(self.partner_id)
        return self.env["mlm.explanation"]._plain(next_rank(case, member))

    def action_explain(self):
        """Open this result with its explanations."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def _told_bonus(self, case, told):
        volume_ids = case.volumes.ids
        plain = self.env["mlm.explanation"]._plain
        for row in told["missed_rows"]:
            row["volume_id"] = int(volume_ids[row.pop("source")])
        for reason in told["reasons"]:
            for row in reason.get("examples", ()):
                row["volume_id"] = int(volume_ids[row.pop("source")])
                row.pop("member")
        return plain(told)

    def _measures(self, case, member):
        """All measures that the plan asks for, once each, with the member's value."""
        figures, found = case.figures, []
        measures = dict.fromkeys([m for m in case.plan.measures() if not m.leg_cap])
        for measure in measures:
            codes = case.plan.rank_codes
            found.append(
                {
                    "measure": measure.name,
                    "tree": measure.tree,
                    "depth": measure.depth,
                    "rank": None if measure.rank is None else codes[measure.rank],
                    "per_leg": measure.in_legs,
                    "capped": False,
                    "value": exact_number(Fraction(*figures.of_member(measure, member))),
                }
            )
        return found

    def _legs(self, case, found):
        codes, ids = case.plan.rank_codes, case.network.ids
        return [
            {
                "member": int(ids[leg["member"]]),
                "group_volume": exact_number(Fraction(leg["group_volume"], case.figures.point)),
                "rank": codes[leg["rank"]] if leg["rank"] >= 0 else None,
                "head_rank": codes[leg["head_rank"]] if leg["head_rank"] >= 0 else None,
                "active": leg["active"],
                "size": leg["size"],
            }
            for leg in found
        ]
