# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

import psycopg2

from odoo import SUPERUSER_ID, Command, api, fields
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from odoo.addons.mlm_marketing.models.series import mlm_series_person

PEOPLE = 7
BATCH = 2
KILLED_IN_BATCH = 3


@tagged("-standard", "-at_install", "post_install", "concurrency")
class TestSeriesKilled(BaseCase):
    """A worker's connection is killed in the middle of a batch; another worker goes on.

    Commits, and takes away what it made; archived contacts stay.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())

    def setUp(self):
        super().setUp()
        self.addCleanup(self.clean_up)
        self.members, self.series, self.template = [], 0, 0
        with self.registry.cursor() as cr:
            env = self.env_of(cr)
            members = env["res.partner"].create(
                [
                    {
                        "name": f"Person {number}",
                        "email": f"killed{number}@example.org",
                        "mlm_type_id": env.ref("mlm_base.partner_type_distributor").id,
                        "mlm_state": "active",
                    }
                    for number in range(PEOPLE)
                ]
            )
            template = env["mail.template"].create(
                {
                    "name": "Killed",
                    "model_id": env["ir.model"]._get_id("res.partner"),
                    "subject": "Once",
                    "body_html": "<p>Once</p>",
                    "partner_to": "{{ object.id }}",
                    "use_default_to": False,
                }
            )
            series = env["mlm.series"].create(
                {
                    "name": "Killed",
                    "company_id": members.mlm_company_id.id,
                    "purpose_id": False,
                    "hour_from": 0,
                    "hour_to": 24,
                    "step_ids": [
                        Command.create({"name": "One", "delay": 0, "template_id": template.id}),
                        Command.create(
                            {"name": "Two", "sequence": 20, "delay": 9, "template_id": template.id}
                        ),
                    ],
                }
            )
            series.action_start()
            people = env["mlm.series.person"]._enter(series, members)
            people.due_at = fields.Datetime.subtract(fields.Datetime.now(), minutes=1)
            self.members, self.series, self.template = members.ids, series.id, template.id

    def clean_up(self):
        with self.registry.cursor() as cr:
            env = self.env_of(cr)
            series = env["mlm.series"].browse(self.series).exists()
            mailings = series.step_ids.mailing_id
            env["mail.mail"].search([("mailing_id", "in", mailings.ids)]).unlink()
            env["mailing.trace"].search([("mass_mailing_id", "in", mailings.ids)]).unlink()
            series.unlink()
            mailings.exists().unlink()
            env["mail.template"].browse(self.template).exists().unlink()
            env.flush_all()
            cr.execute(
                "UPDATE res_partner SET active = false, mlm_state = 'terminated', email = NULL,"
                " email_normalized = NULL WHERE id = ANY(%s)",
                [self.members],
            )

    def env_of(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})

    def mails(self):
        """Return the contacts of the committed mails, one per mail."""
        with self.registry.cursor() as cr:
            mails = self.env_of(cr)["mail.mail"].search([("res_id", "in", self.members)])
            return sorted(mails.mapped("res_id"))

    def work(self):
        with self.registry.cursor() as cr:
            self.env_of(cr)["mlm.series.person"]._cron_process()

    def work_until_killed(self):
        """Work as the scheduler does, until the server ends the connection within a batch."""
        people = self.registry["mlm.series.person"]
        original = people._write_deliveries
        calls = []

        def dies(records, *args):
            calls.append(records)
            if len(calls) == KILLED_IN_BATCH:
                # The mails of this batch are in the queue by now, nothing of it is committed.
                records.env.flush_all()
                with self.registry.cursor() as cr:
                    cr.execute(
                        "SELECT pg_terminate_backend(%s)",
                        [records.env.cr._cnx.info.backend_pid],
                    )
            return original(records, *args)

        with (
            patch.object(people, "_write_deliveries", dies),
            mute_logger("odoo.sql_db"),
            self.assertRaises((psycopg2.OperationalError, psycopg2.InterfaceError)),
        ):
            self.work()

    def test_nobody_gets_a_step_twice(self):
        with patch.object(mlm_series_person, "BATCH", BATCH):
            self.work_until_killed()
            before = self.mails()
            self.assertEqual(len(before), BATCH * (KILLED_IN_BATCH - 1), "whole batches stay")
            self.work()
            self.work()
        self.assertEqual(self.mails(), self.members)
        with self.registry.cursor() as cr:
            cr.execute(
                "SELECT count(*), count(DISTINCT person_id) FROM mlm_series_delivery"
                " WHERE partner_id = ANY(%s)",
                [self.members],
            )
            self.assertEqual(cr.fetchone(), (PEOPLE, PEOPLE))
