# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .mlm_training_state import LATE, STATES, VALID

BATCH = 200


class MlmTrainingReminder(models.Model):
    """Each state of a training that a member was told of, once; mailing series begin with it."""

    _name = "mlm.training.reminder"
    _description = "Training Reminder"
    _order = "id desc"
    _rec_name = "training_id"

    training_id = fields.Many2one("mlm.training", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="training_id.company_id")
    partner_id = fields.Many2one(
        "res.partner", string="Member", required=True, readonly=True, index=True, ondelete="cascade"
    )
    state = fields.Selection(selection=STATES, required=True, readonly=True)
    date = fields.Date(
        string="Due or Until", required=True, readonly=True, help="The day that the state is about."
    )
    is_sent = fields.Boolean(string="Sent", readonly=True)

    _once = models.UniqueIndex(
        "(training_id, partner_id, state, date)", "The member was told of this already."
    )
    _waiting_idx = models.Index("(id) WHERE is_sent IS NOT TRUE")

    @api.model
    def _cron_remind(self):
        """Note who has to be told of what, in one statement, and send it in batches."""
        self._note()
        cron = self.env["ir.cron"]
        waiting = [("is_sent", "=", False)]
        cron._commit_progress(remaining=self.search_count(waiting))
        while reminders := self.search(waiting, order="id", limit=BATCH):
            reminders._send()
            if not cron._commit_progress(processed=len(reminders)):
                return

    @api.model
    def _note(self):
        """Write a row for each state that a member wasn't told of; responsible people learn of late
        members by one activity per training.

        :return: number of new rows
        """
        trainings = self.env["mlm.training"].sudo().search([])
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """INSERT INTO mlm_training_reminder (training_id, partner_id, state, date,
                          create_uid, create_date, write_uid, write_date)
                   SELECT s.training_id, s.partner_id, s.state,
                          CASE WHEN s.state IN ('expiring', 'expired') THEN s.valid_until
                               ELSE s.due_date END,
                          %(uid)s, %(now)s, %(uid)s, %(now)s
                     FROM (%(states)s) s WHERE s.state <> %(valid)s
                   ON CONFLICT (training_id, partner_id, state, date) DO NOTHING
                   RETURNING training_id, state""",
                states=trainings._sql_states(fields.Date.context_today(self)),
                valid=VALID,
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        self.invalidate_model()
        late = {training for training, state in rows if state in LATE}
        trainings.browse(late)._remind_responsible()
        return len(rows)

    def _send(self):
        """Mail these reminders; who has no address is told in the portal only."""
        template = self.env.ref("mlm_academy.mail_training_reminder")
        reachable = self.filtered("partner_id.email")
        if reachable:
            template.send_mail_batch(reachable.ids)
        self.is_sent = True


class MlmTraining(models.Model):
    _inherit = "mlm.training"

    def _remind_responsible(self):
        """Schedule an activity for the responsible user, unless one is open."""
        for training in self.filtered("user_id"):
            if not training.activity_search(
                ["mail.mail_activity_data_todo"], user_id=training.user_id.id
            ):
                training.activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=self.env._("Members are late with this training"),
                    user_id=training.user_id.id,
                )
