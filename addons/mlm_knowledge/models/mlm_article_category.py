# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class MlmArticleCategory(models.Model):
    """A heading of the help pages."""

    _name = "mlm.article.category"
    _description = "Help Category"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    description = fields.Char(translate=True, help="One sentence below the heading.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    article_ids = fields.One2many("mlm.article", "category_id", string="Articles")
    website_url = fields.Char(string="Address", compute="_compute_website_url")

    def _compute_website_url(self):
        for category in self:
            category.website_url = f"/help/category/{self.env['ir.http']._slug(category)}"
