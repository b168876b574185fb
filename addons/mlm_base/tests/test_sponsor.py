# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MlmCommon


@tagged("post_install", "-at_install")
class TestSponsor(MlmCommon):
    """What may stand below what."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tree = cls.make_tree("R(A(C,D(E*)),B)")
        cls.clerk = cls.make_user("clerk_sponsor", "clerk")

    def member(self, name):
        return self.tree[name]

    def test_make_tree(self):
        self.assertEqual(
            self.sponsors(self.tree),
            {"R": None, "A": "R", "C": "A", "D": "A", "E": "D", "B": "R"},
        )
        self.assertEqual(self.member("E").mlm_role, "customer")

    def test_nobody_sponsors_himself(self):
        with self.assertRaisesRegex(ValidationError, "can't sponsor itself"):
            self.member("R")._mlm_set_sponsor(self.member("R"))
        with self.assertRaisesRegex(ValidationError, "can't sponsor itself"):
            self.member("R").mlm_sponsor_id = self.member("R")

    @mute_logger("odoo.sql_db")
    def test_database_refuses_self_sponsoring(self):
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.cr.execute(
                "UPDATE res_partner SET mlm_sponsor_id = id WHERE id = %s", [self.member("R").id]
            )

    def test_no_circle(self):
        for below in "ACD":
            with self.assertRaisesRegex(ValidationError, "circle"):
                self.member("R")._mlm_set_sponsor(self.member(below))
        with self.assertRaisesRegex(ValidationError, "circle"):
            self.member("A")._mlm_set_sponsor(self.member("D"))
        with self.assertRaisesRegex(ValidationError, "circle"):
            (self.member("A") | self.member("B"))._mlm_set_sponsor(self.member("C"))

    def test_no_circle_by_first_sponsor(self):
        with self.assertRaisesRegex(ValidationError, "circle"):
            self.member("R").with_user(self.clerk).mlm_sponsor_id = self.member("D")

    def test_customer_never_above_partner(self):
        self.type_customer.may_sponsor = True
        customer = self.member("E")
        with self.assertRaisesRegex(ValidationError, "can't stand above a partner"):
            self.make_member("X", customer)
        with self.assertRaisesRegex(ValidationError, "can't stand above a partner"):
            self.member("B")._mlm_set_sponsor(customer)
        friend = self.make_member("Friend", customer, self.type_customer)
        self.make_agreement()._accept(friend, "paper")
        with self.assertRaisesRegex(ValidationError, "can't stand above a partner"):
            friend.mlm_type_id = self.type_distributor

    def test_partner_with_partners_below_stays_partner(self):
        with self.assertRaisesRegex(ValidationError, "must stay a partner"):
            self.member("A").mlm_type_id = self.type_customer
        self.member("B").mlm_type_id = self.type_customer
        self.assertEqual(self.member("B").mlm_role, "customer")

    def test_role_of_a_used_type_stays(self):
        with self.assertRaisesRegex(ValidationError, "has members"):
            self.type_distributor.role = "customer"

    def test_type_may_sponsor(self):
        with self.assertRaisesRegex(ValidationError, "may not sponsor"):
            self.make_member("X", self.member("E"), self.type_customer)
        reseller = self.make_member("Re", self.member("R"), self.type_reseller)
        with self.assertRaisesRegex(ValidationError, "may not sponsor"):
            self.make_member("X", reseller)

    def test_sponsor_is_active(self):
        for state in ("applicant", "suspended", "terminated"):
            sponsor = self.make_member(f"S{state}", mlm_state=state)
            with self.assertRaisesRegex(ValidationError, "not active"):
                self.make_member("X", sponsor)
            with self.assertRaisesRegex(ValidationError, "not active"):
                self.member("B")._mlm_set_sponsor(sponsor)

    def test_sponsor_is_a_member(self):
        outsider = self.env["res.partner"].create({"name": "Outsider"})
        with self.assertRaises(ValidationError):
            self.make_member("X", outsider)

    def test_one_company(self):
        other = self.env["res.company"].create({"name": "Other Ltd."})
        market = self.make_market("Other", "OTH", self.germany, other)
        with self.assertRaisesRegex(ValidationError, "different companies"):
            self.make_member("X", self.member("R"), mlm_market_id=market.id)
        with self.assertRaisesRegex(ValidationError, "companies|another company"):
            self.member("A").mlm_market_id = market
        with self.assertRaisesRegex(UserError, "belongs to"):
            self.make_member("Y", mlm_market_id=market.id, company_id=self.company.id)

    def test_set_sponsor_is_not_written_again(self):
        member = self.member("C")
        for record in (member, member.sudo(), member.with_user(self.clerk)):
            with self.assertRaisesRegex(UserError, "Request Sponsor Change"):
                record.mlm_sponsor_id = self.member("B")
            with self.assertRaisesRegex(UserError, "Request Sponsor Change"):
                record.with_context(mlm_sponsor_door=True).mlm_sponsor_id = False
        with self.assertRaisesRegex(UserError, "Request Sponsor Change"):
            self.member("B").write({"mlm_frontline_ids": [(4, member.id)]})
        self.assertEqual(member.mlm_sponsor_id, self.member("A"))

    def test_same_sponsor_may_be_sent_again(self):
        member = self.member("C").with_user(self.clerk)
        member.write({"mlm_sponsor_id": self.member("A").id, "phone": "12"})
        self.assertEqual(member.phone, "12")

    def test_hook_names_every_change(self):
        calls = []
        Partner = self.env.registry["res.partner"]
        original = Partner._mlm_sponsor_changed

        def record(records, changes):
            calls.append(changes)
            return original(records, changes)

        with patch.object(Partner, "_mlm_sponsor_changed", record):
            new = self.make_member("New", self.member("B"))
            new._mlm_set_sponsor(self.member("A"))
            root = self.make_member("Root 2")
            root.phone = "1"
        self.assertEqual(
            calls,
            [
                [(new.id, None, self.member("B").id)],
                [(new.id, self.member("B").id, self.member("A").id)],
                [(root.id, None, None)],
            ],
        )

    def test_owner_is_the_first_partner_above(self):
        self.type_customer.may_sponsor = True
        friend = self.make_member("Friend", self.member("E"), self.type_customer)
        outsider = self.env["res.partner"].create({"name": "O"})
        alone = self.make_member("Alone", partner_type=self.type_customer)
        owners = self.env["res.partner"]._mlm_owner_map(
            [friend.id, self.member("E").id, self.member("C").id, outsider.id, alone.id]
        )
        self.assertEqual(
            owners,
            {
                friend.id: self.member("D").id,
                self.member("E").id: self.member("D").id,
                self.member("C").id: self.member("C").id,
                outsider.id: None,
                alone.id: None,
            },
        )

        self.assertEqual(friend._mlm_first_partner_above(), self.member("D"))
        self.assertFalse(alone._mlm_first_partner_above())

    def test_owners_of_many_need_one_query(self):
        ids = [member.id for member in self.tree.values()]
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.env["res.partner"]._mlm_owner_map(ids)

    def test_many_members_need_few_queries(self):
        vals = [
            {
                "name": f"M{i}",
                "mlm_type_id": self.type_distributor.id,
                "mlm_sponsor_id": self.member("R").id,
                "mlm_market_id": self.market.id,
            }
            for i in range(200)
        ]
        self.env.flush_all()
        start = self.cr.sql_log_count
        self.env["res.partner"].create(vals)
        self.env.flush_all()
        self.assertLess(self.cr.sql_log_count - start, 150)


@tagged("post_install", "-at_install")
class TestSponsorChange(MlmCommon):
    """The one way to another sponsor."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tree = cls.make_tree("R(A(C,D),B)")
        cls.clerk = cls.make_user("clerk_change", "clerk")
        cls.officer = cls.make_user("officer_change", "compliance")
        cls.manager = cls.make_user("manager_change", "manager")

    def request(self, member="C", sponsor="B", user=None, submit=True):
        change = (
            self.env["mlm.sponsor.change"]
            .with_user(user or self.clerk)
            .create(
                {
                    "partner_id": self.tree[member].id,
                    "sponsor_to_id": self.tree[sponsor].id,
                    "reason": "Enrolled under the wrong sponsor",
                }
            )
        )
        if submit:
            change.action_submit()
        return change

    def test_second_person_applies(self):
        change = self.request()
        self.assertEqual(self.tree["C"].mlm_sponsor_id, self.tree["A"])
        change.with_user(self.officer).action_approve()
        self.assertEqual(self.tree["C"].mlm_sponsor_id, self.tree["B"])
        self.assertRecordValues(
            change,
            [
                {
                    "state": "applied",
                    "sponsor_from_id": self.tree["A"].id,
                    "sponsor_to_id": self.tree["B"].id,
                    "requested_by": self.clerk.id,
                    "decided_by": self.officer.id,
                }
            ],
        )
        log = self.env["mlm.audit.log"].search(
            [("partner_id", "=", self.tree["C"].id), ("field", "=", "mlm_sponsor_id")]
        )
        self.assertEqual(log.old_value, f"{self.tree['A'].mlm_member_number} A")
        self.assertEqual(log.new_value, f"{self.tree['B'].mlm_member_number} B")
        self.assertEqual(log.user_id, self.officer)

    def test_requester_does_not_decide(self):
        change = self.request(user=self.manager)
        with self.assertRaisesRegex(UserError, "second person"):
            change.action_approve()
        with self.assertRaisesRegex(UserError, "second person"):
            change.action_refuse()

    def test_writer_of_the_draft_does_not_decide(self):
        change = self.request(user=self.manager, submit=False)
        change.with_user(self.clerk).action_submit()
        with self.assertRaisesRegex(UserError, "second person"):
            change.with_user(self.manager).action_approve()

    def test_clerk_does_not_decide(self):
        change = self.request()
        other = self.make_user("clerk_other", "clerk")
        with self.assertRaises(AccessError):
            change.with_user(other).action_approve()

    def test_refused_changes_nothing(self):
        change = self.request()
        change.with_user(self.officer).action_refuse()
        self.assertEqual(self.tree["C"].mlm_sponsor_id, self.tree["A"])
        with self.assertRaisesRegex(UserError, "not possible"):
            change.with_user(self.officer).action_approve()

    def test_state_is_not_written_by_hand(self):
        change = self.request()
        for user in (self.clerk, self.manager, self.officer):
            for vals in (
                {"state": "applied"},
                {"requested_by": self.clerk.id},
                {"decided_by": user.id},
                {"sponsor_to_id": self.tree["R"].id},
            ):
                with self.assertRaises(UserError, msg=str(vals)):
                    change.with_user(user).write(vals)

    def test_history_is_not_made_up(self):
        forged = (
            self.env["mlm.sponsor.change"]
            .with_user(self.clerk)
            .with_context(default_state="applied", default_decided_by=self.officer.id)
            .create({"partner_id": self.tree["C"].id, "reason": "x", "state": "applied"})
        )
        self.assertRecordValues(forged, [{"state": "draft", "decided_by": False}])

    def test_history_is_not_deleted(self):
        change = self.request()
        with self.assertRaises(UserError):
            change.unlink()

    def test_circle_is_refused_at_approval(self):
        change = self.request("A", "C")
        with self.assertRaisesRegex(ValidationError, "circle"), self.cr.savepoint():
            change.with_user(self.officer).action_approve()
        change.invalidate_recordset()
        self.assertEqual(change.state, "submitted")

    def test_frontline_is_handed_over(self):
        self.tree["A"].with_user(self.clerk).action_mlm_hand_over_frontline()
        members = [member.id for member in self.tree.values()]
        changes = self.env["mlm.sponsor.change"].search([("partner_id", "in", members)])
        self.assertEqual(changes.partner_id, self.tree["C"] | self.tree["D"])
        self.assertEqual(set(changes.mapped("state")), {"submitted"})
        changes.with_user(self.officer).action_approve()
        self.assertEqual(
            self.sponsors(self.tree), {"R": None, "A": "R", "C": "R", "D": "R", "B": "R"}
        )
        self.tree["A"]._mlm_set_state("terminated", "gone")
        self.tree["A"].action_archive()

    def test_other_companies_are_invisible(self):
        change = self.request()
        other = self.env["res.company"].create({"name": "Other Ltd."})
        stranger = self.make_user("stranger_change", "manager")
        stranger.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        Change = self.env["mlm.sponsor.change"].with_user(stranger)
        self.assertFalse(Change.search([("id", "=", change.id)]))
        with self.assertRaises(AccessError):
            change.with_user(stranger).action_refuse()
