# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class MlmTrainingEnter(models.TransientModel):
    """Asks what members passed elsewhere, and how the company knows."""

    _name = "mlm.training.enter"
    _description = "Enter a Training by Hand"

    training_id = fields.Many2one("mlm.training", required=True)
    company_id = fields.Many2one(related="training_id.company_id")
    partner_ids = fields.Many2many(
        "res.partner",
        string="Members",
        required=True,
        domain="[('mlm_company_id', '=', company_id), ('mlm_role', '!=', False)]",
    )
    date_passed = fields.Date(string="Passed On", required=True, default=fields.Date.context_today)
    score = fields.Integer(string="Score in %", help="0: there was no test.")
    reason = fields.Char(required=True)

    _score_sane = models.Constraint(
        "CHECK(score >= 0 AND score <= 100)", "The score is a percentage: 0 to 100."
    )

    def action_enter(self):
        """Write the records and show them.

        :raise AccessError: the user is neither clerk nor compliance officer
        """
        self.ensure_one()
        self.partner_ids.check_access("read")
        records = self.env["mlm.training.record"]._enter_by_hand(
            self.training_id, self.partner_ids, self.date_passed, self.reason, self.score
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mlm_academy.mlm_training_record_action"
        )
        return {**action, "domain": [("id", "in", records.ids)], "context": {}}
