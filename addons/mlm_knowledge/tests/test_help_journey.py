# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.mlm_portal.tests.common_journey import JourneyCase

from .common_knowledge import KnowledgeCommon


@tagged("post_install", "-at_install")
class TestHelpJourney(KnowledgeCommon, JourneyCase):
    """A stranger in a real browser finds the answer in spite of two typing errors, and votes."""

    def test_found_and_voted(self):
        article = self.env.ref("mlm_knowledge.article_withdraw")
        seen = article.sudo().view_count
        self.start_tour("/help", "mlm_knowledge_stranger_asks")
        self.env.invalidate_all()
        vote = self.env["mlm.article.vote"].sudo().search([("article_id", "=", article.id)])
        self.assertEqual((vote.is_helpful, vote.comment), (False, "Where is my parcel?"))
        self.assertEqual(article.sudo().view_count, seen + 1)


@tagged("post_install", "-at_install")
class TestHelpJourneyPhone(TestHelpJourney):
    """The same on a phone, 390 pixels wide."""

    browser_size = "390x844"
    touch_enabled = True
