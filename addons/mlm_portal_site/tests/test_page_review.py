# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import PageCommon


@tagged("post_install", "-at_install")
class TestPageReview(PageCommon):
    """Nothing is public before a compliance officer looked at it."""

    def mails(self):
        return self.env["mail.mail"].sudo().search([("recipient_ids", "in", self.anna.ids)])

    def test_approval_needs_both_checks(self):
        page = self.write_page()
        review = page.with_user(self.officer)
        for checks in ({}, {"has_no_health_claim": True}):
            review.write(checks)
            with self.assertRefused("tick both boxes", UserError):
                review.action_approve()
        review.has_no_income_claim = True
        review.action_approve()
        self.assertEqual((page.state, page.reviewed_by_id), ("approved", self.officer))
        self.assertEqual(self.Page._public(self.anna), page)

    def test_one_version_after_the_other(self):
        first = self.publish(story="First words.")
        second = self.write_page(story="Second words.")
        self.assertEqual((first.version, second.version), (1, 2))
        self.assertEqual(self.Page._public(self.anna), first, "until the second one is approved")
        review = second.with_user(self.officer)
        self.assertEqual(review.public_story, "First words.")
        review.write({"has_no_health_claim": True, "has_no_income_claim": True})
        review.action_approve()
        self.assertEqual((first.state, second.state), ("retired", "approved"))
        self.assertEqual(self.Page._public(self.anna), second)

    def test_a_change_takes_the_submission_back(self):
        page = self.write_page()
        again = self.Page._save(self.anna, {"headline": "Other", "story": "Words"})
        self.assertEqual((again, again.state), (page, "draft"))
        with self.assertRefused("changed meanwhile", UserError):
            page.with_user(self.officer).action_approve()

    def test_refusal_says_why(self):
        page = self.write_page(story="Our oil heals; you earn 3000 € per month.")
        review = page.with_user(self.officer)
        self.assertEqual(review.claim_hints, "Health: heal; Income: earn, per month, €")
        with self.assertRefused("write the reason", UserError):
            review.action_refuse()
        review.reason = "Leave out what the oil is good for."
        review.action_refuse()
        self.assertEqual(page.state, "refused")
        self.assertIn("Leave out what the oil is good for.", self.mails().body_html)
        following = self.Page._save(self.anna, {"headline": "Soap", "story": "I wash."})
        self.assertEqual((following.version, following.state), (2, "draft"))
        self.assertEqual(page.story, "Our oil heals; you earn 3000 € per month.", "evidence")

    def test_words_in_other_words_are_no_hint(self):
        page = self.write_page(story="Enrichment of a learned grandmother.")
        self.assertFalse(page.claim_hints)

    def test_taken_down_at_once(self):
        page = self.publish()
        review = page.with_user(self.officer)
        review.reason = "A complaint."
        review.action_take_down()
        self.assertFalse(self.Page._public(self.anna))

    def test_nobody_reviews_the_own_page(self):
        page = self.write_page()
        page.with_user(self.officer).write(
            {"has_no_health_claim": True, "has_no_income_claim": True}
        )
        self.officer.partner_id = self.anna
        with self.assertRefused("Nobody reviews the own page", UserError):
            page.with_user(self.officer).action_approve()

    def test_staff_does_not_write_for_partners(self):
        page = self.write_page()
        review = page.with_user(self.officer)
        for values in ({"story": "Other"}, {"state": "approved"}, {"is_indexed": True}):
            with self.assertRaises(UserError):
                review.write(values)
        with self.assertRaises(AccessError):
            self.Page.with_user(self.officer).create({"partner_id": self.anna.id})

    def test_others_of_the_staff_only_read(self):
        page = self.write_page()
        reader = new_test_user(self.env, "reader_pp", groups="mlm_base.group_mlm_user")
        reader.write({"company_ids": [(4, self.company.id)], "company_id": self.company.id})
        self.assertEqual(page.with_user(reader).headline, "Soap and me")
        with self.assertRaises(AccessError):
            page.with_user(reader).write({"reason": "No"})
        with self.assertRaises(AccessError):
            page.with_user(reader).action_approve()

    def test_submitted_only_with_consent_and_words(self):
        page = self.Page._save(self.anna, {"headline": "Soap"})
        with self.assertRefused("headline and your story", UserError):
            page._submit()
        self.Page._save(self.anna, {"headline": "Soap", "story": "I wash."})
        self.consent(False)
        with self.assertRefused("Partner Page", UserError):
            page._submit()

    def test_public_while_active_and_agreed(self):
        page = self.publish()
        self.consent(False)
        self.assertFalse(self.Page._public(self.anna))
        self.consent(True)
        self.assertEqual(self.Page._public(self.anna), page)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET mlm_state = 'suspended' WHERE id = %s", [self.anna.id]
        )
        self.env.invalidate_all()
        self.assertFalse(self.Page._public(self.anna))

    def test_copy_of_the_own_data(self):
        self.publish()
        self.env["mlm.partner.message"]._deliver(
            self.anna, {"name": "Carla", "email": "carla@example.org", "text": "Hello"}
        )
        data = self.anna._mlm_export_data()
        self.assertEqual(data["partner_pages"][0]["story"], "I wash.")
        self.assertEqual(data["messages"][0]["text"], "Hello")
        self.assertNotIn("carla@example.org", str(data), "a third person's address")
