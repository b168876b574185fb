# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models, tools


class MailComposeMessage(models.TransientModel):
    """Mailings and series carry sender, answer address and footer of each recipient's market."""

    _inherit = "mail.compose.message"

    def _prepare_mail_values_dynamic(self, res_ids):
        values = super()._prepare_mail_values_dynamic(res_ids)
        if not self.mass_mailing_id or self.model != "res.partner":
            return values
        keeps_sender = not self.mass_mailing_id._mlm_sender_of_market()
        for market, members in (
            self.env["res.partner"].browse(res_ids).grouped("mlm_market_id").items()
        ):
            footers = {}
            for member in members if market else ():
                mail = values[member.id]
                if not keeps_sender:
                    mail["email_from"] = market.mailing_email_from or mail["email_from"]
                    mail["reply_to"] = market.mailing_reply_to or mail.get("reply_to")
                lang = member.lang or self.env.lang
                if lang not in footers:
                    footers[lang] = market.with_context(lang=lang).mailing_footer
                if not tools.is_html_empty(footers[lang]):
                    for name in ("body", "body_html"):
                        mail[name] = tools.mail.append_content_to_html(
                            mail[name], footers[lang], plaintext=False
                        )
        return values
