# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.fields import Domain

from .mlm_segment import sql_consent


class MailingMailing(models.Model):
    """Newsletters to contacts reach only those who agreed to that purpose (§ 7 UWG)."""

    _inherit = "mailing.mailing"

    mlm_purpose_id = fields.Many2one(
        "mlm.consent.purpose",
        string="Consent To",
        domain=[("channel", "=", "email")],
        default=lambda self: self.env.ref(
            "mlm_base.consent_purpose_newsletter", raise_if_not_found=False
        ),
        help="Only contacts who agreed to this get the mailing. Leave empty only for information "
        "that the contract needs, never for advertising.",
    )
    mlm_market_id = fields.Many2one(
        "mlm.market",
        string="Market",
        help="Only members of this market get it.",
    )

    def _get_recipients_domain(self):
        """Add consent and market to what the sender chose."""
        domain = super()._get_recipients_domain()
        if self.mailing_model_real != "res.partner":
            return domain
        if self.mlm_purpose_id:
            purpose = self.mlm_purpose_id
            domain &= Domain.custom(to_sql=lambda model, alias, query: sql_consent(alias, purpose))
        if self.mlm_market_id:
            domain &= Domain("mlm_market_id", "=", self.mlm_market_id.id)
        return domain
