# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL


class MlmArticleView(models.Model):
    """How often an article was opened on a day, without who opened it."""

    _name = "mlm.article.view"
    _description = "Views of a Help Article"
    _log_access = False
    _order = "date desc, id desc"
    _rec_name = "article_id"

    article_id = fields.Many2one("mlm.article", required=True, ondelete="cascade")
    category_id = fields.Many2one(related="article_id.category_id", store=True)
    date = fields.Date(required=True, index=True)
    lang = fields.Char(string="Language", required=True)
    views = fields.Integer(required=True)

    _day_uniq = models.UniqueIndex("(article_id, date, lang)", "This day is counted already.")

    @api.model
    def _count(self, article):
        """Count one more look at an article."""
        self.env.cr.execute(
            SQL(
                """INSERT INTO mlm_article_view AS v (article_id, category_id, date, lang, views)
                   VALUES (%s, %s, %s, %s, 1)
                   ON CONFLICT (article_id, date, lang) DO UPDATE SET views = v.views + 1""",
                article.id,
                article.category_id.id,
                fields.Date.context_today(self),
                self.env.lang or "en_US",
            )
        )
        self.invalidate_model()


class MlmArticle(models.Model):
    _inherit = "mlm.article"

    view_count = fields.Integer(
        string="Views", compute="_compute_view_count", groups="base.group_user"
    )

    def _compute_view_count(self):
        counted = dict(
            self.env["mlm.article.view"]._read_group(
                [("article_id", "in", self.ids)], ["article_id"], ["views:sum"]
            )
        )
        for article in self:
            article.view_count = counted.get(article, 0)
