# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .mlm_tax_status import SOURCES


class MlmSettlementObjection(models.Model):
    """A partner's objection: the document loses its effect as an invoice (§ 14 Abs. 2 UStG).

    The document itself stays readable and unchanged. A correcting document takes it back, with its
    tax, in the period of the objection; the partner is asked for an invoice of its own.
    """

    _name = "mlm.settlement.objection"
    _description = "Objection to a Settlement"
    _inherit = ["mlm.append.only"]
    _order = "id desc"
    _rec_name = "move_id"

    move_id = fields.Many2one(
        "account.move", string="Document", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(related="move_id.partner_id")
    company_id = fields.Many2one(related="move_id.company_id")
    reason = fields.Text(required=True)
    source = fields.Selection(selection=SOURCES, required=True, default="paper")
    date = fields.Date(string="Received On", required=True, default=fields.Date.context_today)
    attachment = fields.Binary(attachment=True)
    attachment_name = fields.Char(string="File Name")
    correction_id = fields.Many2one(
        "account.move", required=True, readonly=True, ondelete="restrict"
    )

    _move_uniq = models.UniqueIndex("(move_id)", "The partner has objected to this document.")

    @api.model_create_multi
    def create(self, vals_list):
        """Record objections and take the documents back.

        :raise AccessError: the user is no accountant
        :raise UserError: the document is no posted settlement, or somebody has objected already
        """
        if not (self.env.su or self.env.user.has_group("mlm_base.group_mlm_accountant")):
            raise AccessError(self.env._("Only accountants record objections."))
        rows = []
        for vals in vals_list:
            if vals.get("source") == "portal" and not self.env.su:
                raise UserError(
                    self.env._("Only the portal records objections made there. Choose “On Paper”.")
                )
            move = self.env["account.move"].browse(vals["move_id"])
            move.check_access("read")
            date = fields.Date.to_date(vals.get("date")) or fields.Date.context_today(self)
            rows.append({**vals, "correction_id": move._mlm_take_back(date).id})
        return super().create(rows)


class AccountMove(models.Model):
    _inherit = "account.move"

    mlm_objection_ids = fields.One2many(
        "mlm.settlement.objection",
        "move_id",
        string="Objections",
        readonly=True,
        groups="mlm_base.group_mlm_accountant",
    )

    def action_mlm_object(self):
        """Open the form that records the partner's objection."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record Objection"),
            "res_model": "mlm.settlement.objection",
            "view_mode": "form",
            "target": "new",
            "context": {"default_move_id": self.id},
        }

    def _mlm_take_back(self, date):
        """Post the correction of a settlement document and tell the partner.

        :param date: day of the objection; the tax is corrected in its period
        :return: the correcting account.move
        """
        self.ensure_one()
        self.lock_for_update()
        if self.state != "posted" or not self.mlm_statement_ids:
            raise UserError(self.env._("%(name)s is no posted settlement.", name=self.display_name))
        if self.sudo().mlm_objection_ids:
            raise UserError(
                self.env._("The partner has objected to %(name)s already.", name=self.name)
            )
        move_sudo = self.sudo()
        correction_sudo = move_sudo._reverse_moves(
            [
                {
                    "date": max(date, self.date),
                    "invoice_date": max(date, self.date),
                    "mlm_date_from": self.mlm_date_from,
                    "mlm_date_to": self.mlm_date_to,
                    "mlm_tax_status": self.mlm_tax_status,
                    "mlm_tax_rule_id": self.mlm_tax_rule_id.id,
                }
            ]
        )
        correction_sudo.action_post()
        if move_sudo.payment_state == "not_paid":
            (move_sudo | correction_sudo).line_ids.filtered(
                lambda line: line.account_type == "liability_payable"
            ).reconcile()
        move_sudo.partner_id.message_post(
            body=self.env._(
                "Objection to %(name)s: the document has no effect as an invoice any more. Please "
                "send an invoice of your own.",
                name=self.name,
            ),
            partner_ids=move_sudo.partner_id.ids,
        )
        return correction_sudo.sudo(self.env.su)


class MlmStatement(models.Model):
    _inherit = "mlm.statement"

    state = fields.Selection(selection_add=[("objected", "Objected")])

    @api.depends("move_id.mlm_objection_ids")
    def _compute_state(self):
        super()._compute_state()
        for statement in self:
            if statement.move_id.sudo().mlm_objection_ids:
                statement.state = "objected"
