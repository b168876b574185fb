# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup

from odoo import models, tools

LINE = Markup('<p style="font-size: 12px;"><a href="%s">%s</a></p>')


class MailComposeMessage(models.TransientModel):
    """Each mailing and step ends with the link to the reader's own choice."""

    _inherit = "mail.compose.message"

    def _prepare_mail_values_dynamic(self, res_ids):
        values = super()._prepare_mail_values_dynamic(res_ids)
        if not self.mass_mailing_id or self.model != "res.partner":
            return values
        members = self.env["res.partner"].browse(res_ids).filtered("mlm_role")
        for lang, speakers in members.grouped("lang").items():
            words = self.with_context(lang=lang).env._("Choose which mails you get")
            for member in speakers:
                line = LINE % (member._mlm_preferences_link(), words)
                mail = values[member.id]
                mail["body_html"] = tools.mail.append_content_to_html(
                    mail["body_html"], line, plaintext=False
                )
        return values
