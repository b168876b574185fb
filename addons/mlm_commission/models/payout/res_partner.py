# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

PAYERS = "mlm_base.group_mlm_accountant"


class ResPartner(models.Model):
    _inherit = "res.partner"

    mlm_payout_minimum = fields.Monetary(
        string="Own Payout Minimum",
        currency_field="currency_id",
        copy=False,
        tracking=True,
        groups=PAYERS,
        help="The partner's own choice: smaller amounts wait, but never longer than a month.",
    )
    mlm_payout_offset = fields.Boolean(
        string="Offset Own Invoices",
        copy=False,
        tracking=True,
        groups=PAYERS,
        help="The partner agreed that own open invoices are deducted from payouts.",
    )

    _mlm_payout_minimum_positive = models.Constraint(
        "CHECK(mlm_payout_minimum >= 0)", "A payout minimum can't be negative."
    )

    def _mlm_payout_accounts(self, company):
        """Return the account to which each partner is paid: {partner id: res.partner.bank}.

        The first account that may be paid to, else the first one.
        """
        accounts = {}
        for partner in self:
            banks = partner.bank_ids.filtered(lambda b: b.company_id.id in (False, company.id))
            paid = banks.filtered("allow_out_payment")
            accounts[partner.id] = (paid or banks)[:1]
        return accounts

    def _mlm_payout_block_reasons(self, company, date):
        """Return why these partners can't be paid; extended by holds.

        :param company: res.company record that pays
        :param date: day of the payment
        :return: {partner id: text}, without those who can be paid
        """
        reasons = {
            partner.id: self.env._("The member is suspended.")
            for partner in self
            if partner.sudo().mlm_state == "suspended"
        }
        for partner_id, account in self._mlm_payout_accounts(company).items():
            if partner_id in reasons:
                continue
            if not account:
                reasons[partner_id] = self.env._("There is no bank account.")
            elif obstacle := account._mlm_payout_obstacle(company):
                reasons[partner_id] = obstacle
        return reasons
