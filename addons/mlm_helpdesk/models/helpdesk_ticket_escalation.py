# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

STAFF = "helpdesk_mgmt.group_helpdesk_user_own"


class HelpdeskTicketTeam(models.Model):
    _inherit = "helpdesk.ticket.team"

    mlm_escalation_team_id = fields.Many2one(
        "helpdesk.ticket.team",
        string="Late Tickets Go To",
        index="btree_not_null",
        ondelete="set null",
        help="The next level. Empty: late tickets stay here and the team leader is told.",
    )
    mlm_escalation_hours = fields.Integer(
        string="Hours Until the Next Level",
        default=24,
        help="A ticket that came late to this team goes on when it is open after so many hours.",
    )

    _mlm_escalation_hours_positive = models.Constraint(
        "CHECK(mlm_escalation_hours > 0)", "A level needs at least one hour."
    )

    @api.constrains("mlm_escalation_team_id")
    def _check_mlm_escalation_team_id(self):
        if self._has_cycle("mlm_escalation_team_id"):
            raise ValidationError(
                self.env._("Late tickets would go in a circle. Choose another next level.")
            )


class HelpdeskTicket(models.Model):
    """Tickets past their deadline climb level by level, each level once."""

    _inherit = "helpdesk.ticket"

    mlm_escalated_at = fields.Datetime(
        string="Escalated At", readonly=True, copy=False, groups=STAFF
    )
    mlm_escalation_level = fields.Integer(
        string="Level", readonly=True, copy=False, groups=STAFF, help="0: never late."
    )

    @api.model
    def _mlm_cron_escalate(self):
        """Take each late ticket one level up."""
        now = fields.Datetime.now()
        late = self.search(
            [
                ("stage_id.closed", "=", False),
                ("duplicate_id", "=", False),
                ("ticket_sla_ids", "any", self._mlm_late_domain(now)),
                "|",
                ("mlm_escalated_at", "=", False),
                ("team_id.mlm_escalation_team_id", "!=", False),
            ]
        )
        for ticket in late:
            hours = timedelta(hours=ticket.team_id.mlm_escalation_hours)
            if not ticket.mlm_escalated_at or ticket.mlm_escalated_at + hours <= now:
                ticket._mlm_escalate(now)

    @api.model
    def _mlm_late_domain(self, now):
        """Return which promises (helpdesk.ticket.sla) are broken at a time."""
        running_out = ["&", ("state", "=", "in_progress"), ("deadline", "<", now)]
        return ["|", ("state", "=", "expired"), *running_out]

    def _mlm_escalate(self, now):
        """Hand the ticket to the next level and tell its leader; the chatter keeps it."""
        self.ensure_one()
        team = self.team_id.mlm_escalation_team_id or self.team_id
        leader = team.user_id or self.user_id
        values = {"mlm_escalated_at": now, "mlm_escalation_level": self.mlm_escalation_level + 1}
        if team != self.team_id:
            values.update(team_id=team.id, user_id=leader.id)
            if self.stage_id not in team._get_applicable_stages():
                values["stage_id"] = team._get_applicable_stages()[:1].id
        self.write(values)
        self._message_log(
            body=self.env._(
                "Past its deadline: level %(level)s, %(team)s.",
                level=self.mlm_escalation_level,
                team=team.complete_name,
            )
        )
        if leader:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Ticket past its deadline"),
                user_id=leader.id,
            )
