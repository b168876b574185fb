# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import MlmCommon


@tagged("post_install", "-at_install")
class TestMemberMerge(MlmCommon):
    """Odoo's merge of contacts keeps the network whole."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tree = cls.make_tree("R(A(C(F),D),B(E*))")
        cls.contact = cls.env["res.partner"].create({"name": "Contact"})

    def merge(self, target, *sources, user=None):
        people = target.browse([target.id, *(source.id for source in sources)])
        self.env["base.partner.merge.automatic.wizard"].with_user(user or self.env.user)._merge(
            people.ids, target, extra_checks=False
        )
        self.env.invalidate_all()

    def alive(self):
        return self.sponsors({name: p for name, p in self.tree.items() if p.exists()})

    def test_duplicate_hands_over_its_frontline(self):
        twin = self.make_member("A twin", self.tree["R"])
        below = self.make_member("Below twin", twin)
        number = twin.mlm_member_number
        self.merge(self.tree["A"], twin)
        self.assertFalse(twin.exists())
        self.assertEqual(below.mlm_sponsor_id, self.tree["A"])
        self.assertEqual(self.tree["A"].mlm_sponsor_id, self.tree["R"])
        history = self.env["mlm.sponsor.change"].search([("partner_id", "=", below.id)])
        self.assertEqual((history.state, history.sponsor_to_id), ("applied", self.tree["A"]))
        log = self.env["mlm.audit.log"].search([("field", "=", "mlm_member_number")])
        self.assertEqual((log.partner_id, log.old_value), (self.tree["A"], number))

    def test_sponsor_and_recruit_become_one(self):
        """Merging A into its recruit C: C takes A's place, nobody sponsors himself."""
        self.merge(self.tree["C"], self.tree["A"])
        self.assertEqual(
            self.alive(), {"R": None, "C": "R", "F": "C", "D": "C", "B": "R", "E": "B"}
        )

    def test_recruit_vanishes_in_its_sponsor(self):
        self.merge(self.tree["A"], self.tree["C"])
        self.assertEqual(
            self.alive(), {"R": None, "A": "R", "F": "A", "D": "A", "B": "R", "E": "B"}
        )

    def test_different_sponsors_are_refused(self):
        with self.assertRaisesRegex(UserError, "different sponsors"):
            self.merge(self.tree["C"], self.tree["B"])
        self.assertEqual(self.tree["B"].mlm_sponsor_id, self.tree["R"])

    def test_circle_through_somebody_else_is_refused(self):
        """R (no sponsor) and F: A and C stand between them."""
        with self.assertRaisesRegex(UserError, "circle"):
            self.merge(self.tree["R"], self.tree["F"])

    def test_plain_contact_takes_the_membership_over(self):
        number = self.tree["C"].mlm_member_number
        self.merge(self.contact, self.tree["C"])
        self.assertRecordValues(
            self.contact,
            [
                {
                    "mlm_member_number": number,
                    "mlm_sponsor_id": self.tree["A"].id,
                    "mlm_state": "active",
                    "mlm_type_id": self.type_distributor.id,
                    "mlm_role": "partner",
                    "mlm_company_id": self.company.id,
                }
            ],
        )
        self.assertEqual(self.tree["F"].mlm_sponsor_id, self.contact)

    def test_plain_contact_vanishes_in_a_member(self):
        self.merge(self.tree["C"], self.contact)
        self.assertFalse(self.contact.exists())
        self.assertEqual(self.tree["C"].mlm_sponsor_id, self.tree["A"])

    def test_two_members_need_one_of_them_as_target(self):
        twin = self.make_member("A twin", self.tree["R"])
        with self.assertRaisesRegex(UserError, "as destination"):
            self.merge(self.contact, self.tree["A"], twin)

    def test_customer_account_joins_the_partner(self):
        customer = self.make_member("A's shop account", self.tree["A"], self.type_customer)
        with self.assertRaisesRegex(UserError, "Choose the partner"):
            self.merge(customer, self.tree["A"])
        self.merge(self.tree["A"], customer)
        self.assertEqual(self.tree["A"].mlm_role, "partner")

    def test_other_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other Ltd."})
        market = self.make_market("Other", "OTH", self.germany, other)
        stranger = self.make_member("Stranger", mlm_market_id=market.id)
        with self.assertRaisesRegex(UserError, "different companies"):
            self.merge(self.tree["R"], stranger)

    def test_ended_partnership_is_not_mixed_in(self):
        twin = self.make_member("A twin", self.tree["R"])
        twin._mlm_set_state("terminated", "gone")
        with self.assertRaisesRegex(UserError, "stay apart"):
            self.merge(self.tree["A"], twin)
        with self.assertRaisesRegex(UserError, "active member"):
            self.merge(twin, self.tree["A"])

    def test_evidence_and_ledger_follow(self):
        twin = self.make_member("A twin", self.tree["R"])
        version = self.make_agreement()
        acceptance = version._accept(twin, "paper")
        purpose = self.env.ref("mlm_base.consent_purpose_newsletter")
        consent = self.env["mlm.consent"]._record(twin, purpose, True, "form")
        twin._mlm_set_state("suspended", "why")
        event = twin.mlm_life_cycle_event_ids
        product = self.env["product.product"].create({"name": "Soap"})
        self.env.flush_all()
        self.cr.execute(
            """INSERT INTO mlm_volume (company_id, buyer_id, owner_id, buyer_role, product_id,
                   product_class, kind, entry, pv, cv, net, currency_id, net_currency,
                   date_invoice, date_commission)
               VALUES (%(c)s, %(p)s, %(p)s, 'partner_own', %(product)s, 'goods', 'purchase',
                   'invoice', 1, 1, 1, %(currency)s, 1, '2026-01-01', '2026-01-01')
               RETURNING id""",
            {
                "c": self.company.id,
                "p": twin.id,
                "product": product.id,
                "currency": self.company.currency_id.id,
            },
        )
        [volume_id] = self.cr.fetchone()
        self.merge(self.tree["A"], twin)
        for row in (acceptance, consent, event):
            self.assertEqual(row.partner_id, self.tree["A"], row._description)
        self.cr.execute("SELECT buyer_id, owner_id FROM mlm_volume WHERE id = %s", [volume_id])
        self.assertEqual(self.cr.fetchone(), (self.tree["A"].id, self.tree["A"].id))

    def test_doors_are_closed_after_the_merge(self):
        version = self.make_agreement()
        acceptance = version._accept(self.tree["B"], "paper")
        self.merge(self.tree["A"], self.contact)
        self.cr.execute("SELECT current_setting('mlm.audit_reason', true)")
        self.assertFalse(self.cr.fetchone()[0])
        with self.assertRaises(UserError):
            acceptance.partner_id = self.tree["A"]

    def test_members_are_merged_by_clerks(self):
        user = new_test_user(
            self.env, login="contact_manager", groups="base.group_user,base.group_partner_manager"
        )
        with self.assertRaises(AccessError):
            self.merge(self.tree["A"], self.contact, user=user)
