# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

READERS = "mlm_base.group_mlm_accountant"


class ResPartner(models.Model):
    _inherit = "res.partner"

    mlm_hold_ids = fields.One2many(
        "mlm.payout.hold", "partner_id", string="Payout Holds", groups=READERS
    )
    mlm_account_balance = fields.Monetary(
        string="Commission Account",
        compute="_compute_mlm_account_balance",
        currency_field="currency_id",
        groups=READERS,
        help="What the company owes the partner: earned, not settled, and open in the books.",
    )

    def _compute_mlm_account_balance(self):
        sums = dict(
            self.env["mlm.account.entry"]._read_group(
                [("partner_id", "in", self.ids), ("company_id", "in", self.env.companies.ids)],
                ["partner_id"],
                ["amount:sum"],
            )
        )
        for partner in self:
            partner.mlm_account_balance = sums.get(partner, 0)

    def action_mlm_view_account(self):
        """Open the commission account of this partner."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mlm_commission.mlm_account_entry_action"
        )
        return {**action, "domain": [("partner_id", "=", self.id)], "context": {}}

    def _mlm_payout_block_reasons(self, company, date):
        """Also: holds of everything that is due to a partner."""
        reasons = super()._mlm_payout_block_reasons(company, date)
        for hold in self.env["mlm.payout.hold"]._in_force(self, company, date):
            if not hold.amount and not hold.statement_id:
                reasons[hold.partner_id.id] = hold._text()
        return reasons
