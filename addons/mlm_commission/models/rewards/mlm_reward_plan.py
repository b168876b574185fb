# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rewards that a compensation plan grants become records when their period is closed."""

from odoo import models
from odoo.tools import SQL


class MlmPeriod(models.Model):
    _inherit = "mlm.period"

    def action_take_rewards(self):
        """Make the rewards that the plan granted in closed periods; safe to repeat."""
        self.env["mlm.reward"]._check_accountant()
        made = self.env["mlm.reward"]
        for period in self:
            made |= period._take_rewards()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Rewards"),
            "res_model": "mlm.reward",
            "view_mode": "list,form",
            "domain": [("id", "in", made.ids)],
        }

    def _take_rewards(self):
        """Return the planned rewards of the final run, new ones only."""
        self.ensure_one()
        run = self.final_run_id
        worth = run.plan_version_id._reward_values() if run else {}
        rows = self.env.execute_query(
            SQL(
                """SELECT l.partner_id, b.code, l.level, r.code
                     FROM mlm_commission_line l JOIN mlm_plan_bonus b ON b.id = l.bonus_id
                     JOIN mlm_member_result m
                       ON m.run_id = l.run_id AND m.partner_id = l.partner_id
                     LEFT JOIN mlm_plan_rank r ON r.id = m.rank_id
                    WHERE l.run_id = %s AND b.code = ANY(%s) ORDER BY l.id""",
                run.id or 0,
                list(worth),
            )
        )
        Reward = self.env["mlm.reward"]
        known = set(
            Reward.search(
                [("company_id", "=", self.company_id.id), ("origin", "=like", f"{run.id}/%")]
            ).mapped(lambda reward: (reward.partner_id.id, reward.origin))
        )
        values = []
        for partner, code, level, rank in rows:
            name, amount, reached = worth[code](level, rank)
            origin = f"{run.id}/{code}/{reached}"
            if amount and (partner, origin) not in known:
                values.append(
                    {
                        "name": name,
                        "partner_id": partner,
                        "company_id": self.company_id.id,
                        "date": self.date_cutoff or self.date_to,
                        "cost": float(amount),
                        "origin": origin,
                    }
                )
        return Reward.create(values)


class MlmPlanVersion(models.Model):
    _inherit = "mlm.plan.version"

    def _reward_values(self):
        """Return {bonus code: function(level, rank code) -> (name, value, rank code)} of bonuses
        that grant things."""
        ranks = self._compiled().rank_codes
        found = {}
        for spec in self._document()["plan"]["bonuses"]:
            if "reward" not in spec:
                continue
            amounts, names = spec.get("amounts", spec.get("amount")), spec["reward"]
            advances = "amounts" in spec

            def worth(level, rank, amounts=amounts, names=names, advances=advances):
                reached = ranks[level - 1] if advances else rank
                amount = amounts.get(reached, 0) if isinstance(amounts, dict) else amounts
                name = names.get(reached, "") if isinstance(names, dict) else names
                return name, amount, reached

            found[str(spec["code"])] = worth
        return found
