# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.mlm_commission.tests.common import CommissionCommon


@tagged("post_install", "-at_install")
class TestSegment(CommissionCommon):
    """Top > partner > reseller > customer, as in CommissionCommon."""

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref("mass_mailing.group_mass_mailing_user")

    def segment(self, **values):
        return self.env["mlm.segment"].create({"name": "Test", **values})

    def members(self, **values):
        segment = self.segment(**values)
        network = self.env["res.partner"].search([("mlm_company_id", "=", self.company.id)])
        found = network.filtered_domain([("id", "in", self.ids_of(segment))])
        self.assertEqual(
            self.env["res.partner"].search([("mlm_segment_ids", "in", segment.ids)]), found
        )
        return found

    def ids_of(self, segment):
        return [row[0] for row in self.env.execute_query(segment._sql_members())]

    def test_type_and_language(self):
        self.assertIn(self.customer, self.members(type_ids=self.customer.mlm_type_id.ids))
        self.assertNotIn(self.top, self.members(type_ids=self.customer.mlm_type_id.ids))
        german = self.env["res.lang"]._activate_lang("de_DE")
        self.top.lang = "de_DE"
        self.assertEqual(self.members(lang_ids=german.ids), self.top)

    def test_team_of_a_leader(self):
        below = self.members(leader_id=self.partner.id)
        self.assertNotIn(self.partner, below)
        self.assertNotIn(self.top, below)
        self.assertIn(self.reseller, below)

    def test_newcomers_and_silent(self):
        today = fields.Date.context_today(self.top)
        new = self.make_member(
            "New", self.partner.mlm_type_id, self.top, mlm_date_joined=str(today)
        )
        self.assertEqual(self.members(joined_days=3), new)
        order = self.make_order(new, [(self.soap, 1)], str(today))
        order.date_order = fields.Datetime.now()
        self.assertNotIn(new, self.members(silent_days=30))
        self.assertIn(self.top, self.members(silent_days=30))

    def test_consent_is_the_last_word(self):
        purpose = self.env.ref("mlm_base.consent_purpose_newsletter")
        consents = self.env["mlm.consent"]
        consents._record(self.top, purpose, True, "test")
        consents._record(self.partner, purpose, True, "test")
        consents._record(self.partner, purpose, False, "test")
        self.assertEqual(self.members(purpose_ids=purpose.ids), self.top)

    def test_rank_and_activity_of_the_closed_period(self):
        self.version_with_ranks()
        self.sell(self.top, [(self.soap, 5)])
        self.sell(self.partner, [(self.soap, 2)])
        self.march.action_cut_off()
        run = self.march._new_run("trial")
        run._execute()
        run.sudo().kind = "final"
        self.assertEqual(self.members(rank_codes="star"), self.top)
        self.assertEqual(self.members(activity="active"), self.top | self.partner)
        self.assertNotIn(self.top, self.members(activity="inactive"))
        self.assertIn(self.reseller, self.members(activity="inactive"))

    def version_with_ranks(self):
        ranks = """plan:
  currency: USD
  active: [{measure: personal_volume, min: 20}]
  ranks:
    - {code: star, require: [{measure: personal_volume, min: 40}]}
  bonuses:
    - {code: level, kind: level, compression: none, rates: [10]}
"""
        version = self.env["mlm.plan.version"].create(
            {"plan_id": self.plan.id, "date_from": "2026-02-01", "definition": ranks}
        )
        version._release()

    def test_at_risk_is_active_then_and_not_now(self):
        self.version_with_ranks()
        self.sell(self.top, [(self.soap, 5)])
        self.march.action_cut_off()
        run = self.march._new_run("trial")
        run._execute()
        run.sudo().kind = "final"
        april = self.env["mlm.period"].create({"kind": "month", "date_from": "2026-04-01"})
        april._new_run("live")._execute()
        self.assertEqual(self.members(activity="at_risk"), self.top)

    def test_unknown_rank_is_named(self):
        with self.assertRaisesRegex(ValidationError, "platinum"):
            self.segment(rank_codes="platinum")

    def test_saved_filter_follows_the_segment(self):
        segment = self.segment(leader_id=self.top.id)
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "News",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "mailing_domain": segment.filter_id.mailing_domain,
                "mlm_purpose_id": False,
            }
        )
        self.assertEqual(sorted(mailing._get_recipients()), sorted(self.ids_of(segment)))
        segment.name = "Other"
        self.assertEqual(segment.filter_id.name, "Other")
        saved = segment.filter_id
        segment.unlink()
        self.assertFalse(saved.exists())

    def test_newsletters_need_consent(self):
        purpose = self.env.ref("mlm_base.consent_purpose_newsletter")
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "News",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "mailing_domain": repr([("mlm_company_id", "=", self.company.id)]),
            }
        )
        self.assertEqual(mailing.mlm_purpose_id, purpose)
        self.assertFalse(mailing._get_recipients())
        self.env["mlm.consent"]._record(self.top, purpose, True, "test")
        self.assertEqual(mailing._get_recipients(), self.top.ids)

    def test_unsubscribing_is_a_withdrawal(self):
        purpose = self.env.ref("mlm_base.consent_purpose_newsletter")
        self.top.email = "top@example.org"
        self.env["mlm.consent"]._record(self.top, purpose, True, "test")
        self.env["mail.blacklist"]._add("top@example.org")
        self.assertFalse(self.env["mlm.consent"]._current(self.top, purpose)[self.top.id])
        self.env["mail.blacklist"]._remove("top@example.org")
        self.assertFalse(self.env["mlm.consent"]._current(self.top, purpose)[self.top.id])

    def test_other_company_sees_nothing(self):
        other = self.env["res.company"].create({"name": "Other"})
        segment = self.segment()
        self.assertTrue(self.ids_of(segment))
        segment.company_id = other
        self.assertFalse(self.ids_of(segment))
