# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import secrets
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools.misc import consteq, hash_sign

from .mlm_registration import APPROVED, DRAFT, REJECTED, REVIEW, UNCONFIRMED
from .res_partner import short_name

CONFIRM_SCOPE = "mlm_registration_confirm"
RESUME_SCOPE = "mlm_registration_resume"
CONFIRM_HOURS = 72
RESUME_HOURS = 14 * 24
# Reasons for a refusal may be asked for in court; after that nothing is left of the applicant.
KEEP_REJECTED_MONTHS = 6


class MlmRegistration(models.Model):
    """Signed links by mail: going on later, and the double opt-in."""

    _inherit = "mlm.registration"

    def _token(self, scope, hours):
        """Return a link's token; a new nonce makes all earlier ones useless."""
        self.ensure_one()
        record = self.sudo()
        return hash_sign(record.env, scope, [record.id, record.nonce], expiration_hours=hours)

    @api.model
    def _from_token(self, scope, token, states):
        """Return the registration of a token (sudo), empty if it is forged, old or used."""
        values = self.env["mlm.referral.code"]._verify(scope, token)
        record = self.sudo().browse(values[0] if values else []).exists()
        if record and consteq(record.nonce, values[1]) and record.state in states:
            return record
        return record.browse()

    def _renew_nonce(self):
        self.nonce = secrets.token_urlsafe(16)

    def _link(self, kind, token):
        base = self.website_id.get_base_url() if self.website_id else self.get_base_url()
        return f"{base}/partner/register/{kind}/{token}"

    def _confirm_link(self):
        """Return the address that proves who reads this mailbox."""
        return self._link("confirm", self._token(CONFIRM_SCOPE, CONFIRM_HOURS))

    def _resume_link(self):
        """Return the address under which the applicant goes on later."""
        return self._link("resume", self._token(RESUME_SCOPE, RESUME_HOURS))

    def _send(self, template):
        """Send one of our mails at once, in the applicant's language.

        It is tied to no record: staff must not find the applicant's link in the chatter.
        """
        self.env.ref(f"mlm_portal.{template}").sudo().with_context(lang=self.lang).send_mail(
            self.id, force_send=True, email_values={"model": False, "res_id": False}
        )

    def _send_resume_link(self):
        """Mail the link for going on later; links of earlier mails end."""
        self.ensure_one()
        self._renew_nonce()
        self._send("mail_registration_resume")

    def _submit(self):
        """The applicant is through: look for duplicates and ask for the proof of the address."""
        self.ensure_one()
        self._find_duplicates()
        self._renew_nonce()
        self.write({"state": UNCONFIRMED, "submitted_at": fields.Datetime.now()})
        self._send("mail_registration_confirm")

    def _confirm(self, ip):
        """The address is proven: hand over to staff, or approve if nothing stands against it.

        :param str ip: from where the link was used
        """
        self.ensure_one()
        self._renew_nonce()
        self.write({"state": REVIEW, "confirmed_at": fields.Datetime.now(), "confirmed_ip": ip})
        # Time has passed since: somebody else may have got the number or the account.
        self._find_duplicates()
        code = self.env["mlm.referral.code"].sudo().search([("code", "=", self.referral_code)])
        if self.referral_code and code:
            code._count(registrations=1)
        if self._may_approve_itself():
            self._approve()
        elif self.sponsor_id:
            self._send_to_sponsor("mail_registration_sponsor_waiting")

    def _send_to_sponsor(self, template):
        """Tell the sponsor; without an address there is nothing to send."""
        if self.sponsor_id.email:
            self.env.ref(f"mlm_portal.{template}").sudo().with_context(
                lang=self.sponsor_id.lang
            ).send_mail(self.id, force_send=True)

    def _tell_the_line_above(self, partner):
        """Tell those above the sponsor that their team has grown, as far as the company wants.

        Each reads the name that the visibility matrix grants.
        """
        template = self.env.ref("mlm_portal.mail_registration_team_joined").sudo()
        reader = self.sponsor_id.mlm_sponsor_id
        for level in range(2, self.company_id.mlm_newcomer_levels + 1):
            if not reader:
                return
            rights = reader._mlm_rights_by_member({partner.id: level})[partner.id]
            if rights and reader.email:
                name = partner.name if "full_name" in rights else short_name(partner.name)
                template.with_context(
                    lang=reader.lang, newcomer=name, newcomer_level=level
                ).send_mail(self.id, email_values={"email_to": reader.email})
            reader = reader.mlm_sponsor_id

    def _short_name(self):
        """Return what a sponsor may know before the approval: "Carla N."."""
        return f"{self.first_name or ''} {(self.last_name or ' ')[0]}.".strip()

    # === CRON === #

    @api.model
    def _cron_erase(self):
        """Erase what was never finished, and refused applications after their time.

        Art. 5(1)(e) GDPR: no longer than the purpose needs.
        """
        now = fields.Datetime.now()
        for company in self.env["res.company"].sudo().search([]):
            limit = now - timedelta(days=company.mlm_registration_keep_days)
            self.sudo().search(
                [
                    ("company_id", "=", company.id),
                    ("state", "in", (DRAFT, UNCONFIRMED)),
                    ("write_date", "<", limit),
                ],
                limit=1000,
            ).unlink()
        self.sudo().search(
            [
                ("state", "=", REJECTED),
                ("reviewed_at", "<", now - relativedelta(months=KEEP_REJECTED_MONTHS)),
            ],
            limit=1000,
        ).unlink()

    def _forget_secrets(self):
        """What the member's own records hold now needs no second copy here."""
        assert all(record.state == APPROVED for record in self)
        self.write(
            {
                "birthdate": False,
                "tax_number": False,
                "small_business_number": False,
                "vat": False,
                "iban": False,
                "account_holder": False,
            }
        )
