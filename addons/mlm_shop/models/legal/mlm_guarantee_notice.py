# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import ValidationError

PNG = b"\x89PNG\r\n\x1a\n"


class MlmGuaranteeNotice(models.Model):
    """The official notice on the legal guarantee, as the Commission hands it out per language.

    Design, colours and words are prescribed (Reg. (EU) 2025/1960): the file is shown as it is,
    neither drawn again nor cut. Where a language has no file yet, our own words stand alone.
    """

    _name = "mlm.guarantee.notice"
    _description = "Guarantee Notice"
    _order = "company_id, lang"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        required=True,
        default=lambda self: self.env.lang,
    )
    image = fields.Binary(
        string="Official File",
        required=True,
        attachment=True,
        help="The coloured PNG for screens, in this language, unchanged.",
    )

    _lang_uniq = models.Constraint(
        "UNIQUE(company_id, lang)", "This language has its notice already. Change that one."
    )

    @api.depends("lang")
    def _compute_display_name(self):
        names = dict(self.env["res.lang"].get_installed())
        for notice in self:
            notice.display_name = names.get(notice.lang, notice.lang)

    @api.constrains("image")
    def _check_image(self):
        for notice in self.with_context(bin_size=False):
            try:
                start = base64.b64decode(notice.image or b"")[: len(PNG)]
            except binascii.Error:
                start = b""
            if start != PNG:
                raise ValidationError(
                    self.env._("Please take the official notice as a PNG file for screens.")
                )

    @api.model
    def _shown(self, company):
        """Return the notice (sudo) for a reader in the present language, or none."""
        domain = [("company_id", "=", company.id), ("lang", "=", self.env.lang)]
        return self.sudo().search(domain, limit=1)
