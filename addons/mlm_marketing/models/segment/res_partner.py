# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class ResPartner(models.Model):
    """Segments a contact lies in, and words for mails about a member."""

    _inherit = "res.partner"

    mlm_segment_ids = fields.Many2many(
        "mlm.segment",
        string="Segments",
        compute="_compute_mlm_segment_ids",
        search="_search_mlm_segment_ids",
        groups="mass_mailing.group_mass_mailing_user,mlm_base.group_mlm_user",
    )
    mlm_rank_name = fields.Char(
        string="Rank Held",
        compute="_compute_mlm_rank_name",
        compute_sudo=True,
        groups="base.group_user",
    )

    def _compute_mlm_segment_ids(self):
        for partner in self:
            partner.mlm_segment_ids = False
        for segment in self.env["mlm.segment"].search([]):
            rows = self.env.execute_query(
                SQL("%s AND p.id = ANY(%s)", segment._sql_members(), self.ids)
            )
            for partner in self.browse(partner_id for [partner_id] in rows):
                partner.mlm_segment_ids |= segment

    @api.model
    def _search_mlm_segment_ids(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        if operator == "any":
            segments = self.env["mlm.segment"].search(value)
        else:
            segments = self.env["mlm.segment"].browse(value).exists()
        segments.check_access("read")
        return Domain.OR(
            Domain.custom(
                to_sql=lambda model, alias, query, found=found: in_statement(alias, found)
            )
            for found in [segment._sql_members() for segment in segments]
        )

    def _compute_mlm_rank_name(self):
        ranks = self._mlm_ranks_now()
        for partner in self:
            partner.mlm_rank_name = ranks.get(partner.id, "")

    def _mlm_ranks_now(self):
        """Return {partner id: name of the rank} by the newest run of each company."""
        found = {}
        segments = self.env["mlm.segment"]
        for company, members in self.grouped("mlm_company_id").items():
            run = segments.new({"company_id": company.id})._newest_run(["live", "final"])
            if not run:
                continue
            rows = self.env.execute_query(
                SQL(
                    """SELECT m.partner_id, m.rank_id FROM mlm_member_result m
                        WHERE m.run_id = %s AND m.partner_id = ANY(%s) AND m.rank_id IS NOT NULL""",
                    run.id,
                    members.ids,
                )
            )
            names = self.env["mlm.plan.rank"].sudo().browse(rank for __, rank in rows)
            names = {rank.id: rank.display_name for rank in names}
            found |= {partner: names[rank] for partner, rank in rows}
        return found


def in_statement(alias, statement):
    """Return the condition that a contact's id comes out of a statement."""
    return SQL("%s IN (%s)", SQL.identifier(alias, "id"), statement)
