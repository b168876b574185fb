# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class MlmAudience(models.AbstractModel):
    """Who is meant: active members of the chosen types and markets, from a rank on.

    What is left empty excludes nobody; several values of one criterion widen it.
    """

    _name = "mlm.audience"
    _description = "Audience in the Network"

    # Not for the portal, which may not read types and markets.
    mlm_type_ids = fields.Many2many(
        "mlm.partner.type", string="Only Types", groups="base.group_user"
    )
    mlm_market_ids = fields.Many2many("mlm.market", string="Only Markets", groups="base.group_user")
    mlm_rank_code = fields.Char(
        string="From Rank",
        groups="base.group_user",
        help="Code of the lowest rank, as the plan names it. The newest figures count.",
    )

    @api.constrains("mlm_rank_code")
    def _check_mlm_rank_code(self):
        for audience in self.filtered("mlm_rank_code"):
            known = self.env["mlm.plan.rank"].sudo().search([]).mapped("code")
            if audience.mlm_rank_code not in known:
                raise ValidationError(
                    self.env._(
                        "No plan has a rank “%(code)s”. Known ranks: %(known)s.",
                        code=audience.mlm_rank_code,
                        known=", ".join(sorted(set(known))) or "-",
                    )
                )

    def _mlm_audience_companies(self):
        """Return the companies whose ranks count."""
        return self.env["res.company"].sudo().search([])

    def _mlm_sql_meant(self):
        """Return the SQL condition that the contact ``p`` is meant."""
        self.ensure_one()
        conditions = [SQL("p.active AND p.mlm_role IS NOT NULL AND p.mlm_state = 'active'")]
        if self.mlm_type_ids:
            conditions.append(SQL("p.mlm_type_id = ANY(%s)", self.mlm_type_ids.ids))
        if self.mlm_market_ids:
            conditions.append(SQL("p.mlm_market_id = ANY(%s)", self.mlm_market_ids.ids))
        if self.mlm_rank_code:
            conditions.append(self._mlm_sql_rank())
        return SQL(" AND ").join(conditions)

    def _mlm_sql_rank(self):
        """Return the condition that ``p`` holds the lowest rank or a higher one of its plan."""
        Result = self.env["mlm.member.result"]
        newest = [
            next((run for _kind, run, _before in Result._mlm_newest_runs(company)), 0)
            for company in self._mlm_audience_companies()
        ]
        return SQL(
            """p.id IN (SELECT m.partner_id FROM mlm_member_result m
                 JOIN mlm_plan_rank held ON held.id = m.rank_id
                 JOIN mlm_plan_rank lowest ON lowest.version_id = held.version_id
                  AND lowest.code = %s AND lowest.sequence <= held.sequence
                WHERE m.run_id = ANY(%s))""",
            self.mlm_rank_code,
            newest,
        )
