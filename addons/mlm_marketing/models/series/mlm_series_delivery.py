# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class MlmSeriesDelivery(models.Model):
    """What a person got from a step. The key makes sure that nobody gets a step twice."""

    _name = "mlm.series.delivery"
    _description = "Delivery of a Mailing Series"
    _order = "id desc"
    _rec_name = "step_id"

    person_id = fields.Many2one(
        "mlm.series.person", required=True, index=True, readonly=True, ondelete="cascade"
    )
    step_id = fields.Many2one(
        "mlm.series.step", required=True, index=True, readonly=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(related="person_id.partner_id", store=True, index=True)
    state = fields.Selection(
        [("delivered", "Delivered"), ("skipped", "Left out: condition not met")],
        required=True,
        readonly=True,
    )
    at = fields.Datetime(string="When", required=True, readonly=True)
    message = fields.Text(readonly=True, help="The words of a message in the portal.")

    _once = models.Constraint(
        "UNIQUE(person_id, step_id)", "This person has got this step already."
    )
