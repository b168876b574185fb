# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from ..controllers.help import sitemap_help
from .common_knowledge import KnowledgeCommon

SECRET = "Zebrafinch"


@tagged("post_install", "-at_install")
class TestArticleAudience(KnowledgeCommon, HttpCase):
    """Who may read what, whichever way it is asked."""

    def setUp(self):
        super().setUp()
        self.sell(self.partner, [(self.soap, 2)])
        self.close_march()
        result = self.env["mlm.member.result"]._mlm_latest(self.top)
        version = result.run_id.plan_version_id
        bronze, silver, gold = (
            self.env["mlm.plan.rank"]
            .sudo()
            .create(
                [
                    {"version_id": version.id, "code": code, "sequence": place}
                    for place, code in enumerate(("help_bronze", "help_silver", "help_gold"), 100)
                ]
            )
        )
        self.env.flush_all()
        for partner, rank in ((self.top, silver), (self.reseller, bronze)):
            self.env.cr.execute(
                "UPDATE mlm_member_result SET rank_id = %s WHERE partner_id = %s",
                [rank.id, partner.id],
            )
        self.env.invalidate_all()
        self.ranks = bronze, silver, gold
        self.articles = {
            "public": self.make_article(f"{SECRET} public"),
            "customer": self.make_article(f"{SECRET} customer", audience="customer"),
            "partner": self.make_article(f"{SECRET} partner", audience="partner"),
            "silver": self.make_article(
                f"{SECRET} silver", audience="rank", rank_code="help_silver"
            ),
            "gold": self.make_article(f"{SECRET} gold", audience="rank", rank_code="help_gold"),
            "market": self.make_article(
                f"{SECRET} market", audience="partner", market_ids=self.market.ids
            ),
            "far": self.make_article(f"{SECRET} far", market_ids=self.other_market.ids),
            "staff": self.make_article(f"{SECRET} staff", audience="staff"),
            "draft": self.make_article(f"{SECRET} draft", state="draft"),
            "archived": self.make_article(f"{SECRET} archived", state="archived"),
        }
        self.env.flush_all()
        self.env.invalidate_all()

    EXPECTED = {
        "stranger": {"public"},
        "customer": {"public", "customer"},
        "partner": {"public", "customer", "partner", "market"},
        "leader": {"public", "customer", "partner", "market", "silver"},
        "far": {"public", "customer", "partner", "far"},
        "staff": {
            *("public", "customer", "partner", "market", "silver", "gold", "far", "staff"),
        },
    }

    def test_matrix(self):
        """Search, read by number, words, groups and the search for answers all agree."""
        own = [article.id for article in self.articles.values()]
        for reader, expected in self.EXPECTED.items():
            model = self.articles_of(reader)
            ids = {self.articles[name].id for name in expected}
            asked = {
                "search_read": {
                    row["id"] for row in model.search_read([("id", "in", own)], ["name"])
                },
                "by words": set(model.search([("name", "ilike", SECRET)]).ids),
                "in the body": set(
                    model.search([("body", "ilike", "Nothing but"), ("id", "in", own)]).ids
                ),
                "search_articles": set(model.search_articles(SECRET, 50).ids),
                "groups": {
                    one.id
                    for [articles] in model._read_group([("id", "in", own)], [], ["id:recordset"])
                    for one in articles
                },
            }
            for how, found in asked.items():
                with self.subTest(reader=reader, how=how):
                    self.assertEqual(found, ids)
            for name, article in self.articles.items():
                with self.subTest(reader=reader, article=name):
                    self.env.invalidate_all()
                    hidden = article.with_user(self.readers[reader])
                    self.assertEqual(hidden.has_access("read"), name in expected)
                    if name not in expected:
                        with self.assertRaises(AccessError):
                            hidden.read(["name", "body"])

    def test_pages(self):
        for reader, expected in self.EXPECTED.items():
            self.log_in(reader)
            for name, article in self.articles.items():
                with self.subTest(reader=reader, article=name):
                    answer = self.url_open(f"/help/anything-{article.id}")
                    self.assertEqual(answer.status_code, 200 if name in expected else 404)
                    self.assertEqual(SECRET in answer.text, name in expected)
            found = self.url_open(f"/help?search={SECRET}").text
            listed = {name for name in self.articles if f"{SECRET} {name}<" in found}
            self.assertEqual(listed, expected, reader)

    def rpc(self, method, *args, model="mlm.article", **kwargs):
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            json={"jsonrpc": "2.0", "params": params},
            headers={"X-CSRF-Token": http.Request.csrf_token(self)},
        ).json()

    def test_hostile_calls(self):
        self.log_in("partner")
        own = [article.id for article in self.articles.values()]
        allowed = {self.articles[name].id for name in self.EXPECTED["partner"]}
        rows = self.rpc("search_read", [["id", "in", own]], ["name"])["result"]
        self.assertEqual({row["id"] for row in rows}, allowed)
        self.assertEqual(set(self.rpc("search_articles", SECRET, 50)["result"]), allowed)
        self.assertEqual(set(self.rpc("search_articles", SECRET, 10**9)["result"]), allowed)
        hidden = self.articles["staff"].id
        for method, args in (
            ("read", [[hidden], ["name"]]),
            ("write", [[self.articles["public"].id], {"name": "Mine"}]),
            ("create", [[{"name": "Mine", "category_id": self.category.id}]]),
            ("action_publish", [[self.articles["public"].id]]),
            ("action_take_down", [[self.articles["public"].id]]),
            ("action_revise", [[self.articles["public"].id]]),
        ):
            with self.subTest(method=method):
                self.assertIn("error", self.rpc(method, *args))
        for model in ("mlm.article.version", "mlm.article.vote", "mlm.article.view"):
            self.assertIn("error", self.rpc("search_read", [], ["article_id"], model=model))
        self.assertIn(
            "error", self.rpc("search_read", [["vote_ids.comment", "!=", False]], ["name"])
        )
        told = self.rpc("search_read", [["is_readable", "=", False]], ["name"])["result"]
        self.assertFalse(told, "what isn't readable can't be asked for either")
        self.assertEqual(self.articles["public"].state, "published")

    def test_rank_is_asked_anew(self):
        """A rank that is lost or gained counts with the next question."""
        __, __, gold = self.ranks
        self.assertNotIn(self.articles["gold"], self.articles_of("leader").search([]))
        self.env.cr.execute(
            "UPDATE mlm_member_result SET rank_id = %s WHERE partner_id = %s",
            [gold.id, self.top.id],
        )
        self.env.invalidate_all()
        self.assertIn(self.articles["gold"], self.articles_of("leader").search([]))

    def test_former_partner(self):
        self.env.cr.execute(
            "UPDATE res_partner SET mlm_state = 'terminated' WHERE id = %s", [self.top.id]
        )
        self.env.invalidate_all()
        found = self.articles_of("leader").search_articles(SECRET, 50)
        names = {name for name, article in self.articles.items() if article in found}
        self.assertEqual(names, {"public", "customer"})

    def test_archived_market_opens_nothing(self):
        self.other_market.active = False
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertNotIn(self.articles["far"], self.articles_of("stranger").search([]))
        self.assertNotIn(self.articles["far"], self.articles_of("partner").search([]))

    def test_other_company(self):
        other = self.env["res.company"].sudo().create({"name": "Elsewhere"})
        article = self.make_article("Zebrafinch elsewhere", company_id=other.id)
        for reader in ("partner", "staff"):
            self.assertNotIn(article, self.articles_of(reader).search([]), reader)
        self.assertNotIn(article, self.env["mlm.article"].with_user(self.editor).search([]))

    def test_other_website(self):
        website = (
            self.env["website"].sudo().create({"name": "Other", "company_id": self.company.id})
        )
        article = self.make_article("Zebrafinch website", website_id=website.id)
        self.assertEqual(self.url_open(f"/help/x-{article.id}").status_code, 404)
        here = self.articles_of("stranger").with_context(
            website_id=self.env.ref("website.default_website").id
        )
        self.assertNotIn(article, here.search_articles(SECRET, 50))
        there = self.articles_of("stranger").with_context(website_id=website.id)
        self.assertIn(article, there.search_articles(SECRET, 50))

    def test_unknown_rank_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "Known ranks: .*help_gold"):
            self.make_article("Nobody's", audience="rank", rank_code="platinum")

    def test_sitemap_names_public_articles_only(self):
        env = self.articles_of("stranger").env
        addresses = {row["loc"] for row in sitemap_help(env, None, None)}
        named = {name for name, one in self.articles.items() if one.website_url in addresses}
        self.assertEqual(named, {"public"})

    def test_state_by_buttons_only(self):
        article = self.articles["public"].with_user(self.editor)
        with self.assertRaisesRegex(UserError, "Use the buttons"):
            article.state = "draft"
        made = (
            self.env["mlm.article"]
            .with_user(self.editor)
            .create({"name": "New", "category_id": self.category.id, "state": "published"})
        )
        self.assertEqual(made.state, "draft")
