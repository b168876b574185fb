# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup

from odoo import models, tools


class MailComposeMessage(models.TransientModel):
    """Each mailing and step ends with the link to the reader's own choice."""

    _inherit = "mail.compose.message"

    def _prepare_mail_values_dynamic(self, res_ids):
        values = super()._prepare_mail_values_dynamic(res_ids)
        if not self.mass_mailing_id or self.model != "res.partner":
            return values
        for member in self.env["res.partner"].browse(res_ids).filtered("mlm_role"):
            words = self.with_context(lang=member.lang).env._("Choose which mails you get")
            line = Markup('<p style="font-size: 12px;"><a href="%s">%s</a></p>') % (
                member._mlm_preferences_link(),
                words,
            )
            values[member.id]["body_html"] = tools.mail.append_content_to_html(
                values[member.id]["body_html"], line, plaintext=False
            )
        return values
