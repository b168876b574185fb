# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

LONGEST = 2000
LONGEST_STEP = 200
# Further away is a slip of the keyboard.
STEP_DAYS = 366


class MlmContactNote(models.Model):
    """How partners keep their notes in the portal. Reading goes by the record rule."""

    _inherit = "mlm.contact.note"

    @api.model
    def _mlm_log(self, person_sudo, values):
        """Write down a contact of the user with an own customer or partner.

        Callers have found the person as the user's own.

        :param person_sudo: res.partner record
        :param dict values: texts of the form: ``kind``, ``date``, ``outcome``, ``summary``,
            ``next_date``, ``next_step`` (both empty: nothing is planned)
        :raise UserError: what doesn't fit, in words for the user
        """
        summary = (values.get("summary") or "").strip()
        if not summary:
            raise UserError(self.env._("Please write down what it was about."))
        vals = {
            "partner_id": person_sudo.id,
            "author_id": self.env.user.partner_id.id,
            "is_private": True,
            "kind": self._mlm_choice("kind", values.get("kind") or "call"),
            "outcome": self._mlm_choice("outcome", values.get("outcome") or False),
            "date": self._mlm_day(values.get("date"), until=0),
            "summary": summary[:LONGEST],
        }
        step = (values.get("next_step") or "").strip()
        due = values.get("next_date") and self._mlm_day(values["next_date"], since=0)
        if step and not due:
            raise UserError(self.env._("Please choose the day of the next step."))
        quiet = {"mail_create_nosubscribe": True, "mail_create_nolog": True}
        note_sudo = self.sudo().with_context(**quiet).create(vals)
        if due:
            note_sudo.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_call",
                date_deadline=due,
                summary=step[:LONGEST_STEP] or self.env._("Get in touch again"),
                user_id=self.env.uid,
            )
        return note_sudo

    def _mlm_choice(self, name, value):
        if value and value not in dict(self._fields[name]._description_selection(self.env)):
            raise UserError(self.env._("Please choose one of the offered words."))
        return value

    def _mlm_day(self, text, since=-STEP_DAYS, until=STEP_DAYS):
        """Return the day of a form's text, today if it is empty; bounds are days from today."""
        today = fields.Date.context_today(self)
        try:
            day = date.fromisoformat(text) if text else today
        except ValueError as error:
            raise UserError(self.env._("Please enter a date.")) from error
        if not today + timedelta(since) <= day <= today + timedelta(until):
            raise UserError(
                self.env._(
                    "Please check the date %(day)s: contacts lie behind you, next steps "
                    "before you, both within a year.",
                    day=day,
                )
            )
        return day

    @api.model
    def _mlm_next_steps(self):
        """Return the user's own open steps.

        :return: list of (code, records): ``overdue``, ``today``, ``week`` (to Sunday), ``later``;
            records are mail.activity (sudo), the most urgent first; empty lists are left out
        """
        today = fields.Date.context_today(self)
        sunday = today + timedelta(6 - today.weekday())
        steps_sudo = self._mlm_steps_of(self._search([]))
        found = {
            "overdue": steps_sudo.filtered(lambda step: step.date_deadline < today),
            "today": steps_sudo.filtered(lambda step: step.date_deadline == today),
            "week": steps_sudo.filtered(lambda step: today < step.date_deadline <= sunday),
            "later": steps_sudo.filtered(lambda step: step.date_deadline > max(today, sunday)),
        }
        return [(code, steps) for code, steps in found.items() if steps]

    @api.model
    def _mlm_steps_of(self, note_ids):
        """Return the open steps (mail.activity, sudo) of notes that the user may read."""
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [("res_model", "=", self._name), ("res_id", "in", note_ids)],
                order="date_deadline, id",
            )
        )

    def _mlm_step_done(self):
        """Close what was planned with an own note; callers have found it by the record rule."""
        self._mlm_steps_of(self.ids).action_feedback()
