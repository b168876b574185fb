# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..text_hash import sha256_of


class MlmConsentPurpose(models.Model):
    """What somebody may agree to: newsletter, calls, being shown in rankings."""

    _name = "mlm.consent.purpose"
    _description = "Consent Purpose"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    channel = fields.Selection(
        [("email", "E-Mail"), ("phone", "Phone"), ("post", "Post"), ("display", "Display")],
        required=True,
        default="email",
    )
    text = fields.Text(
        required=True, translate=True, help="The words that people agree to. Nothing is pre-ticked."
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "Another purpose has this code.")


class MlmConsent(models.Model):
    """Consent given or withdrawn; the latest row of a purpose counts (Art. 7 GDPR)."""

    _name = "mlm.consent"
    _description = "Consent"
    _inherit = ["mlm.append.only"]
    _order = "given_at desc, id desc"

    partner_id = fields.Many2one(
        "res.partner", string="Contact", required=True, index=True, ondelete="restrict"
    )
    purpose_id = fields.Many2one(
        "mlm.consent.purpose", required=True, index=True, ondelete="restrict"
    )
    is_given = fields.Boolean(string="Given", required=True)
    given_at = fields.Datetime(string="When", required=True, default=fields.Datetime.now)
    source = fields.Char(required=True, help="How it came: form, paper, phone call, import.")
    ip_address = fields.Char(string="IP Address")
    lang = fields.Char(string="Language")
    text = fields.Text(required=True, readonly=True, help="The words as they were shown.")
    text_hash = fields.Char(string="Hash of the Text (SHA-256)", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Recorded By", default=lambda self: self.env.user, ondelete="restrict"
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Take words and hash from the purpose, and the user from the session.

        :raise UserError: if a user who is not the portal writes an IP address or a future time
        """
        Purpose = self.env["mlm.consent.purpose"]
        rows = []
        for vals in vals_list:
            if not self.env.su:
                self._check_claim(vals)
            lang = vals.get("lang") or self.env.lang or "en_US"
            text = Purpose.browse(vals["purpose_id"]).with_context(lang=lang).text
            rows.append(
                {
                    **vals,
                    "lang": lang,
                    "text": text,
                    "text_hash": sha256_of(text),
                    "user_id": self.env.uid,
                }
            )
        return super().create(rows)

    @api.model
    def _check_claim(self, vals):
        given_at = fields.Datetime.to_datetime(vals.get("given_at"))
        if vals.get("ip_address") or "default_ip_address" in self.env.context:
            raise UserError(self.env._("Only the portal records IP addresses."))
        if given_at and given_at > fields.Datetime.now():
            raise UserError(self.env._("The time of a consent can't lie in the future."))

    @api.model
    def _record(self, partner, purpose, is_given, source, ip=None, lang=None):
        """Write down a consent or its withdrawal with the words that were shown.

        :param partner: res.partner record
        :param purpose: mlm.consent.purpose record
        :param bool is_given: False for a withdrawal
        :param str source: how it came
        :return: the new record
        """
        return self.create(
            {
                "partner_id": partner.id,
                "purpose_id": purpose.id,
                "is_given": is_given,
                "source": source,
                "ip_address": ip,
                "lang": lang or partner.lang or self.env.lang,
            }
        )

    @api.model
    def _current(self, partners, purpose):
        """Return dict partner id -> bool: whose latest row for this purpose is a consent."""
        rows = self.search(
            [("partner_id", "in", partners.ids), ("purpose_id", "=", purpose.id)],
            order="given_at, id",
        )
        return dict.fromkeys(partners.ids, False) | {
            row.partner_id.id: row.is_given for row in rows
        }
