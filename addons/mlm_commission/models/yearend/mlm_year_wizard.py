# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError


class MlmYearWizard(models.TransientModel):
    """Prepares the annual summaries of all partners in the background."""

    _name = "mlm.year.wizard"
    _description = "Prepare Annual Summaries"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    year = fields.Integer(
        required=True,
        default=lambda self: fields.Date.context_today(self).year - 1,
    )

    def action_prepare(self):
        """Queue the summaries and show those that are there."""
        self.ensure_one()
        self.env["mlm.statement"]._check_accountant()
        Summary = self.env["mlm.year.summary"]
        if not Summary.sudo()._prepare_year(self.company_id, self.year):
            raise UserError(
                self.env._("No document and no payment belongs to %(year)s.", year=self.year)
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mlm_commission.mlm_year_summary_action"
        )
        return {**action, "domain": [("year", "=", self.year)], "context": {}}
