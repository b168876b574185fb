# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

from .mlm_ticket_workflow import STAFF

WORKFLOWS = [
    ("mlm.termination", "Notice and Buy-Back"),
    ("mlm.sponsor.change", "Change of Sponsor"),
    ("mlm.complaint", "Complaint"),
    ("mlm.data.request", "Data Protection Request"),
]


class HelpdeskTicketCategory(models.Model):
    _inherit = "helpdesk.ticket.category"

    mlm_workflow = fields.Selection(
        WORKFLOWS, string="Starts", help="What tickets on this topic are the beginning of."
    )


class HelpdeskTicket(models.Model):
    """A ticket starts what it asks for, shows it, and closes when it has ended."""

    _inherit = "helpdesk.ticket"

    mlm_workflow = fields.Selection(
        WORKFLOWS,
        string="Kind",
        compute="_compute_mlm_workflow",
        store=True,
        readonly=False,
        groups=STAFF,
    )
    mlm_workflow_count = fields.Integer(
        string="Number of Workflows", compute="_compute_mlm_workflow_count", groups=STAFF
    )
    mlm_workflow_state = fields.Char(
        string="Workflow", compute="_compute_mlm_workflow_count", groups=STAFF
    )

    @api.depends("category_id")
    def _compute_mlm_workflow(self):
        for ticket in self:
            ticket.mlm_workflow = ticket.category_id.mlm_workflow or ticket.mlm_workflow

    def _compute_mlm_workflow_count(self):
        for ticket in self:
            records = ticket._mlm_workflow_records()
            ticket.mlm_workflow_count = len(records)
            labels = (
                dict(records._fields["state"]._description_selection(self.env)) if records else {}
            )
            ticket.mlm_workflow_state = labels.get(records[-1:].state) if records else False

    def _mlm_workflow_records(self):
        """Return what the ticket has started (sudo), oldest first."""
        self.ensure_one()
        if not self.mlm_workflow or not self.id:
            return self.env["mlm.complaint"]
        return (
            self.env[self.mlm_workflow]
            .sudo()
            .search([("mlm_ticket_id", "=", self._origin.id)], order="id")
        )

    def _mlm_workflow_values(self):
        """Return what the ticket knows about the record it starts."""
        self.ensure_one()
        text = f"{self.name}\n\n{html2plaintext(self.description or '')}".strip()
        received = fields.Date.context_today(self, self.create_date)
        values = {"partner_id": self.partner_id.id, "mlm_ticket_id": self.id}
        company = {"company_id": self.company_id.id}
        return values | {
            "mlm.termination": {"note": text, "date_notice": received, **company},
            "mlm.sponsor.change": {"reason": text},
            "mlm.complaint": {"text": text, "date": received, **company},
            "mlm.data.request": {"text": text, "date_received": received},
        }.get(self.mlm_workflow, {})

    def action_mlm_start_workflow(self):
        """Open the form of what the ticket asks for, filled in; saving it links both."""
        self.ensure_one()
        self.check_access("write")
        if not self.mlm_workflow:
            raise UserError(self.env._("Choose the kind of the ticket first."))
        if not self.partner_id:
            raise UserError(self.env._("Enter the contact who asks first."))
        if self.mlm_workflow != "mlm.complaint" and not self.partner_id.mlm_type_id:
            raise UserError(self.env._("%(name)s is no member.", name=self.partner_id.display_name))
        if self._mlm_workflow_records().filtered(lambda r: r.state not in r._mlm_end_states()):
            raise UserError(self.env._("It is under way already: open it by the button above."))
        self.env[self.mlm_workflow].check_access("create")
        values = self._mlm_workflow_values()
        return {
            "type": "ir.actions.act_window",
            "name": dict(self._fields["mlm_workflow"]._description_selection(self.env))[
                self.mlm_workflow
            ],
            "res_model": self.mlm_workflow,
            "view_mode": "form",
            "context": {f"default_{name}": value for name, value in values.items()},
        }

    def action_mlm_view_workflow(self):
        """Open what the ticket has started, newest first."""
        self.ensure_one()
        records = self._mlm_workflow_records()
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Workflow"),
            "res_model": self.mlm_workflow,
            "domain": [("id", "in", records.ids)],
            "view_mode": "list,form",
        }
        if len(records) == 1:
            action.update(view_mode="form", res_id=records.id)
        return action

    def _mlm_hand_on_workflow(self, goal):
        """Let what this ticket started end in another one of the same person.

        :param goal: helpdesk.ticket record; keeps its own kind if it has another one
        """
        self.ensure_one()
        if not self.mlm_workflow or goal.mlm_workflow not in (False, self.mlm_workflow):
            return
        records = self._mlm_workflow_records()
        goal.mlm_workflow = self.mlm_workflow
        records.mlm_ticket_id = goal

    def _mlm_workflow_ended(self, record):
        """Tell who asked that it has ended, and close the ticket."""
        self.ensure_one()
        ticket = self.sudo().with_context(lang=self.partner_id.lang or self.env.lang)
        record = record.with_env(ticket.env)
        states = dict(record._fields["state"]._description_selection(ticket.env))
        kinds = dict(ticket._fields["mlm_workflow"]._description_selection(ticket.env))
        ticket.message_post(
            body=ticket.env._(
                "What you asked for has come to its end. %(kind)s: %(state)s.",
                kind=kinds[record._name],
                state=states[record.state],
            ),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            author_id=ticket.company_id.partner_id.id,
            partner_ids=ticket.partner_id.ids,
        )
        ticket._mlm_close()

    def _mlm_close(self):
        """Put open tickets into the first closed stage of their team, if there is one."""
        for ticket in self.filtered(lambda one: not one.closed):
            stage = ticket.team_id._get_applicable_stages().filtered("closed")[:1]
            if stage:
                ticket.stage_id = stage
