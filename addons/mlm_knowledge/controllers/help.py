# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.fields import Domain
from odoo.http import request

SEARCHES_PER_HOUR = 600
FOUND = 20
FOUND_WHILE_TYPING = 6
SHOWN_PER_CATEGORY = 8
RELATED = 4


def sitemap_help(env, rule, qs):
    """Yield the addresses of what everybody may read."""
    articles = env["mlm.article"].search(env["mlm.article"]._domain_of_website())
    for record in (*articles.category_id, *articles):
        if not qs or qs.lower() in record.website_url:
            yield {"loc": record.website_url}


class HelpPages(http.Controller):
    """What a visitor may read is decided by record rules: nothing here uses sudo."""

    def _domain(self):
        return request.env["mlm.article"]._domain_of_website()

    def _number(self, slug):
        return request.env["ir.http"]._unslug(slug)[1] or 0

    def _article(self, slug):
        """Return the article of an address; what the reader may not read isn't there."""
        article = request.env["mlm.article"].search(
            self._domain() & Domain("id", "=", self._number(slug))
        )
        if not article:
            raise NotFound()
        return article

    def _visitor(self):
        """Return who asks, for limits: the user, or the address of a stranger."""
        if request.env.user._is_public():
            return request.httprequest.remote_addr
        return str(request.env.uid)

    def _allow(self, purpose, limit):
        return request.env["mlm.rate.limit"].sudo()._allow(purpose, self._visitor(), limit)

    def _search(self, text, limit):
        """Return what was found, or None if somebody asks too much."""
        if not self._allow("help_search", SEARCHES_PER_HOUR):
            return None
        return request.env["mlm.article"].search_articles(text, limit)

    @http.route("/help", type="http", auth="public", website=True, list_as_website_content="Help")
    def help(self, search="", **kwargs):
        """All categories, or what was found."""
        search = search.strip()
        values = {"search": search, "categories": [], "found": None, "too_often": False}
        if search:
            values["found"] = self._search(search, FOUND)
            values["too_often"] = values["found"] is None
        else:
            grouped = request.env["mlm.article"].search(self._domain()).grouped("category_id")
            values["categories"] = [
                (category, articles[:SHOWN_PER_CATEGORY], len(articles))
                for category, articles in grouped.items()
            ]
        return request.render("mlm_knowledge.help_home", values)

    @http.route(
        "/help/category/<string:slug>", type="http", auth="public", website=True, sitemap=False
    )
    def category(self, slug, **kwargs):
        """All articles of one category."""
        articles = request.env["mlm.article"].search(
            self._domain() & Domain("category_id", "=", self._number(slug))
        )
        if not articles:
            raise NotFound()
        values = {"category": articles.category_id, "articles": articles}
        return request.render("mlm_knowledge.help_category", values)

    @http.route(
        "/help/<string:slug>", type="http", auth="public", website=True, sitemap=sitemap_help
    )
    def article(self, slug, **kwargs):
        """One article with its vote and its relatives."""
        article = self._article(slug)
        self._count(article)
        votes = request.env["mlm.article.vote"]
        values = {
            "article": article,
            "main_object": article,
            "vote": votes._of_reader(article, request.session.get("mlm_article_visitor")),
            "related": article._related(RELATED),
        }
        return request.render("mlm_knowledge.help_article", values)

    def _count(self, article):
        """Count a look at an article once per session."""
        seen = request.session.get("mlm_articles_seen", [])
        if article.id not in seen:
            request.session["mlm_articles_seen"] = [*seen, article.id]
            request.env["mlm.article.view"]._count(article)

    @http.route("/help/find", type="jsonrpc", auth="public", website=True)
    def find(self, text="", **kwargs):
        """What fits what is being typed.

        :return: dict: ``articles`` (list of dicts ``name``, ``url``, ``category``), ``told`` (how
            many there are, in words)
        """
        found = self._search(text, FOUND_WHILE_TYPING)
        if found is None:
            told = request.env._("You have searched a lot. Please try again later.")
            return {"articles": [], "told": told}
        return {
            "articles": [
                {
                    "name": article.name,
                    "url": request.env["ir.http"]._url_for(article.website_url),
                    "category": article.category_id.name,
                }
                for article in found
            ],
            "told": request.env._("%(count)s articles fit.", count=len(found))
            if found
            else request.env._("No article fits yet."),
        }
