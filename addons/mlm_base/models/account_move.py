# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    # === FIELDS === #
    company_price_include = fields.Selection(
        selection=[("tax_included", "Tax Included"), ("tax_excluded", "Tax Excluded")],
        related=None,
        compute="_compute_company_price_include",
    )
    mlm_volume_count = fields.Integer(
        string="Volume Rows", compute="_compute_mlm_volume_count", compute_sudo=True
    )

    # === COMPUTE METHODS === #
    @api.depends("company_id", "partner_id", "move_type")
    def _compute_company_price_include(self):
        """Show line amounts with or without tax by the buyer's type (display only)."""
        for move in self:
            display = move.is_sale_document(include_receipts=True) and (
                move.partner_id._mlm_price_include()
            )
            move.company_price_include = display or move.company_id.account_price_include

    def _compute_mlm_volume_count(self):
        counts = dict(
            self.env["mlm.volume"]._read_group(
                [("move_id", "in", self.ids)], ["move_id"], ["__count"]
            )
        )
        for move in self:
            move.mlm_volume_count = counts.get(move, 0)

    @api.depends()
    def _compute_payment_state(self):
        super()._compute_payment_state()
        sales = self.filtered(lambda move: move.move_type in ("out_invoice", "out_receipt"))
        if sales.ids:
            self.env["mlm.volume"]._queue_facts(move_ids=sales.ids)

    # === CRUD METHODS === #
    def write(self, vals):
        """Whatever takes an invoice out of the books also reverses its volume."""
        leaving = self.browse()
        if vals.get("state", "posted") != "posted":
            leaving = self.filtered(
                lambda move: move.state == "posted" and move.is_sale_document(include_receipts=True)
            )
        result = super().write(vals)
        if leaving:
            self.env["mlm.volume"]._unrecord_moves(leaving)
        return result

    def unlink(self):
        posted = self.filtered(
            lambda move: move.state == "posted" and move.is_sale_document(include_receipts=True)
        )
        if posted:
            self.env["mlm.volume"]._unrecord_moves(posted, self.env._("Invoice deleted"))
        return super().unlink()

    # === ACTION METHODS === #
    def action_view_mlm_volume(self):
        """Open the volume rows of the invoice."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("mlm_base.mlm_volume_action")
        return {**action, "domain": [("move_id", "=", self.id)], "context": {}}

    # === BUSINESS METHODS === #
    def _post(self, soft=True):
        posted = super()._post(soft)
        self.env["mlm.volume"]._record_moves(posted)
        return posted


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    mlm_reversed_line_id = fields.Many2one(
        comodel_name="account.move.line",
        string="Copied From",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        readonly=True,
        help="The line of which this credit note line is the reversal.",
    )

    def _copy_data_extend_business_fields(self, values):
        """Link the line of a reversal to the line it reverses."""
        super()._copy_data_extend_business_fields(values)
        if self.move_id.is_sale_document(include_receipts=True):
            values["mlm_reversed_line_id"] = self.id
