# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import re

from lxml import html

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.mlm_commission.tests.common_tax import TaxCommon
from odoo.addons.mlm_portal.controllers.portal_network import NetworkPortal

PASSWORD = "a long secret 7"


@tagged("post_install", "-at_install")
class TestPortalNetwork(TaxCommon, HttpCase):
    """The top earns from its team; its partner tries to read that, so do others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name, partner in (
            ("top", cls.top),
            ("partner", cls.partner),
            ("reseller", cls.reseller),
            ("customer", cls.customer),
        ):
            new_test_user(
                cls.env(su=True),
                f"portal_{name}",
                "base.group_portal",
                partner_id=partner.id,
                password=PASSWORD,
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )

    def setUp(self):
        super().setUp()
        # The top gets 10 % of its partner's 16 CV and of its customer's 24 CV, and 5 % of the
        # reseller's 16 CV: 1.60 + 2.40 + 0.80. The partner gets 10 % of the latter.
        self.sell(self.partner, [(self.soap, 2)])
        self.sell(self.reseller, [(self.soap, 2)])
        statements = self.close_march()
        self.statement = statements.filtered(lambda s: s.partner_id == self.top)
        self.summary = self.make_summary("released")
        self.other = statements.filtered(lambda s: s.partner_id == self.partner)

    def make_summary(self, state, **values):
        return (
            self.env["mlm.year.summary"]
            .sudo()
            .create(
                {
                    "company_id": self.company.id,
                    "partner_id": self.top.id,
                    "year": 2026,
                    "state": state,
                    "pdf_file": base64.b64encode(b"%PDF-1.7 summary"),
                    "csv_file": base64.b64encode(b"year;2026"),
                    **values,
                }
            )
        )

    def log_in(self, name):
        self.authenticate(f"portal_{name}", PASSWORD)

    def line(self):
        """Return the top's line on the sale to its partner's customer."""
        return self.env["mlm.commission.line"].search(
            [
                ("run_id", "=", self.statement.run_id.id),
                ("partner_id", "=", self.top.id),
                ("volume_id.buyer_id", "=", self.customer.id),
            ]
        )

    def own_routes(self):
        """Return all addresses of the controller with the top's records filled in."""
        values = {"line_id": self.line().id, "statement_id": self.statement.id, "page": 1}
        values |= {"summary_id": self.summary.id, "kind": "pdf"}
        found = set()
        for name in dir(NetworkPortal):
            routing = getattr(getattr(NetworkPortal, name), "original_routing", None)
            for path in (routing or {}).get("routes", ()):
                found.add(re.sub(r"<\w+:(\w+)>", lambda m: str(values[m[1]]), path))
        return sorted(found)

    # === WHAT ONE SEES === #

    def test_start_page(self):
        self.log_in("top")
        page = html.fromstring(self.url_open("/my/network").text).text_content()
        self.assertIn(self.march.name, page)
        self.assertIn("Active", page)
        self.assertIn("Add your bank account", page)
        self.assertIn("/r/", self.url_open("/my/network").text)

    def test_news(self):
        """Of the own market and of today only, as the company wrote it, without scripts."""
        other = self.market.copy({"name": "Other", "code": "OTH"})
        base = {"text": "<p>Words<script>alert(1)</script></p>", "company_id": self.company.id}
        self.env["mlm.news"].create(
            [
                {**base, "name": "For everybody", "date": "2026-01-01"},
                {**base, "name": "For mine", "date": "2026-01-01", "market_ids": self.market.ids},
                {**base, "name": "For others", "date": "2026-01-01", "market_ids": other.ids},
                {**base, "name": "Too early", "date": "2999-01-01"},
                {**base, "name": "Too late", "date": "2020-01-01", "date_to": "2020-01-02"},
            ]
        )
        self.log_in("top")
        page = self.url_open("/my/network").text
        for name in ("For everybody", "For mine"):
            self.assertIn(name, page)
        for name in ("For others", "Too early", "Too late", "alert(1)"):
            self.assertNotIn(name, page)

    def test_start_page_before_the_first_run(self):
        self.log_in("top")
        self.env.flush_all()
        self.env.cr.execute("UPDATE mlm_run SET state = 'discarded'")
        self.env.invalidate_all()
        self.assertIn("no figures yet", self.url_open("/my/network").text)

    def test_statement(self):
        self.log_in("top")
        self.assertIn(f"/my/commissions/{self.statement.id}", self.url_open("/my/commissions").text)
        page = html.fromstring(self.url_open(f"/my/commissions/{self.statement.id}").text)
        self.assertIn("4.80", page.xpath("//dl")[0].text_content())
        self.assertEqual(len(page.xpath("//a[contains(@href, '/line/')]")), 3)

    def test_explanation_keeps_others_secrets(self):
        """Top earns on a sale to its partner's customer: who and what is nobody's business."""
        self.log_in("top")
        text = self.url_open(f"/my/commissions/{self.statement.id}/line/{self.line().id}").text
        self.assertIn("A sale in your team", text)
        self.assertNotIn(self.soap.name, text)
        self.assertNotIn(self.customer.name + "<", text)
        for path in ("", "/why"):
            text = self.url_open(f"/my/commissions/{self.statement.id}{path}").text
            self.assertNotIn(f">{self.customer.name}<", text)

    def test_names_by_distance(self):
        user = self.env["res.users"].search([("login", "=", "portal_top")])
        self.reseller.name, self.partner.name = "Rita Reseller", "Paul Partner"
        people = (self.top | self.partner | self.reseller | self.customer).ids
        stranger = self.env["res.partner"].create({"name": "Somebody Else"})
        told = self.env["mlm.explanation"].with_user(user)._members([*people, stranger.id])
        names = {one: told[one]["name"] for one in told}
        self.assertEqual(names[self.partner.id], "Paul Partner", "the own frontline")
        self.assertEqual(names[self.reseller.id], "Rita R.", "further down")
        self.assertIsNone(names[self.customer.id], "customers of others")
        self.assertIsNone(names[stranger.id])
        user = self.env["res.users"].search([("login", "=", "portal_partner")])
        told = self.env["mlm.explanation"].with_user(user)._members(people)
        self.assertTrue(told[self.customer.id]["is_own"])
        self.assertFalse(told[self.top.id]["visible"], "nobody looks up the line")

    def test_files(self):
        self.log_in("top")
        base = f"/my/commissions/{self.statement.id}"
        answer = self.url_open(f"{base}/lines.csv")
        self.assertIn(";2.40", answer.text)
        self.assertNotIn(f";{self.customer.name};", answer.text)
        self.assertEqual(self.url_open(f"{base}/statement.pdf").status_code, 200)
        self.assertEqual(self.url_open(f"{base}/document.pdf").status_code, 404)

    def test_annual_summaries(self):
        draft = self.make_summary("draft", version=2)
        self.log_in("top")
        self.assertIn(f"/year/{self.summary.id}/pdf", self.url_open("/my/commissions").text)
        base = "/my/commissions/year"
        self.assertEqual(self.url_open(f"{base}/{self.summary.id}/csv").text, "year;2026")
        self.assertEqual(
            self.url_open(f"{base}/{self.summary.id}/pdf").headers["Content-Type"],
            "application/pdf",
        )
        for path in (f"{draft.id}/pdf", f"{self.summary.id}/xml", f"{self.summary.id}/sha256"):
            self.assertEqual(self.url_open(f"{base}/{path}").status_code, 404, path)

    # === TEAM === #

    def team(self, partner, **filters):
        count, rows = partner._mlm_team(filters)
        self.assertEqual(count, len(rows))
        return [(row["name"], row["level"]) for row in rows]

    def test_team_by_distance(self):
        self.partner.name, self.reseller.name = "Paul Partner", "Rita Reseller"
        self.assertEqual(self.team(self.top), [("Paul Partner", 1), ("Rita R.", 2)])
        self.assertEqual(self.team(self.partner), [("Rita Reseller", 1)])
        self.assertEqual(self.team(self.reseller), [])

    def test_team_filters(self):
        self.partner.name, self.reseller.name = "Paul Partner", "Rita Reseller"
        self.assertEqual(self.team(self.top, show="front"), [("Paul Partner", 1)])
        self.assertEqual(self.team(self.top, search="paul"), [("Paul Partner", 1)])
        self.assertEqual(self.team(self.top, search="Reseller"), [], "hidden names aren't found")
        number = self.reseller.mlm_member_number
        self.assertEqual(self.team(self.top, search=number), [("Rita R.", 2)])
        for search in ("%", "_", "\\", "'; DROP TABLE x; --"):
            self.assertEqual(self.team(self.top, search=search), [], search)
        self.reseller.sudo().mlm_date_joined = self.env.cr.now().date()
        self.assertEqual(self.team(self.top, show="new"), [("Rita R.", 2)])

    def test_team_page_tells_no_more(self):
        self.reseller.write({"name": "Rita Reseller", "email": "rita@example.org", "phone": "0171"})
        self.log_in("top")
        for path in ("/my/team", "/my/team.csv"):
            text = self.url_open(path).text
            self.assertIn("Rita R.", text)
            for secret in ("Rita Reseller", "rita@example.org", "0171", self.customer.name + "<"):
                self.assertNotIn(secret, text, path)
        self.log_in("customer")
        for path in ("/my/team", "/my/team.csv"):
            self.assertEqual(self.url_open(path).status_code, 404)

    def test_team_file_is_no_formula(self):
        self.partner.name = "=cmd|x"
        self.log_in("top")
        self.assertIn(";'=cmd|x;", self.url_open("/my/team.csv").text)

    def test_team_page_needs_few_statements(self):
        with self.assertQueryCount(12):
            self.top._mlm_team({}, 0, 50)

    def test_statements_do_not_grow_with_the_team(self):
        """As many statements for forty more in the team as before: pages don't ask by member."""
        today = fields.Date.context_today(self.top)
        month = self.env["mlm.period"].create({"kind": "month", "date_from": today.replace(day=1)})
        month._new_run("trial")._execute()
        size, before = self.top._mlm_team({}, 0, 0)[0], self.statement_counts()
        for number in range(20):
            front = self.make_member(f"Front {number}", self.type_distributor, self.top)
            self.make_member(f"Deep {number}", self.type_distributor, front)
        month._new_run("trial")._execute()
        self.assertEqual(self.top._mlm_team({}, 0, 0)[0], size + 40)
        self.assertEqual(self.statement_counts(), before)

    def statement_counts(self):
        """Return how many SQL statements start page, team, its file and structure take."""
        top = self.top.with_user(self.env["res.users"].search([("login", "=", "portal_top")]))
        pages = (
            top._mlm_dashboard,
            lambda: top._mlm_team({}, 0, 50),
            lambda: top._mlm_tree_open(None),
        )
        counts = []
        for page in pages:
            page()
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            page()
            counts.append(self.env.cr.sql_log_count - start)
        return counts

    # === WHO ELSE === #

    def test_routes_are_all_known(self):
        self.assertEqual(len(self.own_routes()), 11)

    def test_nobody_else_sees_it(self):
        routes = [path for path in self.own_routes() if re.search(r"/\d+(/|$)", path)]
        routes.remove("/my/commissions/page/1")
        self.assertEqual(len(routes), 8)
        for name in ("partner", "reseller", "customer"):
            self.log_in(name)
            for path in routes:
                if path.endswith("/object"):
                    continue
                self.assertEqual(self.url_open(path).status_code, 404, f"{name} {path}")

    def test_strangers_have_to_log_in(self):
        for path in self.own_routes():
            if not path.endswith("/object"):
                answer = self.url_open(path)
                self.assertIn("/web/login", answer.url, path)

    def test_customers_have_no_network(self):
        self.log_in("customer")
        for path in ("/my/network", "/my/commissions"):
            self.assertEqual(self.url_open(path).status_code, 404)
        self.assertNotIn("/my/network", self.url_open("/my").text)

    def test_lines_of_others_by_the_own_statement(self):
        """A line's number of somebody else in the own statement's address."""
        self.log_in("partner")
        answer = self.url_open(f"/my/commissions/{self.other.id}/line/{self.line().id}")
        self.assertEqual(answer.status_code, 404)

    # === OBJECTION === #

    def object_with(self, reason):
        path = f"/my/commissions/{self.statement.id}"
        page = html.fromstring(self.url_open(path).text)
        token = page.xpath("//input[@name='csrf_token']/@value")[0]
        answer = self.url_open(f"{path}/object", data={"csrf_token": token, "reason": reason})
        self.env.invalidate_all()
        return answer

    def test_objection(self):
        self.assertTrue(self.statement._settle("2026-04-18"), self.statement.block_reason)
        self.log_in("top")
        self.assertEqual(
            self.url_open(f"/my/commissions/{self.statement.id}/document.pdf").status_code, 200
        )
        proof = self.env["mlm.transmission"].search([("move_id", "=", self.statement.move_id.id)])
        self.assertEqual((proof.kind, proof.address), ("download", "127.0.0.1"))
        self.assertIn("say what is wrong", self.object_with("  ").text)
        self.object_with("I bill <b>myself</b>.")
        objection = self.statement.move_id.mlm_objection_ids
        self.assertEqual((objection.source, objection.reason), ("portal", "I bill <b>myself</b>."))
        self.assertEqual(self.statement.state, "objected")
        page = html.fromstring(self.url_open(f"/my/commissions/{self.statement.id}").text)
        self.assertFalse(page.xpath("//textarea[@name='reason']"), "once is enough")

    def test_nobody_objects_for_others(self):
        self.statement._settle("2026-04-18")
        self.log_in("partner")
        page = html.fromstring(self.url_open("/partner/register").text)
        token = page.xpath("//input[@name='csrf_token']/@value")[0]
        answer = self.url_open(
            f"/my/commissions/{self.statement.id}/object",
            data={"csrf_token": token, "reason": "not mine"},
        )
        self.assertEqual(answer.status_code, 404)
        self.env.invalidate_all()
        self.assertFalse(self.statement.move_id.mlm_objection_ids)
