# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .mlm_article_word import words_of

# Words of a question that are looked at; a ticket can be long.
MOST_WORDS = 40
# How much of the typed word has to be found: a wrong letter in six, two in ten.
LIKENESS = 0.4
# The same of the two words as a whole: "emu" is no beginning of "empty".
LIKENESS_AS_A_WHOLE = 0.4
# What is much weaker than the best answer is left out.
TAIL = 0.2


class MlmArticle(models.Model):
    """Search that forgives typing errors."""

    _inherit = "mlm.article"

    @api.model
    def search_articles(self, text, limit=5):
        """Find the articles that answer a question, in the language of the environment.

        :param str text: what somebody typed: words, a sentence or a longer message
        :param int limit: how many at most, 50 at the most
        :return: mlm.article records that the user may read on the current website, the best first
        """
        return self._find(text, self._domain_of_website(), limit)

    @api.model
    def _domain_of_website(self):
        """Return the domain of what is published on the current website, if there is one."""
        website = self.env["website"].get_current_website(fallback=False)
        domain = website.website_domain() if website else Domain.TRUE
        return domain & Domain("state", "=", "published")

    def _related(self, limit):
        """Return what readers of this article may want to read too, else its neighbours."""
        self.ensure_one()
        found = self.search_articles(f"{self.name} {self.keywords or ''}", limit + 1)
        if len(found) <= limit:
            found |= self.search(
                self._domain_of_website() & Domain("category_id", "=", self.category_id.id),
                limit=limit + 1,
            )
        return (found - self)[:limit]

    @api.model
    def _find(self, text, domain, limit):
        """Find articles of a domain by their words; record rules hold as in any search.

        A word counts by how like the typed one it is, by where it stands, and the more the fewer
        articles use it.
        """
        asked = words_of(str(text or "")[:5000])[:MOST_WORDS]
        limit = max(0, min(int(limit), 50))
        if not asked or not limit:
            return self.browse()
        readable = self._search(domain).subselect()
        self.env.cr.execute(
            SQL("SELECT set_config('pg_trgm.word_similarity_threshold', %s, TRUE)", str(LIKENESS))
        )
        rows = self.env.execute_query(
            SQL(
                """
                WITH near AS (
                    SELECT a.term, w.id AS word_id,
                           (word_similarity(a.term, w.word) + similarity(a.term, w.word)) / 2
                               AS likeness
                      FROM unnest(%(asked)s) AS a(term)
                      JOIN mlm_article_word w ON a.term <%% w.word AND w.lang = %(lang)s
                ), used AS (
                    SELECT n.term, m.article_id, n.likeness ^ 2 * m.weight AS strength,
                           count(*) OVER (PARTITION BY n.term, n.word_id) AS articles
                      FROM near n
                      JOIN mlm_article_mention m ON m.word_id = n.word_id
                     WHERE n.likeness >= %(likeness)s
                ), best AS (
                    SELECT article_id, term,
                           max(strength * ln(1 + (SELECT count(*) FROM mlm_article)
                                                 / articles::float)) AS score
                      FROM used
                     WHERE article_id IN %(readable)s
                     GROUP BY article_id, term
                )
                SELECT article_id, sum(score) AS score
                  FROM best
                 GROUP BY article_id
                 ORDER BY score DESC, article_id
                 LIMIT %(limit)s
                """,
                asked=asked,
                lang=self._indexed_lang(),
                likeness=LIKENESS_AS_A_WHOLE,
                readable=readable,
                limit=limit,
            )
        )
        return self.browse(key for key, score in rows if score >= TAIL * rows[0][1])

    @api.model
    def _indexed_lang(self):
        """Return the reader's language; of one that no article was counted in, English."""
        lang = self.env.lang or "en_US"
        known = self.env["mlm.article.word"].sudo().search_count([("lang", "=", lang)], limit=1)
        return lang if known else "en_US"

    # === SEARCH OF THE WHOLE WEBSITE === #

    @api.model
    def _search_get_detail(self, website, order, options):
        return {
            "model": self._name,
            "base_domain": [website.website_domain(), [("state", "=", "published")]],
            "search_fields": ["name", "keywords"],
            "fetch_fields": ["id", "name", "website_url"],
            "mapping": {
                "name": {"name": "name", "type": "text", "match": True},
                "website_url": {"name": "website_url", "type": "text", "truncate": False},
            },
            "icon": "fa-question-circle",
        }

    @api.model
    def _search_fetch(self, search_detail, search, limit, order):
        found = self._find(search, Domain.AND(search_detail["base_domain"]), limit or 50)
        return found, len(found)
