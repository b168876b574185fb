# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The demo company talks to its people, and they ask it."""

from odoo.tests import TransactionCase, tagged

from ..story import marketing, support


@tagged("post_install", "-at_install")
class TestDemoService(TransactionCase):
    def test_tickets_found_their_teams(self):
        tickets = self.env["helpdesk.ticket"].search(
            [("name", "in", [asked.subject for asked in support.TICKETS])], order="id"
        )
        self.assertEqual(
            tickets.mapped("team_id.name"), ["Partnerbetreuung", "Kundenservice", "Compliance"]
        )
        self.assertEqual(
            tickets.mapped("closed"), [bool(asked.answer) for asked in support.TICKETS]
        )
        self.assertEqual(tickets.rating_ids.filtered("consumed").mapped("rating"), [5, 4])

    def test_segments_hold_people(self):
        names = [name for name, __ in marketing.SEGMENTS]
        segments = self.env["mlm.segment"].search([("name", "in", names)])
        self.assertEqual(len(segments), len(names))
        self.assertTrue(segments.filter_id)
        silent = segments.filtered("silent_days")
        self.assertTrue(silent.member_count)

    def test_the_contest_has_a_ranking(self):
        contest = self.env["mlm.contest"].search([("name", "=", marketing.CONTEST["name"])])
        self.assertEqual(contest.state, "running")
        self.assertTrue(contest.result_ids)

    def test_series_and_training_are_on(self):
        for name in marketing.SERIES:
            self.assertEqual(self.env.ref(f"mlm_marketing.series_{name}").state, "running")
        self.assertTrue(self.env["mlm.training"].search_count([("is_published", "=", True)]))

    def test_opening_again_does_nothing(self):
        before = self.env["helpdesk.ticket"].search_count([])
        self.assertFalse(self.env["mlm.demo"]._open_service())
        self.assertEqual(self.env["helpdesk.ticket"].search_count([]), before)
