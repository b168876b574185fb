# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MlmMemberOverride(models.Model):
    """A rank or activity that somebody states by hand, for a range of periods.

    Companies do this at a migration ("everybody keeps the rank of the old system for three
    months") and as goodwill. A run reads the overrides of its period when it freezes its inputs.
    """

    _name = "mlm.member.override"
    _description = "Stated Rank or Activity"
    _inherit = ["mail.thread"]
    _order = "date_from desc, id desc"

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Member",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("mlm_role", "!=", False)],
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
    )
    date_from = fields.Date(required=True, default=fields.Date.context_today)
    date_to = fields.Date(help="Exclusive: the first day on which the statement no longer holds.")
    active_state = fields.Selection(
        selection=[("active", "Active"), ("inactive", "Inactive")],
        string="Activity",
        tracking=True,
        help="Empty: the plan's own conditions decide.",
    )
    states_rank = fields.Boolean(string="State the rank", tracking=True)
    rank_code = fields.Char(
        string="Rank",
        tracking=True,
        help="Code of the rank in the plan; empty with 'State the rank' set means: no rank.",
    )
    is_blocked = fields.Boolean(
        string="Earns nothing",
        tracking=True,
        help="The member keeps activity, rank and place, but is eligible for no bonus.",
    )
    reason = fields.Char(required=True, tracking=True)

    _dates = models.Constraint(
        "CHECK(date_to IS NULL OR date_to > date_from)",
        "The end of a stated rank lies after its beginning.",
    )

    @api.constrains("active_state", "states_rank", "rank_code", "is_blocked")
    def _check_states_something(self):
        for override in self:
            if not (override.active_state or override.states_rank or override.is_blocked):
                raise ValidationError(
                    self.env._(
                        "State an activity, a rank or a block for %(name)s; all are empty.",
                        name=override.partner_id.display_name,
                    )
                )
            if override.rank_code and not override.states_rank:
                raise ValidationError(
                    self.env._(
                        "Tick 'State the rank' to state rank %(rank)s.", rank=override.rank_code
                    )
                )

    @api.constrains("partner_id", "date_from", "date_to", "company_id")
    def _check_no_overlap(self):
        for override in self:
            overlapping = self.search_count(
                [
                    ("id", "!=", override.id),
                    ("partner_id", "=", override.partner_id.id),
                    ("company_id", "=", override.company_id.id),
                    "|",
                    ("date_to", "=", False),
                    ("date_to", ">", override.date_from),
                    *([("date_from", "<", override.date_to)] if override.date_to else []),
                ],
                limit=1,
            )
            if overlapping:
                raise ValidationError(
                    self.env._(
                        "%(name)s has another stated rank or activity then. End that first.",
                        name=override.partner_id.display_name,
                    )
                )

    @api.model
    def _stated_facts(self, company, date_from, date_to):
        """Overrides that hold in a period.

        :param company: res.company record
        :param date date_from: first day of the period
        :param date date_to: exclusive end of the period
        :return: dict partner id -> (active: bool | None, states_rank: bool, rank code | None,
            blocked: bool); where several hold within the period, the one that began last
        """
        overrides = self.search(
            [
                ("company_id", "=", company.id),
                ("date_from", "<", date_to),
                "|",
                ("date_to", "=", False),
                ("date_to", ">", date_from),
            ],
            order="date_from, id",
        )
        activity = {"active": True, "inactive": False, False: None}
        return {
            override.partner_id.id: (
                activity[override.active_state],
                override.states_rank,
                override.rank_code or None,
                override.is_blocked,
            )
            for override in overrides
        }
