# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.mlm_base.tests.common_volume import VolumeCommon


@tagged("post_install", "-at_install")
class TestTicketWorkflow(VolumeCommon):
    """A ticket is the beginning of what it asks for, and learns how it ends."""

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref("helpdesk_mgmt.group_helpdesk_manager")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.compliance = new_test_user(
            cls.env,
            "mlm_w_compliance",
            "mlm_base.group_mlm_manager,mlm_base.group_mlm_compliance,"
            "helpdesk_mgmt.group_helpdesk_manager",
        )
        cls.clerk = new_test_user(cls.env, "mlm_w_clerk", "helpdesk_mgmt.group_helpdesk_user")
        cls.team = cls.env["helpdesk.ticket.team"].create({"name": "Care"})

    def ticket(self, topic, partner=None):
        ticket = self.env["helpdesk.ticket"].create(
            {
                "name": "Please",
                "description": "<p>I want it</p>",
                "partner_id": (partner or self.reseller).id,
                "category_id": self.env.ref(f"mlm_helpdesk.category_{topic}").id,
                "team_id": self.team.id,
            }
        )
        return ticket.with_user(self.compliance)

    def start(self, ticket, **values):
        """Open the form that the button opens, fill in what is asked for, and save it."""
        action = ticket.action_mlm_start_workflow()
        model = self.env[action["res_model"]].with_user(ticket.env.user)
        form = Form(model.with_context(**action["context"]))
        for name, value in values.items():
            form[name] = value
        return form.save()

    def test_each_topic_starts_its_workflow(self):
        for topic, model, values in (
            ("notice", "mlm.termination", {}),
            ("network", "mlm.sponsor.change", {"sponsor_to_id": self.top}),
            ("complaint", "mlm.complaint", {"accused_id": self.partner}),
            ("privacy", "mlm.data.request", {"kind": "erasure"}),
        ):
            with self.subTest(topic):
                ticket = self.ticket(topic)
                self.assertEqual(ticket.mlm_workflow, model)
                record = self.start(ticket, **values)
                self.assertEqual(record._name, model)
                self.assertEqual((record.partner_id, record.mlm_ticket_id), (self.reseller, ticket))
                ticket.invalidate_recordset()
                self.assertEqual(ticket.mlm_workflow_count, 1)
                self.assertEqual(ticket.action_mlm_view_workflow()["res_id"], record.id)
                with self.assertRefused("under way already", UserError):
                    ticket.action_mlm_start_workflow()

    def test_the_end_answers_and_closes_the_ticket(self):
        ticket = self.ticket("complaint")
        complaint = self.start(ticket)
        self.assertIn("I want it", complaint.text)
        with self.assertRefused("decision", UserError):
            complaint.action_decide()
        complaint.decision = "A word was had with the partner."
        complaint.action_decide()
        self.assertEqual(complaint.decided_by, self.compliance)
        self.assertTrue(ticket.closed)
        [told] = ticket.message_ids.filtered(lambda m: "has come to its end" in m.body)
        self.assertEqual(told.notified_partner_ids, self.reseller)
        self.assertNotIn("A word was had", " ".join(ticket.message_ids.mapped("body")))
        with self.assertRefused("stays as it is", UserError):
            complaint.decision = "Nothing happened."

    def test_only_compliance_decides_complaints(self):
        ticket = self.ticket("complaint").with_user(self.clerk)
        complaint = self.start(ticket)
        with self.assertRaises(AccessError):
            complaint.action_decide()
        with self.assertRaises(AccessError):
            complaint.write({"state": "done"})
        with self.assertRaises(AccessError):
            complaint.copy(
                {"state": "done", "decision": "Forged", "decided_by": self.compliance.id}
            )
        other = self.start(self.ticket("complaint"))
        self.assertFalse(
            self.env["mlm.complaint"].with_user(self.clerk).search([("id", "=", other.id)])
        )

    def test_what_makes_no_sense_is_refused(self):
        nobody = self.ticket("privacy", self.stranger)
        with self.assertRefused("no member", UserError):
            nobody.action_mlm_start_workflow()
        ticket = self.ticket("complaint")
        with self.assertRefused("was asked by", ValidationError):
            self.env["mlm.complaint"].create(
                {"partner_id": self.top.id, "text": "x", "mlm_ticket_id": ticket.id}
            )
        ticket.mlm_workflow = False
        ticket.category_id = False
        with self.assertRefused("kind of the ticket", UserError):
            ticket.action_mlm_start_workflow()
