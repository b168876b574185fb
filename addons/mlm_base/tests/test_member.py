# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import MlmCommon


@tagged("post_install", "-at_install")
class TestMember(MlmCommon):
    """Numbers, first status, who may write what."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.root = cls.make_member("Root")
        cls.reader = cls.make_user("reader_member", "user")
        cls.clerk = cls.make_user("clerk_member", "clerk")
        cls.manager = cls.make_user("manager_member", "manager")

    # === NUMBERS === #

    def test_check_digit_is_iso_7064_mod_11_10(self):
        # 0794 is the example of the standard: check digit 5.
        self.assertEqual(self.env["res.partner"]._mlm_with_check_digit("0794"), "0794-5")
        self.assertEqual(self.env["res.partner"]._mlm_with_check_digit("DE0794"), "DE0794-5")

    def test_numbers_rise_without_gap(self):
        self.company._mlm_number_sequences()[self.company].number_next = 1234567
        members = self.env["res.partner"].create(
            [{"name": str(i), "mlm_type_id": self.type_customer.id} for i in range(3)]
        )
        self.assertEqual(
            [number[:7] for number in members.mapped("mlm_member_number")],
            ["1234567", "1234568", "1234569"],
        )
        self.assertEqual(self.company._mlm_number_sequences()[self.company].number_next, 1234570)

    def test_refused_member_takes_no_number(self):
        sequence = self.company._mlm_number_sequences()[self.company]
        before = sequence.number_next
        reseller = self.make_member("Reseller", self.root, self.type_reseller)
        self.assertEqual(sequence.number_next, before + 1)
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.make_member("Below reseller", reseller)
        sequence.invalidate_recordset()
        self.assertEqual(sequence.number_next, before + 1)

    def test_imported_numbers_are_passed_over(self):
        sequence = self.company._mlm_number_sequences()[self.company]
        sequence.number_next = 2000001
        taken = self.env["res.partner"]._mlm_with_check_digit("2000002")
        self.make_member("Imported", mlm_member_number=taken)
        members = self.make_tree("X,Y")
        self.assertEqual(members["X"].mlm_member_number[:7], "2000001")
        self.assertEqual(members["Y"].mlm_member_number[:7], "2000003")

    @mute_logger("odoo.sql_db")
    def test_number_is_unique_in_a_company_only(self):
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.make_member("Twin", mlm_member_number=self.root.mlm_member_number)
        other = self.env["res.company"].create({"name": "Other Ltd."})
        market = self.make_market("Other", "OTH", self.germany, other)
        twin = self.make_member(
            "Twin", mlm_market_id=market.id, mlm_member_number=self.root.mlm_member_number
        )
        self.assertEqual(twin.mlm_company_id, other)

    def test_found_by_number_as_typed(self):
        number = self.root.mlm_member_number
        find = self.env["res.partner"]._mlm_find_by_number
        self.assertEqual(find(number, self.company), self.root)
        self.assertEqual(find(f" {number.replace('-', '')} ", self.company), self.root)
        wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
        with self.assertRaisesRegex(UserError, "mistyped"):
            find(wrong, self.company)
        with self.assertRaisesRegex(UserError, "mistyped"):
            find("", self.company)
        unused = self.env["res.partner"]._mlm_with_check_digit("9999999")
        with self.assertRaisesRegex(UserError, "No member has the number"):
            find(unused, self.company)

    def test_search_and_name_use_the_number(self):
        found = self.env["res.partner"].name_search(self.root.mlm_member_number)
        self.assertEqual([row[0] for row in found], self.root.ids)
        named = self.root.with_context(mlm_show_number=True)
        self.assertEqual(named.display_name, f"[{self.root.mlm_member_number}] Root")
        self.assertEqual(self.root.display_name, "Root")

    # === FIRST STATUS === #

    def test_first_status_depends_on_the_agreement(self):
        partner, customer = self.env["res.partner"].create(
            [
                {"name": "P", "mlm_type_id": self.type_distributor.id},
                {"name": "C", "mlm_type_id": self.type_customer.id},
            ]
        )
        today = fields.Date.context_today(partner)
        self.assertRecordValues(
            partner | customer,
            [
                {"mlm_state": "applicant", "mlm_date_joined": False, "mlm_role": "partner"},
                {"mlm_state": "active", "mlm_date_joined": today, "mlm_role": "customer"},
            ],
        )

    def test_contact_becomes_a_member(self):
        contact = self.env["res.partner"].create({"name": "Contact", "country_id": self.germany.id})
        self.assertRecordValues(
            contact,
            [{"mlm_state": False, "mlm_member_number": False, "mlm_company_id": False}],
        )
        contact.mlm_type_id = self.type_customer
        self.assertEqual(contact.mlm_state, "active")
        self.assertEqual(contact.mlm_market_id, self.market)
        self.assertEqual(contact.mlm_company_id, self.company)
        self.assertTrue(contact.mlm_member_number)

    def test_copy_is_no_member(self):
        copy = self.root.copy()
        self.assertFalse(copy.mlm_type_id or copy.mlm_member_number or copy.mlm_state)

    def test_contact_outside_the_network_has_no_sponsor(self):
        with self.assertRaisesRegex(ValidationError, "partner type"), self.cr.savepoint():
            self.env["res.partner"].create({"name": "X", "mlm_sponsor_id": self.root.id})
        contact = self.env["res.partner"].create({"name": "X"})
        with self.assertRaisesRegex(ValidationError, "partner type"), self.cr.savepoint():
            contact.mlm_sponsor_id = self.root

    def test_type_is_never_taken_away(self):
        with self.assertRaisesRegex(UserError, "Terminate"):
            self.root.mlm_type_id = False

    def test_parent_company_is_no_sponsor(self):
        firm = self.make_member("Firm", self.root)
        person = self.make_member("Person", parent_id=firm.id)
        self.assertFalse(person.mlm_sponsor_id)
        self.assertFalse(firm.mlm_frontline_ids)

    # === RIGHTS === #

    def test_reader_writes_nothing_of_the_network(self):
        reader = new_test_user(
            self.env,
            login="reader_contacts",
            groups="mlm_base.group_mlm_user,base.group_partner_manager",
        )
        root = self.root.with_user(reader)
        for vals in (
            {"mlm_type_id": self.type_reseller.id},
            {"mlm_market_id": False},
            {"mlm_date_joined": "2020-01-01"},
            {"mlm_attributes": {"x": 1}},
        ):
            with self.assertRaises(AccessError, msg=str(vals)):
                root.write(vals)
        for vals in (
            {"mlm_state": "terminated"},
            {"mlm_member_number": "1"},
            {"mlm_date_ended": "2026-01-01"},
            {"mlm_company_id": False},
        ):
            with self.assertRaises(UserError, msg=str(vals)):
                root.write(vals)
        root.write({"phone": "1", "mlm_state": "active", "mlm_type_id": self.type_distributor.id})
        self.assertEqual(self.root.phone, "1", "unchanged values may be sent along")

    def test_reader_makes_no_members(self):
        reader = new_test_user(
            self.env,
            login="reader_contacts2",
            groups="mlm_base.group_mlm_user,base.group_partner_manager",
        )
        Partner = self.env["res.partner"].with_user(reader)
        with self.assertRaises(AccessError), self.cr.savepoint():
            Partner.create({"name": "X", "mlm_type_id": self.type_customer.id})
        with self.assertRaises(AccessError), self.cr.savepoint():
            Partner.with_context(default_mlm_type_id=self.type_customer.id).create({"name": "X"})
        plain = Partner.create({"name": "X", "mlm_type_id": False, "mlm_sponsor_id": False})
        self.assertFalse(plain.mlm_state)

    def test_clerk_makes_applicants_only(self):
        Partner = self.env["res.partner"].with_user(self.clerk)
        vals = {
            "name": "N",
            "mlm_type_id": self.type_distributor.id,
            "mlm_sponsor_id": self.root.id,
        }
        for name, value in (("mlm_state", "active"), ("mlm_member_number", "77")):
            with self.assertRaisesRegex(UserError, "by hand"):
                Partner.create({**vals, name: value})
            smuggled = Partner.with_context(**{f"default_{name}": value}).create(vals)
            self.assertEqual(smuggled.mlm_state, "applicant")
            self.assertNotEqual(smuggled.mlm_member_number, "77")
        with self.assertRaisesRegex(UserError, "by hand"):
            smuggled.mlm_state = "active"

    def test_administrator_brings_in_old_members(self):
        member = (
            self.env["res.partner"]
            .with_user(self.manager)
            .create(
                {
                    "name": "Old",
                    "mlm_type_id": self.type_distributor.id,
                    "mlm_state": "suspended",
                    "mlm_member_number": "OLD-17",
                    "mlm_date_joined": "2001-02-03",
                }
            )
        )
        self.assertRecordValues(
            member,
            [
                {
                    "mlm_state": "suspended",
                    "mlm_member_number": "OLD-17",
                    "mlm_date_joined": fields.Date.to_date("2001-02-03"),
                }
            ],
        )
        with self.assertRaisesRegex(UserError, "by hand"):
            member.mlm_state = "active"

    # === ARCHIVE AND DELETE === #

    def test_archive_and_delete_with_downline_are_refused(self):
        below = self.make_member("Below", self.root, self.type_customer)
        for action in (self.root.action_archive, self.root.unlink):
            with self.assertRaisesRegex(UserError, "Hand Over Frontline"):
                action()
        below.action_archive()
        with self.assertRaisesRegex(UserError, "Hand Over Frontline"):
            self.root.action_archive()

    def test_active_partner_is_not_archived(self):
        with self.assertRaisesRegex(UserError, "Terminate"):
            self.root.action_archive()
        self.root._mlm_set_state("terminated", "gives notice")
        self.root.action_archive()
        self.assertFalse(self.root.active)
        with self.assertRaisesRegex(UserError, "can't be deleted"):
            self.root.unlink()

    def test_terminated_with_downline_keeps_the_place(self):
        below = self.make_member("Below", self.root)
        self.root._mlm_set_state("terminated", "gives notice")
        self.assertEqual(below.mlm_sponsor_id, self.root)
        with self.assertRaisesRegex(UserError, "Hand Over Frontline"):
            self.root.action_archive()

    def test_unused_customer_can_be_deleted(self):
        customer = self.make_member("Mistake", self.root, self.type_customer)
        if "mlm.place" in self.env:
            # With trees installed everybody has a place, whose history stays.
            with self.assertRaisesRegex(UserError, "place"):
                customer.unlink()
            return
        customer.unlink()
        self.assertFalse(customer.exists())

    def test_portal_user_deletes_the_account_but_not_the_place(self):
        self.make_member("Below", self.root)
        self.root.email = "root@example.com"
        user = new_test_user(
            self.env, login="portal_root", groups="base.group_portal", partner_id=self.root.id
        )
        user.with_user(user).sudo()._deactivate_portal_user()
        self.assertFalse(user.active)
        self.assertTrue(self.root.active)
        self.assertEqual(self.root.mlm_state, "active")
        self.assertIn("membership goes on", " ".join(self.root.message_ids.mapped("body")))

    def test_frontline_count(self):
        tree = self.make_tree("A(B,C*,D(E))")
        self.assertEqual(
            [tree[name].mlm_frontline_count for name in "ABD"],
            [3, 0, 1],
        )


@tagged("post_install", "-at_install")
class TestLifeCycle(MlmCommon):
    """Steps with reasons, agreements before activity."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.make_agreement("partner")
        cls.applicant = cls.make_member("Applicant", mlm_state="applicant")
        cls.clerk = cls.make_user("clerk_cycle", "clerk")
        cls.reader = cls.make_user("reader_cycle", "user")

    def apply(self, user, member, state, reason="because"):
        self.env["mlm.life.cycle.wizard"].with_user(user).create(
            {"partner_ids": [Command.set(member.ids)], "state": state, "reason": reason}
        ).action_apply()

    def test_way_through_all_states(self):
        self.version._accept(self.applicant, "paper")
        for state in ("active", "suspended", "active", "terminated", "applicant", "active"):
            self.apply(self.clerk, self.applicant, state, f"to {state}")
        events = self.applicant.mlm_life_cycle_event_ids.sorted("id")
        self.assertRecordValues(
            events,
            [
                {"state_from": "applicant", "state_to": "active", "reason": "to active"},
                {"state_from": "active", "state_to": "suspended", "reason": "to suspended"},
                {"state_from": "suspended", "state_to": "active", "reason": "to active"},
                {"state_from": "active", "state_to": "terminated", "reason": "to terminated"},
                {"state_from": "terminated", "state_to": "applicant", "reason": "to applicant"},
                {"state_from": "applicant", "state_to": "active", "reason": "to active"},
            ],
        )
        self.assertEqual(events.user_id, self.clerk)
        self.assertEqual(events.company_id, self.company)

    def test_dates_follow_the_state(self):
        self.version._accept(self.applicant, "paper")
        today = fields.Date.context_today(self.applicant)
        self.applicant._mlm_set_state("active", "x")
        self.assertEqual(self.applicant.mlm_date_joined, today)
        self.applicant._mlm_set_state("terminated", "x")
        self.assertEqual(self.applicant.mlm_date_ended, today)
        self.applicant._mlm_set_state("applicant", "x")
        self.assertFalse(self.applicant.mlm_date_ended)

    def test_no_activity_without_the_current_agreement(self):
        with self.assertRaisesRegex(UserError, "has not accepted"):
            self.apply(self.clerk, self.applicant, "active")
        self.version._accept(self.applicant, "paper")
        newer = self.make_version(self.version.agreement_id, "2", "2021-01-01")
        self.make_version(self.version.agreement_id, "3", "2999-01-01")
        with self.assertRaisesRegex(UserError, "has not accepted.* 2"):
            self.apply(self.clerk, self.applicant, "active")
        newer._accept(self.applicant, "paper")
        self.apply(self.clerk, self.applicant, "active")
        self.assertEqual(self.applicant.mlm_state, "active")

    def test_type_that_needs_an_agreement_needs_a_published_one(self):
        reseller = self.make_member("R", partner_type=self.type_reseller, mlm_state="applicant")
        with self.assertRaisesRegex(UserError, "none is published"):
            self.apply(self.clerk, reseller, "active")

    def test_upgrade_of_an_active_customer_needs_the_agreement(self):
        customer = self.make_member("C", partner_type=self.type_customer)
        with self.assertRaisesRegex(UserError, "has not accepted"):
            customer.with_user(self.clerk).mlm_type_id = self.type_distributor
        with self.assertRaisesRegex(UserError, "has not accepted"):
            customer.sudo().mlm_type_id = self.type_distributor
        self.version._accept(customer, "paper")
        customer.with_user(self.clerk).mlm_type_id = self.type_distributor
        self.assertEqual(customer.mlm_role, "partner")

    def test_impossible_steps_and_missing_reasons(self):
        for state in ("suspended", "applicant"):
            with self.assertRaisesRegex(UserError, "can't become"):
                self.apply(self.clerk, self.applicant, state)
        with self.assertRaisesRegex(UserError, "reason"):
            self.apply(self.clerk, self.applicant, "terminated", "  ")

    def test_all_or_none(self):
        self.version._accept(self.applicant, "paper")
        other = self.make_member("Other", mlm_state="applicant")
        with self.assertRaises(UserError), self.cr.savepoint():
            self.apply(self.clerk, self.applicant | other, "active")
        self.assertEqual(self.applicant.mlm_state, "applicant")

    def test_readers_take_no_steps(self):
        with self.assertRaises(AccessError):
            self.applicant.with_user(self.reader).action_mlm_activate()
        with self.assertRaises(AccessError):
            self.apply(self.reader, self.applicant, "active")

    def test_system_writes_leave_a_trace(self):
        self.applicant.sudo().mlm_state = "terminated"
        self.assertEqual(self.applicant.mlm_life_cycle_event_ids.reason, "Written by the system")
