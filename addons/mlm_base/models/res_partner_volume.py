# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..const import POINTS_DIGITS


class ResPartner(models.Model):
    _inherit = "res.partner"

    mlm_month_pv = fields.Float(
        string="PV This Month",
        digits=POINTS_DIGITS,
        min_display_digits=2,
        compute="_compute_mlm_month_pv",
        groups="mlm_base.group_mlm_user",
        help="Of the sales that count for this contact, or that it bought as a customer.",
    )

    def _compute_mlm_month_pv(self):
        """PV of the calendar month: what a member owns; for customers what they bought."""
        month = [("date_commission", ">=", "today =1d"), ("date_commission", "<", "today =1d +1m")]
        Volume = self.env["mlm.volume"]
        totals = {}
        for column in ("buyer_id", "owner_id"):
            totals[column] = dict(
                Volume._read_group([*month, (column, "in", self.ids)], [column], ["pv:sum"])
            )
        for partner in self:
            column = "owner_id" if partner.mlm_role == "partner" else "buyer_id"
            partner.mlm_month_pv = totals[column].get(partner, 0)

    def action_view_mlm_volume(self):
        """Open the volume this contact bought or owns."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("mlm_base.mlm_volume_action")
        domain = ["|", ("buyer_id", "=", self.id), ("owner_id", "=", self.id)]
        return {**action, "domain": domain}
