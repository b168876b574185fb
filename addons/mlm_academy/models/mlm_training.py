# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

GATES = {
    "recruiting": "gate_recruiting",
    "placement": "gate_placement",
    "payout": "gate_payout",
    "commission": "gate_commission",
}


class MlmTraining(models.Model):
    """A course that members have to take, again after some months, and what happens otherwise."""

    _name = "mlm.training"
    _description = "Mandatory Training"
    _inherit = ["mlm.audience", "mail.thread", "mail.activity.mixin"]
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(
        default=True, tracking=True, help="An archived training is demanded of nobody."
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    channel_id = fields.Many2one(
        "slide.channel", string="Course", required=True, index=True, ondelete="restrict"
    )
    is_published = fields.Boolean(
        related="channel_id.is_published", string="Course Published", readonly=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        help="Gets an activity when members are late.",
    )
    valid_months = fields.Integer(
        string="Valid for Months", default=12, tracking=True, help="0: for good."
    )
    grace_days = fields.Integer(
        string="Days of Grace",
        default=14,
        tracking=True,
        help="So many days members have after joining, or after the training became mandatory.",
    )
    warning_days = fields.Integer(
        string="Warn Days Before",
        default=30,
        tracking=True,
        help="So many days before a training ends members are told; they may renew it from then.",
    )
    date_from = fields.Date(
        string="Mandatory Since", required=True, default=fields.Date.context_today, tracking=True
    )
    gate_recruiting = fields.Boolean(
        string="No New Members",
        tracking=True,
        help="Who is late takes on nobody: links and codes lead nowhere, newcomers can't be bound.",
    )
    gate_placement = fields.Boolean(
        string="No Choice of Places",
        tracking=True,
        help="Who is late can't choose places for waiting newcomers; the tree's strategy does.",
    )
    gate_payout = fields.Boolean(
        string="Payout Waits",
        tracking=True,
        help="Payout runs leave out who is late; the claim stays. Ask your lawyer before: "
        "commission that was earned has to be paid.",
    )
    gate_commission = fields.Boolean(
        string="Condition of Commission",
        tracking=True,
        help="Plans can ask for it: the attribute “training” is true for members who are not late "
        "on the last day of the period.",
    )
    missing_count = fields.Integer(
        string="Late", compute="_compute_missing_count", help="Members who should have it by now."
    )

    _numbers_sane = models.Constraint(
        "CHECK(valid_months >= 0 AND grace_days >= 0 AND warning_days >= 0)",
        "Months and days can't be negative.",
    )

    def _compute_missing_count(self):
        Status = self.env["mlm.training.status"]
        counts = dict(
            Status._read_group(
                [("training_id", "in", self.ids), ("state", "in", ("overdue", "expired"))],
                ["training_id"],
                ["__count"],
            )
        )
        for training in self:
            training.missing_count = counts.get(training, 0)

    def _mlm_audience_companies(self):
        return self.company_id.sudo()

    def _mlm_sql_meant(self):
        """Return the condition that ``p`` has to take the training: a member of its company."""
        return SQL("p.mlm_company_id = %s AND %s", self.company_id.id, super()._mlm_sql_meant())

    def _valid_until(self, date_passed):
        """Return the last day on which a training passed on a day counts, False for ever."""
        self.ensure_one()
        return bool(self.valid_months) and date_passed + relativedelta(months=self.valid_months)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if (
            self.env["mlm.training.record"]
            .sudo()
            .search_count([("training_id", "in", self.ids)], limit=1)
        ):
            raise UserError(
                self.env._("Members have passed this training. Archive it instead of deleting it.")
            )

    # === ACTIONS === #

    def action_put_in_force(self):
        """Publish the course and demand it from today on.

        :raise AccessError: the course isn't published yet, and the user may not do so in eLearning
        """
        self.filtered(lambda one: not one.is_published).channel_id.write({"is_published": True})
        self.write({"active": True, "date_from": fields.Date.context_today(self)})

    def action_view_missing(self):
        """Open who is late."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mlm_academy.mlm_training_status_action"
        )
        return {
            **action,
            "domain": [("training_id", "=", self.id)],
            "context": {"search_default_late": 1},
        }
