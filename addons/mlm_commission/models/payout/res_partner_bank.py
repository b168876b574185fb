# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

# Who changes one of these may have stolen a login: the account has to wait again.
WAITING_FIELDS = {"acc_number", "acc_holder_name", "partner_id"}
PAYEE_RESULTS = [
    ("match", "Match"),
    ("close", "Close Match"),
    ("none", "No Match"),
    ("impossible", "Not Possible"),
]


class ResPartnerBank(models.Model):
    """Accounts that commissions are paid to: how old they are, and what the bank says of them."""

    _inherit = "res.partner.bank"

    mlm_changed_at = fields.Datetime(
        string="Changed", readonly=True, copy=False, default=fields.Datetime.now
    )
    mlm_payee_result = fields.Selection(
        selection=PAYEE_RESULTS,
        string="Verification of Payee",
        copy=False,
        tracking=True,
        help="What the bank answered when it compared the name with the account.",
    )
    mlm_payee_date = fields.Date(string="Verified On", copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["mlm_changed_at"] = fields.Datetime.now()
        return super().create(vals_list)

    def write(self, vals):
        if WAITING_FIELDS & set(vals) or vals.get("active"):
            # A change takes away what the bank had said about the account before.
            vals = {"mlm_payee_result": False, "mlm_payee_date": False, **vals}
            vals["mlm_changed_at"] = fields.Datetime.now()
        return super().write(vals)

    def _mlm_payout_obstacle(self, company):
        """Return why nothing may be paid to this account now, or False.

        :param company: res.company record that pays
        """
        self.ensure_one()
        if not self.allow_out_payment:
            return self.env._("The bank account is not released for payments.")
        ready = fields.Datetime.now() - timedelta(hours=company.mlm_bank_hours)
        if self.mlm_changed_at and self.mlm_changed_at > ready:
            return self.env._(
                "The bank account was changed less than %(hours)s hours ago.",
                hours=company.mlm_bank_hours,
            )
        if self.mlm_payee_result in ("close", "none"):
            return self.env._(
                "The bank says that name and account don't match. Ask the partner, correct the "
                "holder's name, and verify again."
            )
        return False
