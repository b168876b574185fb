# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.mlm_base.const import ACTIVE

from .res_partner import USER


class ResPartner(models.Model):
    """Whom employees should talk to, as the newest runs of their companies tell."""

    _inherit = "res.partner"

    mlm_is_at_risk = fields.Boolean(
        string="At Risk",
        compute="_compute_mlm_is_at_risk",
        search="_search_mlm_is_at_risk",
        groups=USER,
        help="Was active in the period before and isn't in the newest one.",
    )

    @api.depends_context("allowed_company_ids")
    def _compute_mlm_is_at_risk(self):
        at_risk = self.search([("id", "in", self.ids), ("mlm_is_at_risk", "=", True)])
        for partner in self:
            partner.mlm_is_at_risk = partner in at_risk

    def _search_mlm_is_at_risk(self, operator, value):
        if operator != "in":
            return NotImplemented
        Result = self.env["mlm.member.result"]
        pairs = [runs[0][1:] for runs in map(Result._mlm_newest_runs, self.env.companies) if runs]
        pairs = [pair for pair in pairs if pair[1]]
        at_risk = Domain.FALSE
        if pairs:
            Result.flush_model(["run_id", "partner_id", "is_active"])
            chosen = SQL(
                """(SELECT now.partner_id FROM mlm_member_result now
                      JOIN mlm_member_result old ON old.partner_id = now.partner_id
                     WHERE (now.run_id, old.run_id) IN %s AND old.is_active
                       AND NOT now.is_active)""",
                tuple(map(tuple, pairs)),
            )
            at_risk = Domain("id", "in", chosen) & Domain("mlm_state", "=", ACTIVE)
        return at_risk if True in value else ~at_risk
