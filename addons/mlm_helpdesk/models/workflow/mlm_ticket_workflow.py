# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

STAFF = "helpdesk_mgmt.group_helpdesk_user_own"


class MlmTicketWorkflow(models.AbstractModel):
    """What a ticket can start: the ticket learns how it ends."""

    _name = "mlm.ticket.workflow"
    _description = "Workflow of a Ticket"

    mlm_ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="Ticket",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        groups=STAFF,
    )

    @api.model
    def _mlm_end_states(self):
        """Return the states in which nothing more happens."""
        return {"done"}

    @api.constrains("mlm_ticket_id", "partner_id")
    def _check_mlm_ticket_id(self):
        for record in self.sudo():
            asker = record.mlm_ticket_id.partner_id
            if asker and asker != record.partner_id:
                raise ValidationError(
                    self.env._(
                        "Ticket %(ticket)s was asked by %(asker)s, not by %(partner)s.",
                        ticket=record.mlm_ticket_id.number,
                        asker=asker.display_name,
                        partner=record.partner_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        for record in records.sudo().filtered("mlm_ticket_id"):
            record.mlm_ticket_id._message_log(
                body=self.env._(
                    "Started: %(what)s", what=record.env["ir.model"]._get(record._name).name
                )
            )
        return records

    def write(self, vals):
        ends = self._mlm_end_states()
        open_ones = self.filtered(lambda r: r.state not in ends) if "state" in vals else self[:0]
        result = super().write(vals)
        for record in open_ones.sudo().filtered("mlm_ticket_id"):
            if record.state in ends:
                record.mlm_ticket_id._mlm_workflow_ended(record)
        return result


class MlmTermination(models.Model):
    _name = "mlm.termination"
    _inherit = ["mlm.termination", "mlm.ticket.workflow"]


class MlmDataRequest(models.Model):
    _name = "mlm.data.request"
    _inherit = ["mlm.data.request", "mlm.ticket.workflow"]


class MlmSponsorChange(models.Model):
    _name = "mlm.sponsor.change"
    _inherit = ["mlm.sponsor.change", "mlm.ticket.workflow"]

    @api.model
    def _mlm_end_states(self):
        return {"applied", "refused", "cancelled"}
