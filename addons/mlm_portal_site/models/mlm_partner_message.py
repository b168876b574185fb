# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.mail import email_normalize

DAYS_KEPT = 90
MOST_NAME, MOST_WORDS = 80, 2000


class MlmPartnerMessage(models.Model):
    """What a visitor wrote to a partner on its page. The partner's own address stays unknown."""

    _name = "mlm.partner.message"
    _description = "Message to a Partner"
    _order = "id desc"

    partner_id = fields.Many2one(
        "res.partner", string="Member", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="partner_id.mlm_company_id", store=True)
    name = fields.Char(string="From", required=True, readonly=True)
    email = fields.Char(string="E-Mail", required=True, readonly=True)
    text = fields.Text(required=True, readonly=True)

    @api.model
    def _clean(self, post):
        """Return (values, {field: message}) of what a visitor typed."""
        values = {
            "name": " ".join((post.get("name") or "").split()),
            "email": email_normalize(post.get("email") or "") or "",
            "text": (post.get("text") or "").strip(),
        }
        errors = {}
        if not 0 < len(values["name"]) <= MOST_NAME:
            errors["name"] = self.env._("Please enter your name.")
        if not values["email"]:
            errors["email"] = self.env._("Please enter your e-mail address.")
        if not 0 < len(values["text"]) <= MOST_WORDS:
            errors["text"] = self.env._(
                "Please write your message, at most %(most)s letters.", most=MOST_WORDS
            )
        return values, errors

    @api.model
    def _deliver(self, partner, values):
        """Keep a message and mail it to the partner; the answer goes to the visitor."""
        message = self.sudo().create({**values, "partner_id": partner.id})
        template = self.env.ref("mlm_portal_site.mail_page_message", raise_if_not_found=False)
        if template and partner.sudo().email:
            template.sudo().send_mail(message.id)
        return message

    @api.autovacuum
    def _gc_old_messages(self):
        """Erase what strangers wrote after 90 days."""
        limit = fields.Datetime.now() - timedelta(days=DAYS_KEPT)
        self.sudo().search([("create_date", "<", limit)]).unlink()
