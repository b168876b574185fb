# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from lxml import html

from odoo.tests import HttpCase, tagged

from .common_knowledge import KnowledgeCommon


@tagged("post_install", "-at_install")
class TestArticlesShipped(KnowledgeCommon, HttpCase):
    """The articles that come with the module."""

    def setUp(self):
        super().setUp()
        self.load_german()
        data = self.env["ir.model.data"].sudo()
        rows = data.search([("module", "=", "mlm_knowledge"), ("model", "=", "mlm.article")])
        self.articles = self.env["mlm.article"].sudo().browse(rows.mapped("res_id"))

    def test_length(self):
        self.assertGreaterEqual(len(self.articles), 25)
        for lang in ("en_US", "de_DE"):
            for article in self.articles.with_context(lang=lang):
                with self.subTest(lang=lang, article=article.name):
                    words = html.fromstring(article.body).text_content().split()
                    self.assertTrue(120 <= len(words) <= 300, len(words))

    def test_german_is_complete(self):
        german = self.articles.with_context(lang="de_DE")
        for article, other in zip(self.articles, german, strict=True):
            with self.subTest(article=article.name):
                self.assertNotEqual(article.name, other.name)
                self.assertNotEqual(article.keywords, other.keywords)
                texts = [
                    {part.text_content().strip() for part in html.fromstring(one).iter("p", "li")}
                    for one in (article.body, other.body)
                ]
                self.assertFalse(texts[0] & texts[1] - {""}, "left in English")

    def test_links_lead_somewhere(self):
        """Every link is a page that a partner may open, the same in both languages."""
        links = set()
        for article in self.articles:
            english, german = (
                [link for __, __, link, __ in html.fromstring(one.body).iterlinks()]
                for one in (article, article.with_context(lang="de_DE"))
            )
            self.assertEqual(set(english), set(german), article.name)
            links.update(english)
        self.assertGreater(len(links), 20)
        self.publish_legal_texts()
        self.log_in("partner")
        for link in sorted(links):
            with self.subTest(link=link):
                answer = self.url_open(link, allow_redirects=False)
                self.assertIn(answer.status_code, (200, 301, 303))
                self.assertNotIn("/web/login", answer.headers.get("Location", ""))

    def publish_legal_texts(self):
        """The texts come from the company's lawyer: none are there before."""
        if "mlm.legal.text" in self.env:
            self.env.ref("website.default_website").sudo().company_id = self.company
            texts = self.env["mlm.legal.text"].sudo()
            for kind in ("privacy", "instruction"):
                texts.create(
                    {"kind": kind, "body": "<p>Words.</p>", "company_id": self.company.id}
                ).action_publish()

    def test_who_reads_them(self):
        closing = self.env.ref("mlm_knowledge.article_closing")
        statement = self.env.ref("mlm_knowledge.article_statement")
        withdraw = self.env.ref("mlm_knowledge.article_withdraw")
        for reader, readable in (
            ("stranger", withdraw),
            ("customer", withdraw),
            ("partner", withdraw | statement),
            ("staff", withdraw | statement | closing),
        ):
            with self.subTest(reader=reader):
                found = self.articles_of(reader).search(
                    [("id", "in", (closing | statement | withdraw).ids)]
                )
                self.assertEqual(set(found.ids), set(readable.ids))
