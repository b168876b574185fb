# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo import http
from odoo.tests import HttpCase, tagged

from odoo.addons.mlm_knowledge.controllers import help as help_pages
from odoo.addons.mlm_knowledge.controllers import vote as vote_pages

from .common_knowledge import KnowledgeCommon


@tagged("post_install", "-at_install")
class TestArticleVote(KnowledgeCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.article = self.make_article("Otters")
        self.secret = self.make_article("Secret otters", audience="staff")

    def vote(self, helpful, article=None, **more):
        form = {"csrf_token": http.Request.csrf_token(self), "helpful": helpful, **more}
        answer = self.url_open(f"/help/x-{(article or self.article).id}/vote", data=form)
        self.env.invalidate_all()
        return answer

    @property
    def votes(self):
        return (
            self.env["mlm.article.vote"]
            .sudo()
            .search([("article_id", "in", (self.article | self.secret).ids)])
        )

    def test_user_votes_once_and_changes_its_mind(self):
        self.log_in("customer")
        self.assertIn("You said that it helped.", self.vote("yes").text)
        self.assertEqual((self.article.helpful_count, self.article.unhelpful_count), (1, 0))
        self.vote("no")
        self.assertEqual((self.article.helpful_count, self.article.unhelpful_count), (0, 1))
        self.assertIn("Too short", self.vote("no", comment="Too short").text)
        [vote] = self.votes
        self.assertEqual((vote.user_id, vote.comment), (self.readers["customer"], "Too short"))
        self.assertFalse(vote.visitor)
        self.vote("yes")
        self.assertFalse(self.votes.comment, "who was helped misses nothing")

    def test_each_session_of_a_stranger_votes_once(self):
        for __ in range(2):
            self.log_in("stranger")
            self.vote("yes")
            self.vote("no")
        self.assertEqual(self.votes.mapped("is_helpful"), [False, False])
        self.assertEqual(len(set(self.votes.mapped("visitor"))), 2)
        self.assertFalse(self.votes.user_id)

    def test_two_readers_count_twice(self):
        for reader, word in (("customer", "yes"), ("partner", "no")):
            self.log_in(reader)
            self.vote(word)
        self.assertEqual((self.article.helpful_count, self.article.unhelpful_count), (1, 1))
        domain = [("vote_ids", "any", [("is_helpful", "=", False)])]
        self.assertIn(self.article, self.env["mlm.article"].sudo().search(domain))

    def test_nobody_votes_on_what_it_may_not_read(self):
        self.log_in("partner")
        self.assertEqual(self.vote("no", self.secret).status_code, 404)
        self.assertFalse(self.votes)

    def test_other_words_are_no_vote(self):
        self.log_in("partner")
        self.vote("maybe")
        self.assertFalse(self.votes)

    def test_limit(self):
        self.log_in("partner")
        with patch.object(vote_pages, "VOTES_PER_HOUR", 1):
            self.vote("yes")
            self.vote("no")
        self.assertTrue(self.votes.is_helpful)

    def test_without_token(self):
        self.log_in("partner")
        answer = self.url_open(f"/help/x-{self.article.id}/vote", data={"helpful": "yes"})
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self.votes)

    def test_looks_count_once_per_session(self):
        self.log_in("customer")
        for __ in range(3):
            self.url_open(f"/help/x-{self.article.id}")
        self.log_in("stranger")
        self.url_open(f"/help/x-{self.article.id}")
        self.env.invalidate_all()
        self.assertEqual(self.article.view_count, 2)

    def find(self, text):
        return self.url_open("/help/find", json={"params": {"text": text}}).json()["result"]

    def test_found_while_typing(self):
        self.log_in("stranger")
        told = self.find("otrers")
        self.assertEqual([row["name"] for row in told["articles"]], ["Otters"])
        self.assertIn(f"-{self.article.id}", told["articles"][0]["url"])
        self.assertEqual(told["told"], "1 articles fit.")
        self.assertEqual(self.find("xyzzyqqq")["articles"], [])
        with patch.object(help_pages, "SEARCHES_PER_HOUR", 0):
            self.assertEqual(self.find("otters")["articles"], [])
            self.assertIn("You have searched a lot", self.url_open("/help?search=otters").text)
