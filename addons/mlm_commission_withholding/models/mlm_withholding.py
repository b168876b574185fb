# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class MlmWithholding(models.Model):
    """Tax withheld from one document in one payout; one line of the partner's certificate."""

    _name = "mlm.withholding"
    _description = "Withheld Tax"
    _order = "date desc, id desc"

    name = fields.Char(string="Certificate", readonly=True, copy=False)
    payout_id = fields.Many2one(
        "mlm.payout.line", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="payout_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(related="payout_id.partner_id", store=True, index=True)
    country_id = fields.Many2one(related="rule_id.country_id", store=True)
    date = fields.Date(related="payout_id.date", store=True)
    rule_id = fields.Many2one(
        "mlm.withholding.rule", required=True, readonly=True, ondelete="restrict"
    )
    tax_id = fields.Many2one("account.tax", required=True, readonly=True, ondelete="restrict")
    document_id = fields.Many2one(
        "account.move", required=True, readonly=True, index=True, ondelete="restrict"
    )
    gross = fields.Monetary(
        string="Commission", readonly=True, help="Net of value-added tax, as far as it is paid."
    )
    base = fields.Monetary(string="Taxable", readonly=True)
    amount = fields.Monetary(string="Withheld", readonly=True)
    entry_id = fields.Many2one("account.move", readonly=True, ondelete="restrict")
    note = fields.Char(related="rule_id.note")

    def _prepare_entry_lines(self, payable_account):
        """Values of the items of one certificate line: less is owed to the partner, more to the
        authority. Account, tags and report lines are those of the tax."""
        self.ensure_one()
        Tax = self.env["account.tax"]
        base_line = Tax._prepare_base_line_for_taxes_computation(
            None,
            tax_ids=self.tax_id,
            price_unit=self.base,
            quantity=1.0,
            currency_id=self.currency_id,
            partner_id=self.partner_id,
            account_id=self.company_id.withholding_tax_base_account_id or payable_account,
            rate=1.0,
            sign=-1,
            calculate_withholding_taxes=True,
            manual_tax_line_name=self.name,
        )
        Tax._add_tax_details_in_base_line(base_line, self.company_id)
        Tax._round_base_lines_tax_details([base_line], self.company_id)
        Tax._add_accounting_data_in_base_lines_tax_details([base_line], self.company_id)
        results = Tax._prepare_tax_lines([base_line], self.company_id)
        items = [
            {
                **vals,
                "name": self.name,
                "amount_currency": -vals["amount_currency"],
                "balance": -vals["balance"],
                "partner_id": self.partner_id.id,
            }
            for vals in results["tax_lines_to_add"]
        ]
        taken = -sum(item["balance"] for item in items)
        return [
            {
                "name": self.name,
                "partner_id": self.partner_id.id,
                "account_id": payable_account.id,
                "balance": taken,
            },
            *items,
        ]
