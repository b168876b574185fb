# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ResPartner(models.Model):
    """Words for mails about a member: ``object.mlm_first_name`` and so on in any template."""

    _inherit = "res.partner"

    mlm_first_name = fields.Char(
        string="First Name",
        compute="_compute_mlm_first_name",
        groups="base.group_user",
        help="For a greeting; companies by their whole name.",
    )
    mlm_sponsor_name = fields.Char(
        string="Name of the Sponsor",
        compute="_compute_mlm_sponsor_name",
        compute_sudo=True,
        groups="base.group_user",
        help="As strangers see it: in full by consent only.",
    )
    mlm_next_rank_name = fields.Char(
        string="Next Rank in the Plan",
        compute="_compute_mlm_next_rank",
        compute_sudo=True,
        groups="base.group_user",
    )
    mlm_next_rank_missing = fields.Char(
        string="Missing for the Next Rank",
        compute="_compute_mlm_next_rank",
        compute_sudo=True,
        groups="base.group_user",
        help="The conditions that are not met yet, by the newest figures.",
    )

    @api.depends("name", "is_company")
    def _compute_mlm_first_name(self):
        for partner in self:
            name = (partner.name or "").strip()
            partner.mlm_first_name = name if partner.is_company else name.partition(" ")[0]

    def _compute_mlm_sponsor_name(self):
        names = self.mlm_sponsor_id._mlm_public_names()
        for partner in self:
            partner.mlm_sponsor_name = names.get(partner.mlm_sponsor_id.id, "")

    @api.depends_context("lang")
    def _compute_mlm_next_rank(self):
        self.mlm_next_rank_name = self.mlm_next_rank_missing = ""
        Result = self.env["mlm.member.result"]
        for company, members in self.grouped("mlm_company_id").items():
            runs = [run for _kind, run, _before in Result._mlm_newest_runs(company)][:1]
            results = Result.search([("run_id", "in", runs), ("partner_id", "in", members.ids)])
            for result in results:
                told = result.partner_id._mlm_dashboard_rank(result)
                result.partner_id.mlm_next_rank_name = told["next_rank"] or ""
                result.partner_id.mlm_next_rank_missing = "; ".join(
                    state["text"] for state in told["conditions"] if not state["is_met"]
                )
