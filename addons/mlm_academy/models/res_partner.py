# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL, format_date

from .mlm_training_state import EXPIRED, EXPIRING, OPEN, OVERDUE, VALID


class ResPartner(models.Model):
    """Trainings of a member: what is to do, what is valid, what was passed."""

    _inherit = "res.partner"

    mlm_training_late_count = fields.Integer(
        string="Trainings Late",
        compute="_compute_mlm_training_late_count",
        groups="mlm_base.group_mlm_user",
    )

    def _compute_mlm_training_late_count(self):
        late = self.env["mlm.training"].sudo().search([])._late(self)
        for partner in self:
            partner.mlm_training_late_count = len(late.get(partner.id, ()))

    def action_mlm_view_trainings(self):
        """Open what this member has to take."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mlm_academy.mlm_training_status_action"
        )
        return {**action, "domain": [("partner_id", "=", self.id)], "context": {}}

    def _mlm_training_rows(self):
        """Return how far this member is with what it has to take.

        :return: list of dict: ``training``, ``channel`` (sudo), ``state``, ``due``, ``until``,
            ``days`` (left until then), in the order of the trainings
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        trainings = self.env["mlm.training"].sudo().search([])
        self.env.flush_all()
        found = {
            training: (state, due, until)
            for training, state, due, until in self.env.execute_query(
                SQL(
                    "SELECT training_id, state, due_date, valid_until FROM (%s) s",
                    trainings._sql_states(today, self),
                )
            )
        }
        rows = []
        for training in trainings.filtered(lambda one: one.id in found):
            state, due, until = found[training.id]
            last = until if state in (VALID, EXPIRING) else due
            rows.append(
                {
                    "training": training,
                    "channel": training.channel_id,
                    "state": state,
                    "due": due,
                    "until": until,
                    "days": (last - today).days if last else None,
                }
            )
        return rows

    def _mlm_training_text(self, row):
        """Return in words how far this member is with a training."""
        texts = {
            VALID: self.env._("Valid until %(date)s"),
            EXPIRING: self.env._("Expires in %(days)s days"),
            EXPIRED: self.env._("Expired"),
            OVERDUE: self.env._("Overdue"),
            OPEN: self.env._("Due by %(date)s"),
        }
        if row["state"] == VALID and not row["until"]:
            return self.env._("Valid for good")
        date = row["until"] if row["state"] == VALID else row["due"]
        return texts[row["state"]] % {"days": row["days"], "date": format_date(self.env, date)}

    def _mlm_dashboard_todos(self):
        """Add the trainings that have to be taken or renewed."""
        todos = super()._mlm_dashboard_todos()
        for row in self._mlm_training_rows():
            if row["state"] != VALID:
                todos.append({"text": self._mlm_training_todo(row), "url": "/my/academy"})
        return todos

    def _mlm_training_todo(self, row):
        name = row["training"].name
        if row["state"] == EXPIRED:
            return self.env._("Your training “%(name)s” has expired. Take it again.", name=name)
        if row["state"] == OVERDUE:
            return self.env._("The training “%(name)s” is overdue.", name=name)
        if row["state"] == EXPIRING:
            return self.env._(
                "Renew the training “%(name)s”: it ends on %(date)s.",
                name=name,
                date=format_date(self.env, row["until"]),
            )
        return self.env._(
            "Complete the training “%(name)s” by %(date)s.",
            name=name,
            date=format_date(self.env, row["due"]),
        )

    def _mlm_start_training(self, training_id):
        """Enrol this member in the course of an own training; a renewal begins from the start.

        :param int training_id: as it came from the client
        :return: slide.channel record (sudo), empty if the training is not an own one
        """
        self.ensure_one()
        for row in self._mlm_training_rows():
            if row["training"].id != training_id:
                continue
            channel = row["channel"]
            channel._action_add_members(self.sudo())
            membership = channel.env["slide.channel.partner"].search(
                [("channel_id", "=", channel.id), ("partner_id", "=", self.id)]
            )
            if row["state"] != VALID and membership.member_status == "completed":
                membership._mlm_start_over()
            return channel
        return self.env["slide.channel"].sudo()
