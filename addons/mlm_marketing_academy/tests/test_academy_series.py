# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.mlm_academy.tests.common import AcademyCommon


@tagged("post_install", "-at_install")
class TestAcademySeries(AcademyCommon):
    """A training that is due begins a series; who has passed it gets no more mails."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.training = cls.make_training()
        template = cls.env["mail.template"].create(
            {
                "name": "Step",
                "model_id": cls.env["ir.model"]._get_id("res.partner"),
                "subject": "Your training",
                "body_html": "<p>Please</p>",
                "partner_to": "{{ object.id }}",
                "use_default_to": False,
            }
        )
        cls.series = cls.env["mlm.series"].create(
            {
                "name": "Training",
                "trigger": "training_due",
                "purpose_id": False,
                "may_repeat": True,
                "hour_from": 0,
                "hour_to": 24,
                "step_ids": [
                    Command.create(
                        {"name": "One", "sequence": n, "delay": n, "template_id": template.id}
                    )
                    for n in (1, 2)
                ],
            }
        )

    def entered(self):
        """Note who is due, and return who entered the series and runs through it."""
        self.env["mlm.training.reminder"]._note()
        self.series._let_in()
        people = self.series.person_ids.filtered(lambda one: one.state == "running")
        return people.filtered(lambda one: one.partner_id in self.anna | self.bert)

    def test_enters_when_due_and_again_when_it_ends(self):
        with freeze_time("2026-01-02"):
            self.series.action_start()
            self.assertEqual(self.entered().partner_id, self.anna | self.bert)
            self.assertEqual(len(self.entered()), 2, "each once")
            self.pass_course(self.anna_user)
        with freeze_time("2026-01-20"):
            self.series.person_ids._process()
            states = {p.partner_id: p.state for p in self.series.person_ids}
            self.assertEqual((states[self.anna], states[self.bert]), ("stopped", "running"))
        with freeze_time("2026-12-10"):
            self.assertIn(self.anna, self.entered().partner_id, "it ends in three weeks")
