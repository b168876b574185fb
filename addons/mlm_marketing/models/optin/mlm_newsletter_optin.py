# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import secrets
from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.http import request
from odoo.tools.misc import consteq

from odoo.addons.mlm_base.text_hash import sha256_of

# A link in the mail lives so long; after that the request is erased.
LIVES_HOURS = 72
MAILS_PER_ADDRESS = 3
MAILS_PER_VISITOR = 10


def visitor_asks(env):
    """Say whether a visitor of the website (or portal user) stands behind the present request.

    Only the owner of an address, proven by a link that was mailed to it, may subscribe it.
    """
    return bool(
        request
        and request.env.uid
        and not request.env.user._is_internal()
        and not request.env.context.get("mlm_address_proven")
        and not env.context.get("mlm_address_proven")
    )


class MlmNewsletterOptin(models.Model):
    """Somebody asked for a newsletter; it counts when the owner of the address confirms.

    Evidence (§ 7a UWG, five years): words as shown, both times, both addresses of the network.
    """

    _name = "mlm.newsletter.optin"
    _description = "Newsletter Opt-In"
    _order = "id desc"
    _rec_name = "email"

    email = fields.Char(required=True, readonly=True, index=True)
    contact_name = fields.Char(string="Name", readonly=True)
    list_ids = fields.Many2many("mailing.list", string="Mailing Lists", readonly=True)
    state = fields.Selection(
        [("pending", "Waiting for the owner"), ("confirmed", "Confirmed")],
        required=True,
        default="pending",
        readonly=True,
    )
    token_hash = fields.Char(readonly=True, copy=False, groups="base.group_system")
    lang = fields.Char(string="Language", readonly=True)
    text = fields.Text(readonly=True, help="The words that the visitor agreed to.")
    text_hash = fields.Char(string="Hash of the Text (SHA-256)", readonly=True)
    requested_at = fields.Datetime(readonly=True, default=fields.Datetime.now)
    requested_ip = fields.Char(string="Asked From", readonly=True)
    confirmed_at = fields.Datetime(readonly=True)
    confirmed_ip = fields.Char(string="Confirmed From", readonly=True)

    @api.model
    def _ask(self, email, mailing_lists, name=None):
        """Mail the owner of an address a link to confirm; nothing is subscribed before.

        Too many requests are dropped without a word: the page says the same in each case, so that
        nobody learns who is subscribed.

        :param str email: as typed in
        :param mailing_lists: mailing.list records
        :return: the pending request, empty where none was made
        """
        email = tools.email_normalize(email or "")
        if not email or not mailing_lists:
            return self.browse()
        limits = self.env["mlm.rate.limit"].sudo()
        visitor = request.httprequest.remote_addr if request else ""
        if visitor and not limits._allow("newsletter_visitor", visitor, MAILS_PER_VISITOR):
            return self.browse()
        if not limits._allow("newsletter_mailbox", email, MAILS_PER_ADDRESS):
            return self.browse()
        purpose = self.env.ref("mlm_base.consent_purpose_newsletter").sudo()
        lang = self.env.lang or "en_US"
        text = purpose.with_context(lang=lang).text
        token = secrets.token_urlsafe(32)
        optin = self.sudo().create(
            {
                "email": email,
                "contact_name": (name or "")[:80],
                "list_ids": [fields.Command.set(mailing_lists.ids)],
                "token_hash": sha256_of(token),
                "lang": lang,
                "text": text,
                "text_hash": sha256_of(text),
                "requested_ip": visitor,
            }
        )
        link = f"{self.get_base_url()}/newsletter/confirm/{optin.id}/{token}"
        self.env.ref("mlm_marketing.mail_newsletter_confirm").sudo().with_context(
            lang=lang, confirm_link=link
        ).send_mail(optin.id, force_send=False)
        return optin

    @api.model
    def _find(self, optin_id, token):
        """Return the pending request of a link, empty for a wrong, used or old one."""
        since = fields.Datetime.now() - timedelta(hours=LIVES_HOURS)
        optin = self.sudo().search(
            [("id", "=", optin_id), ("state", "=", "pending"), ("requested_at", ">=", since)]
        )
        if optin and token and consteq(optin.token_hash or "", sha256_of(token)):
            return optin
        return self.browse()

    def _confirm(self, ip):
        """The owner has confirmed: subscribe, and note the consent of the member, if it is one.

        :param str ip: from where the button was pressed
        """
        self.ensure_one()
        self.write(
            {
                "state": "confirmed",
                "token_hash": False,
                "confirmed_at": fields.Datetime.now(),
                "confirmed_ip": ip,
            }
        )
        proven = self.with_context(mlm_address_proven=True)
        Contact = proven.env["mailing.contact"]
        contact = Contact.search([("email_normalized", "=", self.email)], limit=1)
        if not contact:
            contact = Contact.create({"name": self.contact_name, "email": self.email})
        subscribed = contact.subscription_ids.filtered(lambda s: s.list_id in self.list_ids)
        subscribed.filtered("opt_out").write({"opt_out": False})
        proven.env["mailing.subscription"].create(
            [
                {"contact_id": contact.id, "list_id": mailing_list.id}
                for mailing_list in self.list_ids - subscribed.list_id
            ]
        )
        self.env["mail.blacklist"]._remove(
            self.email, message=self.env._("The owner confirmed a new subscription.")
        )
        self._record_consent(ip)

    def _record_consent(self, ip):
        """Write the consent of members with this address into the consent log."""
        purpose = self.env.ref("mlm_base.consent_purpose_newsletter")
        members = self.env["res.partner"].search(
            [("email_normalized", "=", self.email), ("mlm_role", "!=", False)]
        )
        for member in members:
            self.env["mlm.consent"]._record(
                member,
                purpose,
                True,
                self.env._("Newsletter form, confirmed by mail"),
                ip,
                self.lang,
            )

    @api.autovacuum
    def _gc_pending(self):
        """Erase what nobody confirmed: addresses of third parties must not pile up."""
        limit = fields.Datetime.now() - timedelta(hours=LIVES_HOURS)
        self.search([("state", "=", "pending"), ("requested_at", "<", limit)], limit=10000).unlink()
