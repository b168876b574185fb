# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL

TEXTS = ("name", "keywords", "body")


class MlmArticleTextMixin(models.AbstractModel):
    """The words of an article, each language on its own."""

    _name = "mlm.article.text.mixin"
    _description = "Words of an Article"

    name = fields.Char(string="Title", required=True, translate=True)
    keywords = fields.Char(
        translate=True, help="Other words by which readers may look for this, separated by spaces."
    )
    body = fields.Html(string="Text", translate=True)

    def _copy_texts(self, source):
        """Take over another record's words in all their languages."""
        self.ensure_one()
        self.flush_recordset(TEXTS)
        source.flush_recordset(TEXTS)
        self.env.cr.execute(
            SQL(
                """UPDATE %s AS t SET name = s.name, keywords = s.keywords, body = s.body
                     FROM %s s WHERE t.id = %s AND s.id = %s""",
                SQL.identifier(self._table),
                SQL.identifier(source._table),
                self.id,
                source.id,
            )
        )
        self.invalidate_recordset(TEXTS)

    def _has_texts_of(self, other):
        """Whether another record says the same in all languages."""
        self.ensure_one()
        self.flush_recordset(TEXTS)
        other.flush_recordset(TEXTS)
        [[same]] = self.env.execute_query(
            SQL(
                """SELECT (a.name, a.keywords, a.body) IS NOT DISTINCT FROM
                          (b.name, b.keywords, b.body)
                     FROM %s a, %s b WHERE a.id = %s AND b.id = %s""",
                SQL.identifier(self._table),
                SQL.identifier(other._table),
                self.id,
                other.id,
            )
        )
        return same
