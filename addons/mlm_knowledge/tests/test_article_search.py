# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from ..models.mlm_article_word import words_of
from .common_knowledge import KnowledgeCommon


@tagged("post_install", "-at_install")
class TestArticleSearch(KnowledgeCommon):
    def first(self, text, lang="en_US", reader="leader"):
        found = self.articles_of(reader).with_context(lang=lang).search_articles(text)
        return found[:1]

    def shipped(self, name):
        return self.env.ref(f"mlm_knowledge.article_{name}")

    def test_typing_errors_in_english(self):
        for text, article in (
            ("witdraw ordre", "withdraw"),
            ("chagne my bnak account", "bank"),
            ("Refferal lnik", "referral"),
            ("anual sumary taxes", "year_summary"),
            ("I ernaed nothng this month, why?", "earned_nothing"),
            ("unsubscirbe newslettr", "newsletter"),
        ):
            with self.subTest(text=text):
                self.assertEqual(self.first(text), self.shipped(article))

    def test_typing_errors_in_german(self):
        self.load_german()
        for text, article in (
            ("Wideruf Bestelung", "withdraw"),
            ("Bankverbindug aendern", "bank"),
            ("Kündigng Vertrag", "cancel"),
            ("Kleinunternemer Umsatzsteur", "tax_document"),
            ("Wartraum plazieren", "placement"),
            ("keine Provison bekomen warum", "earned_nothing"),
        ):
            with self.subTest(text=text):
                self.assertEqual(self.first(text, "de_DE"), self.shipped(article))

    def test_language_of_the_reader(self):
        self.load_german()
        self.assertFalse(self.first("Gutschrift Jahresübersicht").exists() == self.shipped("bank"))
        self.assertFalse(self.first("Zustimmungsverweigerung"))
        self.assertEqual(self.first("Jahresübersicht", "de_DE"), self.shipped("year_summary"))
        self.assertFalse(self.first("Jahresübersicht", "en_US"))

    def test_language_without_articles_reads_english(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["mlm.article.word"].sudo().search([("lang", "=", "fr_FR")]).unlink()
        self.assertEqual(self.first("withdraw", "fr_FR"), self.shipped("withdraw"))

    def test_title_before_text(self):
        text = self.make_article("Something else", "<p>A word about quokkas.</p>")
        title = self.make_article("All about quokkas")
        self.assertEqual(self.articles_of("stranger").search_articles("quokkas"), title | text)

    def test_rare_words_count_more(self):
        for number in range(12):
            self.make_article(f"Parcel {number}", "<p>A parcel.</p>")
        rare = self.make_article("Wombat")
        self.assertEqual(self.first("parcel wombat"), rare)

    def test_nothing_found(self):
        for text in ("", "  ", "ab", "xyzzyqqq", None, "%", "'; DROP TABLE mlm_article; --xyzzy"):
            with self.subTest(text=text):
                found = self.articles_of("stranger").search_articles(text)
                self.assertFalse(found and "xyzzy" in (text or ""), found.mapped("name"))
        self.assertFalse(self.articles_of("stranger").search_articles("", 5))

    def test_limits(self):
        for number in range(7):
            self.make_article(f"Platypus number {number}")
        found = self.articles_of("stranger").search_articles
        self.assertEqual(len(found("platypus")), 5)
        self.assertEqual(len(found("platypus", 3)), 3)
        self.assertFalse(found("platypus", -1))
        self.assertTrue(found("platypus " * 5000), "a long text is cut, not refused")

    def test_index_follows_the_words(self):
        article = self.make_article("Emu", state="draft")
        article.write({"name": "Cassowary"})
        article.action_publish()
        self.assertEqual(self.first("casowary"), article)
        self.assertFalse(self.first("emu"))
        article.action_take_down()
        self.assertFalse(self.first("cassowary"))
        self.env["mlm.article.word"]._gc_unused()
        words = self.env["mlm.article.word"].sudo()
        self.assertFalse(words.search([("word", "=", "emu")]))
        self.assertTrue(words.search([("word", "=", "cassowary")]))

    def test_website_search(self):
        """The search of the whole website finds articles too, by the same rules."""
        website = self.env.ref("website.default_website").with_user(self.readers["stranger"])
        options = {"displayDescription": False}
        [detail] = website._search_get_details("articles", "name asc", options)
        found, count = self.articles_of("stranger")._search_fetch(detail, "witdraw", 5, "name asc")
        self.assertIn(self.shipped("withdraw"), found)
        self.assertEqual(count, len(found))
        self.assertNotIn(self.shipped("closing"), found)

    def test_words(self):
        self.assertEqual(
            words_of("Größe der Bestellung, große Bestellung"), ["grosse", "der", "bestellung"]
        )
