# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import secrets
from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import email_normalize
from odoo.tools.misc import consteq, hash_sign

from odoo.addons.base_iban.models.res_partner_bank import normalize_iban, validate_iban

from .mlm_registration import LONGEST_TEXT, SECRET_GROUPS

CONFIRM_SCOPE = "mlm_bank_change_confirm"
STOP_SCOPE = "mlm_bank_change_stop"
CONFIRM_HOURS = 24
# Whoever was robbed of login and phone has a week to find the mail.
STOP_HOURS = 7 * 24
HOLD = timedelta(hours=24)
WAITING = "waiting"
CONFIRMED = "confirmed"
STOPPED = "stopped"
EXPIRED = "expired"


class MlmBankChange(models.Model):
    """A partner's wish to be paid elsewhere: second factor, proof by mail, a day of waiting."""

    _name = "mlm.bank.change"
    _description = "Change of a Bank Account"
    _order = "id desc"
    _rec_name = "iban_masked"

    partner_id = fields.Many2one(
        "res.partner", string="Member", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="partner_id.mlm_company_id", store=True)
    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="cascade")
    state = fields.Selection(
        [
            (WAITING, "Waits for the Mail"),
            (CONFIRMED, "Confirmed"),
            (STOPPED, "Stopped"),
            (EXPIRED, "Not Confirmed in Time"),
        ],
        default=WAITING,
        required=True,
        readonly=True,
    )
    iban = fields.Char(string="IBAN", required=True, readonly=True, groups=SECRET_GROUPS)
    iban_masked = fields.Char(
        string="New Account", compute="_compute_iban_masked", compute_sudo=True
    )
    account_holder = fields.Char(required=True, readonly=True, groups=SECRET_GROUPS)
    nonce = fields.Char(
        default=lambda self: secrets.token_urlsafe(16), readonly=True, groups="base.group_system"
    )
    requested_ip = fields.Char(readonly=True, groups="mlm_base.group_mlm_compliance")
    confirmed_at = fields.Datetime(readonly=True)
    confirmed_ip = fields.Char(readonly=True, groups="mlm_base.group_mlm_compliance")
    usable_at = fields.Datetime(
        string="Used from", compute="_compute_usable_at", help="A day after the confirmation."
    )
    account_id = fields.Many2one("res.partner.bank", readonly=True, ondelete="set null")
    former_account_ids = fields.Many2many("res.partner.bank", readonly=True)

    # === COMPUTE METHODS === #

    @api.depends("iban")
    def _compute_iban_masked(self):
        mask = self.env["mlm.audit.log"]._mask
        for change in self:
            change.iban_masked = mask(change.iban)

    @api.depends("confirmed_at")
    def _compute_usable_at(self):
        for change in self:
            change.usable_at = change.confirmed_at and change.confirmed_at + HOLD

    # === BUSINESS METHODS === #

    @api.model
    def _check_values(self, values):
        """Return {field: message} for what is wrong with an account, empty if nothing is.

        :param dict values: iban, account_holder as typed
        """
        errors = {}
        if not (values.get("account_holder") or "").strip():
            errors["account_holder"] = self.env._("Please fill in this field.")
        try:
            validate_iban(normalize_iban(values.get("iban")))
        except ValidationError:
            errors["iban"] = self.env._("This is no IBAN. Please compare it with your bank card.")
        return errors

    @api.model
    def _request(self, user, values, ip):
        """Note the wish and mail the link that confirms it. Callers have checked the second factor.

        An earlier wish that waits is given up.

        :param user: res.users record of the partner
        :param dict values: checked by :meth:`_check_values`
        """
        waiting = self.search([("partner_id", "=", user.partner_id.id), ("state", "=", WAITING)])
        waiting.state = EXPIRED
        change = self.create(
            {
                "partner_id": user.partner_id.id,
                "user_id": user.id,
                "iban": normalize_iban(values["iban"]).upper(),
                "account_holder": values["account_holder"].strip()[:LONGEST_TEXT],
                "requested_ip": ip,
            }
        )
        change._send("mail_bank_change_confirm")
        return change

    def _mail_address(self):
        """Return the address of the login: a thief changes that of the contact first."""
        login = email_normalize(self.user_id.login)
        return login or self.partner_id.email

    def _send(self, template):
        """Send a mail that is tied to no record: its links are for the partner alone."""
        self.env.ref(f"mlm_portal.{template}").sudo().send_mail(
            self.id, force_send=True, email_values={"model": False, "res_id": False}
        )

    def _confirm(self, ip):
        """The mailbox agreed: the new account replaces the old ones; it is held for a day."""
        self.ensure_one()
        Bank = self.env["res.partner.bank"].with_context(active_test=False)
        own = Bank.search([("partner_id", "=", self.partner_id.id)])
        former = own.filtered("active")
        account = own.filtered(lambda row: row.sanitized_acc_number == self.iban)[:1]
        if account:
            # Taken back from the archive it is as new as a new one: nobody trusts it yet.
            account.write(
                {"allow_out_payment": False, "active": True, "acc_holder_name": self.account_holder}
            )
        else:
            account = Bank.create(
                {
                    "partner_id": self.partner_id.id,
                    "acc_number": self.iban,
                    "acc_holder_name": self.account_holder,
                }
            )
        (former - account).action_archive()
        self.write(
            {
                "state": CONFIRMED,
                "nonce": secrets.token_urlsafe(16),
                "confirmed_at": fields.Datetime.now(),
                "confirmed_ip": ip,
                "account_id": account.id,
                "former_account_ids": [Command.set((former - account).ids)],
            }
        )
        self._send("mail_bank_change_done")

    def _stop(self):
        """“That was not me”: back to what was before, and staff learns of it."""
        self.ensure_one()
        if self.state == CONFIRMED:
            self.account_id.action_archive()
            self.with_context(active_test=False).former_account_ids.action_unarchive()
        self.write({"state": STOPPED, "nonce": secrets.token_urlsafe(16)})
        self.partner_id._message_log(
            body=self.env._(
                "A change of the bank account was stopped by the link in the mail: somebody else "
                "may have had access to the portal. Please call the partner."
            )
        )

    # === LINKS === #

    def _token(self, scope, hours):
        record = self.sudo()
        return hash_sign(record.env, scope, [record.id, record.nonce], expiration_hours=hours)

    def _link(self, kind, scope, hours):
        return f"{self.partner_id.get_base_url()}/my/bank/{kind}/{self._token(scope, hours)}"

    def _confirm_link(self):
        """Return the address that confirms the change."""
        return self._link("confirm", CONFIRM_SCOPE, CONFIRM_HOURS)

    def _stop_link(self):
        """Return the address that stops the change."""
        return self._link("stop", STOP_SCOPE, STOP_HOURS)

    @api.model
    def _from_token(self, scope, token, states):
        """Return the change of a mailed link (sudo), empty if it is forged, old or used."""
        values = self.env["mlm.referral.code"]._verify(scope, token)
        change = self.sudo().browse(values[0] if values else []).exists()
        if change and change.state in states and consteq(change.nonce, values[1]):
            return change
        return change.browse()

    # === CRON === #

    @api.autovacuum
    def _gc_unconfirmed(self):
        """Give up wishes that nobody confirmed; their links have ended."""
        limit = fields.Datetime.now() - timedelta(hours=CONFIRM_HOURS)
        self.search([("state", "=", WAITING), ("create_date", "<", limit)]).state = EXPIRED


class ResPartnerBank(models.Model):
    _inherit = "res.partner.bank"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_changed_in_portal(self):
        changes = self.env["mlm.bank.change"].sudo()
        domain = [("account_id", "in", self.ids), ("state", "=", CONFIRMED)]
        if changes.search_count(domain, limit=1):
            raise UserError(
                self.env._("This account was given in the portal. Archive it instead of deleting.")
            )
