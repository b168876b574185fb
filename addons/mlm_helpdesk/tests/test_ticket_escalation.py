# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user, tagged

from odoo.addons.mlm_base.tests.common_volume import VolumeCommon


@tagged("post_install", "-at_install")
class TestTicketEscalation(VolumeCommon):
    """First level, then Experts, then the Board; four hours for an answer."""

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref("helpdesk_mgmt.group_helpdesk_manager")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mlm.ticket.route"].search([]).unlink()
        Team = cls.env["helpdesk.ticket.team"]
        cls.leader = new_test_user(cls.env, "mlm_e_lead", "helpdesk_mgmt.group_helpdesk_manager")
        cls.board = Team.create({"name": "Board", "use_sla": True, "user_id": cls.leader.id})
        cls.experts = Team.create(
            {
                "name": "Experts",
                "use_sla": True,
                "user_id": cls.leader.id,
                "mlm_escalation_team_id": cls.board.id,
                "mlm_escalation_hours": 8,
            }
        )
        cls.first = Team.create(
            {"name": "First", "use_sla": True, "mlm_escalation_team_id": cls.experts.id}
        )
        cls.closed = cls.env["helpdesk.ticket.stage"].search([("closed", "=", True)], limit=1)
        cls.env["helpdesk.sla"].search([]).write({"active": False})
        cls.env["helpdesk.sla"].create(
            {"name": "Four hours", "hours": 4, "stage_id": cls.closed.id}
        )
        cls.ticket = cls.make_ticket()

    @classmethod
    def make_ticket(cls, **values):
        return cls.env["helpdesk.ticket"].create(
            {
                "name": "Parcel",
                "description": "<p>Where is it?</p>",
                "partner_id": cls.reseller.id,
                "team_id": cls.first.id,
                **values,
            }
        )

    def escalate(self):
        self.env["helpdesk.ticket"]._mlm_cron_escalate()

    def make_late(self, ticket):
        ticket.ticket_sla_ids.deadline = fields.Datetime.now() - timedelta(minutes=1)
        self.env.flush_all()

    def test_late_tickets_climb_level_by_level(self):
        self.assertTrue(self.ticket.ticket_sla_ids)
        self.escalate()
        self.assertEqual((self.ticket.team_id, self.ticket.mlm_escalation_level), (self.first, 0))
        self.make_late(self.ticket)
        self.escalate()
        self.escalate()
        self.assertEqual((self.ticket.team_id, self.ticket.mlm_escalation_level), (self.experts, 1))
        self.assertEqual(self.ticket.user_id, self.leader)
        self.assertEqual(len(self.ticket.activity_ids), 1)
        self.ticket.mlm_escalated_at = fields.Datetime.now() - timedelta(hours=9)
        self.escalate()
        self.assertEqual((self.ticket.team_id, self.ticket.mlm_escalation_level), (self.board, 2))
        # There is nobody above: it stays.
        self.ticket.mlm_escalated_at = fields.Datetime.now() - timedelta(days=9)
        self.escalate()
        self.assertEqual(self.ticket.mlm_escalation_level, 2)

    def test_closed_ones_stay_where_they_are(self):
        self.make_late(self.ticket)
        self.ticket.stage_id = self.closed
        self.escalate()
        self.assertEqual(self.ticket.mlm_escalation_level, 0)

    def test_a_routed_ticket_gets_the_promise_of_its_team(self):
        self.env["mlm.ticket.route"].create({"team_id": self.first.id})
        ticket = self.make_ticket(team_id=False)
        self.assertEqual(ticket.team_id, self.first)
        self.assertTrue(ticket.ticket_sla_ids)

    def test_levels_go_in_no_circle(self):
        with self.assertRefused("in a circle", ValidationError):
            self.board.mlm_escalation_team_id = self.first

    def merge(self, ticket, target):
        self.env["helpdesk.ticket.duplicate.wizard"].create(
            {"ticket_id": ticket.id, "duplicate_of_id": target.id}
        ).action_confirm()

    def test_merged_tickets_keep_words_and_files(self):
        second = self.make_ticket(name="Parcel again", description="<p>Still waiting</p>")
        second.message_post(
            body="A picture", message_type="comment", attachments=[("box.png", b"png")]
        )
        file = second.message_ids.attachment_ids
        self.merge(second, self.ticket)
        words = " ".join(self.ticket.message_ids.mapped("body"))
        self.assertIn("Still waiting", words)
        self.assertIn("A picture", words)
        self.assertEqual(self.ticket.message_ids.attachment_ids, file)
        self.assertEqual(file.res_id, self.ticket.id)
        self.assertTrue(second.closed)
        self.assertEqual(second.duplicate_id, self.ticket)
        self.assertIn(self.ticket.number, second.message_ids[0].body)

    def test_merging_lets_nobody_read_the_other_ticket(self):
        second = self.make_ticket(name="Parcel again")
        colleague = self.env["res.partner"].create({"name": "Child", "parent_id": self.reseller.id})
        second.message_subscribe(partner_ids=(colleague | self.leader.partner_id).ids)
        self.merge(second, self.ticket)
        self.assertIn(self.leader.partner_id, self.ticket.message_partner_ids)
        self.assertNotIn(colleague, self.ticket.message_partner_ids)
        self.assertEqual(second.rating_status, "no_rate", "nobody is asked about it twice")

    def test_what_a_merged_ticket_started_ends_in_the_other_one(self):
        topic = self.env.ref("mlm_helpdesk.category_complaint")
        second = self.make_ticket(name="A complaint", category_id=topic.id)
        complaint = self.env["mlm.complaint"].create(
            {"partner_id": self.reseller.id, "text": "Late", "mlm_ticket_id": second.id}
        )
        self.merge(second, self.ticket)
        self.assertEqual(complaint.mlm_ticket_id, self.ticket)
        complaint.decision = "Sorry"
        complaint.action_decide()
        self.assertTrue(self.ticket.closed)
        self.assertIn("come to its end", " ".join(self.ticket.message_ids.mapped("body")))

    def test_tickets_of_different_people_are_not_merged(self):
        foreign = self.make_ticket(partner_id=self.partner.id)
        with self.assertRefused("different people", UserError):
            self.merge(foreign, self.ticket)
        self.assertFalse(foreign.duplicate_id)
        unknown = [
            self.make_ticket(partner_id=False, partner_email=email)
            for email in ("a@example.org", "b@example.org", "A@example.org ")
        ]
        with self.assertRefused("different people", UserError):
            self.merge(unknown[0], unknown[1])
        self.merge(unknown[0], unknown[2])

    def test_the_member_is_known_by_the_address(self):
        self.reseller.email = "reseller@example.org"
        self.env["res.partner"].create({"name": "Old", "email": "reseller@example.org"})
        ticket = self.env["helpdesk.ticket"].message_new(
            {
                "email_from": "Reseller <Reseller@example.org>",
                "from": "Reseller <Reseller@example.org>",
                "subject": "Hello",
                "body": "<p>Help</p>",
                "author_id": False,
            }
        )
        self.assertEqual(ticket.partner_id, self.reseller)
        self.assertEqual(ticket.partner_name, self.reseller.name)
