# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import api, fields, models
from odoo.tools import SQL, remove_accents, split_every

from odoo.addons.website.tools import text_from_html

# How much more a word in the title or in the keywords tells than one in the text.
WEIGHTS = {"name": 4, "keywords": 3, "body": 1}
WORD = re.compile(r"\w{3,30}")
BATCH = 500


def words_of(text):
    """Return the words of a text in their order, once each, without accents and capitals.

    >>> words_of("Größe der Bestellung, große Bestellung")
    ['grosse', 'der', 'bestellung']
    """
    plain = remove_accents((text or "").casefold())
    return list(dict.fromkeys(WORD.findall(plain)))


class MlmArticleWord(models.Model):
    """Each word of the articles once per language, to find the ones that somebody meant.

    Comparing a mistyped word with some ten thousand words takes milliseconds; comparing it with
    the texts of ten thousand articles takes seconds.
    """

    _name = "mlm.article.word"
    _description = "Word of the Help Articles"
    _log_access = False
    _rec_name = "word"

    lang = fields.Char(required=True)
    word = fields.Char(required=True)

    _word_uniq = models.UniqueIndex("(lang, word)", "This word is known.")
    _word_trigrams = models.Index("USING gin (word gin_trgm_ops)")

    @api.autovacuum
    def _gc_unused(self):
        """Forget words that no article uses any more."""
        self.env.cr.execute(
            SQL(
                """DELETE FROM mlm_article_word w WHERE NOT EXISTS (
                       SELECT 1 FROM mlm_article_mention m WHERE m.word_id = w.id)"""
            )
        )


class MlmArticleMention(models.Model):
    """In which article a word stands, and how much it tells there."""

    _name = "mlm.article.mention"
    _description = "Word in a Help Article"
    _log_access = False

    word_id = fields.Many2one("mlm.article.word", required=True, ondelete="cascade")
    article_id = fields.Many2one("mlm.article", required=True, index=True, ondelete="cascade")
    weight = fields.Integer(required=True)

    _mention_uniq = models.UniqueIndex("(word_id, article_id)", "This word was counted.")


class MlmArticle(models.Model):
    _inherit = "mlm.article"

    def _index_words(self):
        """Write down which words these articles use, in every language that is installed."""
        langs = [code for code, __ in self.env["res.lang"].get_installed()]
        for ids in split_every(BATCH, self.ids):
            rows = [
                (lang, word, article.id, weight)
                for lang in langs
                for article in self.sudo().with_context(lang=lang).browse(ids)
                for word, weight in article._weights().items()
            ]
            self._store_words(ids, rows)

    def _weights(self):
        """Return {word: weight} of an article in the language of the environment."""
        self.ensure_one()
        weights = {}
        for name, weight in WEIGHTS.items():
            text = self[name] or ""
            for word in words_of(text_from_html(text) if name == "body" else text):
                weights.setdefault(word, weight)
        return weights

    @api.model
    def _store_words(self, article_ids, rows):
        cr = self.env.cr
        cr.execute(
            SQL("DELETE FROM mlm_article_mention WHERE article_id = ANY(%s)", list(article_ids))
        )
        if not rows:
            return
        columns = [list(column) for column in zip(*rows, strict=True)]
        cr.execute(
            SQL(
                """INSERT INTO mlm_article_word (lang, word)
                   SELECT DISTINCT * FROM unnest(%s::varchar[], %s::varchar[])
                   ON CONFLICT DO NOTHING""",
                *columns[:2],
            )
        )
        cr.execute(
            SQL(
                """INSERT INTO mlm_article_mention (word_id, article_id, weight)
                   SELECT w.id, r.article, r.weight
                     FROM unnest(%s::varchar[], %s::varchar[], %s::int[], %s::int[])
                            AS r(lang, word, article, weight)
                     JOIN mlm_article_word w ON w.lang = r.lang AND w.word = r.word""",
                *columns,
            )
        )
        self.env["mlm.article.word"].invalidate_model()
        self.env["mlm.article.mention"].invalidate_model()
