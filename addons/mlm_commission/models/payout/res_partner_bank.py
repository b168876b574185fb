# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

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
        if "mlm_changed_at" in vals and not self.env.su:
            raise AccessError(self.env._("Nobody sets when a bank account was changed."))
        if WAITING_FIELDS & set(vals) or vals.get("active"):
            # A change takes away what the bank had said about the account before.
            vals = {"mlm_payee_result": False, "mlm_payee_date": False, **vals}
            vals["mlm_changed_at"] = fields.Datetime.now()
        elif vals.get("allow_out_payment"):
            vals = {"mlm_changed_at": fields.Datetime.now(), **vals}
        return super().write(vals)

    def unlink(self):
        """Take the numbers of members out of what core writes to their chatter."""
        Message_sudo = self.env["mail.message"].sudo()
        newest = Message_sudo.search([], order="id desc", limit=1).id
        numbers = {
            bank.partner_id.id: bank.acc_number for bank in self.sudo() if bank._mlm_is_of_member()
        }
        result = super().unlink()
        written = Message_sudo.search(
            [("id", ">", newest), ("model", "=", "res.partner"), ("res_id", "in", list(numbers))]
        )
        for message in written:
            number = numbers[message.res_id]
            masked = self.env["mlm.audit.log"]._mask(number)
            message.body = message.body.replace(number, masked)
        return result

    @api.depends_context("uid")
    def _compute_display_name(self):
        """Documents name accounts, and core reads names without looking at rights: who may not
        see a member's account reads a masked number."""
        result = super()._compute_display_name()
        user = self.env.user
        readers = ("mlm_base.group_mlm_accountant", "account.group_account_readonly")
        if user._is_superuser() or any(user.has_group(group) for group in readers):
            return result
        for account in self.sudo():
            partner = account.partner_id
            if partner.mlm_role == "partner" and partner != user.partner_id:
                account.display_name = self.env["mlm.audit.log"]._mask(account.acc_number)
        return result

    def _mail_track(self, tracked_fields, initial_values):
        """Numbers of members stand in the audit log, masked, and not in the chatter, which more
        people read than may see accounts."""
        if self._mlm_is_of_member():
            tracked_fields = {k: v for k, v in tracked_fields.items() if k != "acc_number"}
        return super()._mail_track(tracked_fields, initial_values)

    def _mlm_is_of_member(self):
        return self.sudo().partner_id.mlm_role == "partner"

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
