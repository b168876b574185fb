# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# Written by the button only.
PROTECTED = {"state", "decided_by"}


class MlmComplaint(models.Model):
    """Somebody complains, mostly about a partner; compliance decides."""

    _name = "mlm.complaint"
    _description = "Complaint"
    _inherit = ["mail.thread", "mail.activity.mixin", "mlm.ticket.workflow"]
    _order = "state desc, date, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", string="Who Complains", required=True, index=True, ondelete="restrict"
    )
    accused_id = fields.Many2one(
        "res.partner",
        string="About",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        domain=[("mlm_type_id", "!=", False)],
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    date = fields.Date(string="Received On", required=True, default=fields.Date.context_today)
    text = fields.Text(string="What Happened", required=True)
    decision = fields.Text(tracking=True, help="Stays with compliance; write the answer yourself.")
    decided_by = fields.Many2one("res.users", readonly=True, copy=False)
    state = fields.Selection(
        [("open", "Open"), ("done", "Decided")],
        required=True,
        default="open",
        readonly=True,
        copy=False,
        tracking=True,
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(PROTECTED & set(vals) for vals in vals_list):
            raise AccessError(self.env._("Use the button to decide a complaint."))
        return super().create(vals_list)

    def write(self, vals):
        if PROTECTED & set(vals) and not self.env.su:
            raise AccessError(self.env._("Use the button to decide a complaint."))
        if {"decision", "text", "accused_id", "partner_id"} & set(vals) and any(
            one.state == "done" for one in self
        ):
            raise UserError(self.env._("A decided complaint stays as it is."))
        return super().write(vals)

    def action_decide(self):
        """Close complaints on which compliance has decided.

        :raise UserError: without a decision
        """
        if not self.env.user.has_group("mlm_base.group_mlm_compliance"):
            raise AccessError(self.env._("Only compliance decides complaints."))
        self.check_access("write")
        if any(not one.decision for one in self):
            raise UserError(self.env._("Write down the decision first."))
        self.sudo().write({"state": "done", "decided_by": self.env.uid})
