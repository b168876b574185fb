# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.mlm_portal.tests.common_axe import AxeCase


@tagged("post_install", "-at_install")
class TestHelpAxe(AxeCase):
    """The help pages keep nobody out."""

    def test_pages(self):
        article = self.env.ref("mlm_knowledge.article_withdraw")
        for path in (
            "/help",
            "/help?search=witdraw",
            article.category_id.website_url,
            article.website_url,
        ):
            with self.subTest(path=path):
                self.assert_no_barrier(path)


@tagged("post_install", "-at_install")
class TestHelpAxePhone(TestHelpAxe):
    """The same on a phone."""

    browser_size = "390x844"
