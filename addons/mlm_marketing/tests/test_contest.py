# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, freeze_time, new_test_user, tagged

from odoo.addons.mlm_commission.tests.common_tax import TaxCommon
from odoo.addons.mlm_portal.tests.common_axe import AxeCase

from .common_phone import PhoneMixin

RANKS = """plan:
  currency: USD
  active: [{measure: personal_volume, min: 20}]
  ranks:
    - {code: star, require: [{measure: personal_volume, min: 40}]}
  bonuses:
    - {code: level, kind: level, compression: none, rates: [10]}
"""
MARKETING = "mass_mailing.group_mass_mailing_user,mlm_base.group_mlm_user"


class ContestCommon(TaxCommon):
    """Partner and Carla sell to customers; Top buys for itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.marketer = cls.make_user("contest_marketer", MARKETING)
        cls.officer = cls.make_user(
            "contest_officer", "mlm_base.group_mlm_compliance,mlm_base.group_mlm_user"
        )
        cls.carla = cls.make_member("Carla Cross", cls.type_distributor, cls.top)
        cls.second = cls.make_member("Second Customer", cls.type_customer, cls.carla)
        cls.third = cls.make_member("Third Customer", cls.type_customer, cls.carla)
        cls.contest = (
            cls.env["mlm.contest"]
            .with_user(cls.marketer)
            .create(
                {
                    "name": "Spring",
                    "company_id": cls.company.id,
                    "date_from": "2026-03-01",
                    "date_to": "2026-03-31",
                    "prize_ids": [
                        fields.Command.create({"name": "Trip to Lisbon", "cost": 900}),
                        fields.Command.create({"name": "Certificate", "place_to": 3}),
                    ],
                }
            )
        )

    @classmethod
    def make_user(cls, login, groups, **values):
        company = {"company_id": cls.company.id, "company_ids": [(6, 0, cls.company.ids)]}
        return new_test_user(cls.env(su=True), login, groups, **company, **values)

    def ranking(self, contest=None):
        """Return the ranking as tuples (name, place, score)."""
        contest = contest or self.contest
        contest._rank()
        return [(one.partner_id.name, one.place, one.score) for one in contest.result_ids]

    def sell_to_customers(self):
        self.sell(self.customer, [(self.soap, 3)])
        self.sell(self.second, [(self.soap, 2)])
        self.sell(self.third, [(self.soap, 2)])


@tagged("post_install", "-at_install")
class TestContest(ContestCommon):
    """Only what customers buy and keep counts."""

    def test_only_sales_to_customers(self):
        self.sell(self.top, [(self.soap, 50)])
        self.sell(self.reseller, [(self.soap, 50)])
        self.sell_to_customers()
        self.assertEqual(self.ranking(), [("Carla Cross", 1, 40), ("Partner", 2, 30)])

    def test_recruits_change_nothing(self):
        self.sell_to_customers()
        before = self.ranking()
        for number in range(3):
            recruit = self.make_member(f"Recruit {number}", self.type_distributor, self.partner)
            self.sell(recruit, [(self.soap, 9), (self.starter, 1)])
        self.assertEqual(self.ranking(), before)

    def test_returns_subtract_whenever_they_come(self):
        invoice = self.sell(self.customer, [(self.soap, 3)])
        self.sell(self.second, [(self.soap, 2)])
        note = self.credit(invoice, "2026-04-10", {self.soap: 2})
        self.assertEqual(self.ranking(), [("Carla Cross", 1, 20), ("Partner", 2, 10)])
        self.credit(note, "2026-04-12")
        self.assertEqual(self.ranking(), [("Partner", 1, 30), ("Carla Cross", 2, 20)])

    def test_new_customers(self):
        self.sell(self.second, [(self.soap, 1)], "2026-02-10")
        self.sell_to_customers()
        self.contest.measure = "new_customers"
        self.assertEqual(self.ranking(), [("Partner", 1, 1), ("Carla Cross", 1, 1)])
        self.assertEqual(self.contest.result_ids.mapped("customer_count"), [1, 2])

    def test_who_takes_part(self):
        self.sell_to_customers()
        self.contest.excluded_ids = self.carla
        self.assertEqual([row[0] for row in self.ranking()], ["Partner"])
        self.contest.write({"excluded_ids": False, "type_ids": self.type_reseller.ids})
        self.assertFalse(self.ranking())

    def test_net_of_some_products(self):
        self.sell(self.customer, [(self.soap, 1), (self.oil, 2)])
        self.contest.write({"measure": "net", "product_ids": self.oil.ids})
        self.assertEqual(self.ranking(), [("Partner", 1, 100)])

    def test_recruiting_is_refused(self):
        for measure in ("recruits", "new_partners", "own_purchase"):
            with self.assertRaisesRegex(ValidationError, "§ 16 UWG"):
                self.contest.measure = measure
        with self.assertRaisesRegex(ValidationError, "Starter Kit"):
            self.contest.product_ids = self.starter.product_variant_id

    def test_way_to_the_winners(self):
        self.sell_to_customers()
        contest = self.contest
        with freeze_time("2026-03-20"):
            contest.action_start()
            self.assertEqual(len(contest.result_ids), 2)
            with self.assertRaisesRegex(UserError, "may return"):
                contest.action_count()
        for values in ({"date_to": "2026-05-01"}, {"measure": "net"}, {"prize_ids": [(5, 0)]}):
            with self.assertRaises(UserError):
                contest.write(values)
        with self.assertRaises(UserError):
            contest.prize_ids[0].cost = 1
        contest.action_count()
        with self.assertRaises(AccessError):
            contest.action_approve()
        with self.assertRaises(UserError):
            contest.write({"state": "approved"})
        contest.with_user(self.officer).action_approve()
        reward = self.env["mlm.reward"].search([("origin", "=like", f"contest/{contest.id}/%")])
        self.assertEqual(reward.partner_id, self.carla)
        self.assertEqual((reward.cost, reward.state), (900, "draft"))
        self.assertEqual(reward.name, "Spring: Trip to Lisbon")
        self.assertEqual(
            contest.result_ids.prize_ids.mapped("name"), ["Trip to Lisbon", "Certificate"]
        )

    def test_nobody_approves_an_own_contest(self):
        self.marketer.sudo().group_ids |= self.env.ref("mlm_base.group_mlm_compliance")
        self.sell_to_customers()
        self.contest.action_start()
        self.contest.action_count()
        with self.assertRaisesRegex(UserError, "own contest"):
            self.contest.action_approve()


@tagged("post_install", "-at_install")
class TestContestPortal(ContestCommon, HttpCase):
    """A partner sees its own place; others by consent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.login = "contest_partner"
        cls.make_user(
            cls.login,
            "base.group_portal",
            partner_id=cls.partner.id,
            name="Paul Partner",
            password=cls.login,
        )

    def setUp(self):
        super().setUp()
        self.sell_to_customers()
        self.contest.action_start()

    def page(self):
        self.authenticate(self.login, self.login)
        return self.url_open(f"/my/contests/{self.contest.id}")

    def test_own_place_and_others_by_consent(self):
        page = self.page().text
        self.assertIn("Paul Partner", page)
        self.assertIn("C. C.", page)
        self.assertNotIn("Carla", page)
        self.assertNotIn("40.00", page)
        purpose = self.env.ref("mlm_base.consent_purpose_ranking")
        self.env["mlm.consent"]._record(self.carla, purpose, True, "test")
        page = self.page().text
        self.assertIn("Carla Cross", page)
        self.assertIn("40.00", page)

    def fame(self):
        self.authenticate(self.login, self.login)
        return self.url_open("/my/hall-of-fame").text

    def test_hall_of_fame_by_consent(self):
        with freeze_time("2026-05-02"):
            self.contest.action_count()
            self.contest.with_user(self.officer).action_approve()
        self.assertNotIn("Carla", self.fame())
        purpose = self.env.ref("mlm_base.consent_purpose_ranking")
        self.env["mlm.consent"]._record(self.carla, purpose, True, "test")
        self.assertIn("Carla Cross", self.fame())
        self.env["mlm.consent"]._record(self.carla, purpose, False, "test")
        self.assertNotIn("Carla", self.fame())

    def test_ranks_in_the_hall_of_fame(self):
        version = self.version_with_ranks()
        self.sell(self.partner, [(self.soap, 9)])
        self.march.date_cutoff = "2026-04-18"
        self.march._close()
        self.assertEqual(self.march.final_run_id.plan_version_id, version)
        self.assertEqual(self.partner._mlm_hall_of_fame()["ranks"], [])
        purpose = self.env.ref("mlm_base.consent_purpose_ranking")
        self.env["mlm.consent"]._record(self.partner, purpose, True, "test")
        with freeze_time("2026-05-02"):
            [row] = self.partner._mlm_hall_of_fame()["ranks"]
        self.assertEqual((row["name"], row["what"]), ("Paul Partner", "star"))

    def version_with_ranks(self):
        version = self.env["mlm.plan.version"].create(
            {"plan_id": self.plan.id, "date_from": "2026-02-01", "definition": RANKS}
        )
        version._release()
        return version

    def test_only_what_is_open(self):
        other = self.env["mlm.market"].create(
            {"name": "Other", "code": "OTH", "company_id": self.company.id}
        )
        elsewhere = self.contest.copy({"name": "Elsewhere", "market_ids": other.ids})
        elsewhere.action_start()
        draft = self.contest.copy({"name": "Not Yet"})
        self.assertEqual(self.page().status_code, 200)
        for contest in (elsewhere, draft):
            self.assertEqual(self.url_open(f"/my/contests/{contest.id}").status_code, 404)
        page = self.url_open("/my/contests").text
        self.assertIn("Spring", page)
        self.assertNotIn("Elsewhere", page)
        self.assertNotIn("Not Yet", page)


@tagged("post_install", "-at_install")
class TestContestAxe(ContestCommon, AxeCase):
    """The pages of contests keep nobody out."""

    def test_contest(self):
        login = "contest_axe"
        self.make_user(login, "base.group_portal", partner_id=self.partner.id, password=login)
        self.sell_to_customers()
        self.contest.action_start()
        for path in ("/my/contests", f"/my/contests/{self.contest.id}", "/my/hall-of-fame"):
            with self.subTest(path=path):
                self.assert_no_barrier(path, login)


@tagged("post_install", "-at_install")
class TestContestAxePhone(PhoneMixin, TestContestAxe):
    """The same on a phone."""
