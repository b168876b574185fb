# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

DRAFT, RUNNING, PAUSED = "draft", "running", "paused"


class MlmSeries(models.Model):
    """A series of mails that begins by itself when something happens, and ends with its reason."""

    _name = "mlm.series"
    _description = "Mailing Series"
    _inherit = ["mail.thread"]
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    state = fields.Selection(
        [(DRAFT, "Draft"), (RUNNING, "Running"), (PAUSED, "Paused")],
        default=DRAFT,
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    running_since = fields.Datetime(
        readonly=True, copy=False, help="What happened before that starts nothing."
    )
    trigger = fields.Selection(
        [
            ("partner_joined", "A partner has joined"),
            ("customer_joined", "A customer has registered"),
            ("first_order", "The first order is confirmed"),
            ("no_order", "Nothing ordered for some days"),
            ("rank_reached", "A rank is reached"),
            ("rank_lost", "A rank is lost"),
            ("statement", "A statement is ready"),
            ("birthday", "Birthday"),
            ("segment", "Somebody enters the segment"),
        ],
        string="Begins When",
        required=True,
        default="partner_joined",
    )
    trigger_days = fields.Integer(string="Days", default=60)
    trigger_has_days = fields.Boolean(compute="_compute_trigger_has_days")
    segment_id = fields.Many2one(
        "mlm.segment", string="Only In", help="Only people of this segment enter the series."
    )
    purpose_id = fields.Many2one(
        "mlm.consent.purpose",
        string="Consent To",
        domain=[("channel", "=", "email")],
        default=lambda self: self.env.ref(
            "mlm_base.consent_purpose_newsletter", raise_if_not_found=False
        ),
        help="Without this consent nobody gets a mail of the series, and a withdrawal ends it. "
        "Leave empty only for information that the contract needs.",
    )
    may_repeat = fields.Boolean(
        string="Again Each Time", help="Otherwise each person goes through the series once."
    )
    stops_on_order = fields.Boolean(help="The series ends for whoever orders after it began.")
    stops_on_reply = fields.Boolean(help="The series ends for whoever answers one of its mails.")
    hour_from = fields.Float(string="Not Before", default=8.0)
    hour_to = fields.Float(string="Not After", default=20.0)
    weekdays_only = fields.Boolean(string="Monday to Friday")
    step_ids = fields.One2many("mlm.series.step", "series_id", string="Steps", copy=True)
    person_ids = fields.One2many("mlm.series.person", "series_id", string="People")
    person_count = fields.Integer(compute="_compute_person_count", string="People in It")
    test_now = fields.Datetime(string="Clock of the Test", copy=False)
    test_partner_ids = fields.Many2many(
        "res.partner",
        "mlm_series_test_partner",
        string="Try With",
        copy=False,
        help="Mails about these people go to you while the series is tried.",
    )

    _days_positive = models.Constraint("CHECK(trigger_days > 0)", "Days have to be at least 1.")
    _hours_in_order = models.Constraint(
        "CHECK(hour_from >= 0 AND hour_from < hour_to AND hour_to <= 24)",
        "The time window ends after it begins, between 0:00 and 24:00.",
    )

    @api.depends("trigger")
    def _compute_trigger_has_days(self):
        for series in self:
            series.trigger_has_days = series.trigger in self._triggers_with_days()

    @api.model
    def _triggers_with_days(self):
        """Return the events that ask for a number of days; modules add theirs."""
        return {"no_order"}

    def _compute_person_count(self):
        counts = dict(
            self.env["mlm.series.person"]._read_group(
                [("series_id", "in", self.ids), ("is_test", "=", False)],
                ["series_id"],
                ["__count"],
            )
        )
        for series in self:
            series.person_count = counts.get(series, 0)

    @api.constrains("trigger", "segment_id")
    def _check_segment(self):
        for series in self:
            if series.trigger == "segment" and not series.segment_id:
                raise ValidationError(
                    self.env._("Choose the segment whose new people start the series.")
                )

    @api.constrains("trigger", "purpose_id")
    def _check_birthday_consent(self):
        for series in self:
            if series.trigger == "birthday" and not series.purpose_id:
                raise ValidationError(
                    self.env._("Birthdays may be used only by consent. Choose what they agreed to.")
                )

    # === ACTIONS === #

    def action_start(self):
        """Begin, or go on after a break."""
        for series in self:
            if not series.step_ids:
                raise UserError(self.env._("“%(name)s” has no steps yet.", name=series.name))
            series.person_ids.filtered("is_test").unlink()
            if series.state == DRAFT:
                series.running_since = fields.Datetime.now()
            series.write({"state": RUNNING, "test_now": False})

    def action_pause(self):
        self.write({"state": PAUSED})

    def action_test(self):
        """Put the people of the test in, and set the clock to now."""
        for series in self:
            if series.state == RUNNING:
                raise UserError(self.env._("Pause the series before you try it."))
            if not series.test_partner_ids or not series.step_ids:
                raise UserError(self.env._("Choose people to try it with, and add steps."))
            if not self.env.user.email:
                raise UserError(self.env._("Mails of the test go to you: enter your own address."))
            series.person_ids.filtered("is_test").unlink()
            series.test_now = fields.Datetime.now()
            series.env["mlm.series.person"]._enter(series, series.test_partner_ids, is_test=True)

    def action_wind(self):
        """Wind the clock of the test on to the next mail."""
        for series in self:
            waiting = series.person_ids.filtered(lambda p: p.is_test and p.state == RUNNING)
            if not waiting:
                raise UserError(self.env._("Nobody is in the test any more. Start it again."))
            series.test_now = max(series.test_now, min(waiting.mapped("due_at")))
            due = waiting.filtered(lambda p, now=series.test_now: p.due_at <= now)
            due._process()

    def action_view_people(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("People"),
            "res_model": "mlm.series.person",
            "view_mode": "list,form",
            "domain": [("series_id", "=", self.id)],
            "context": {"search_default_running": 1},
        }

    def _now(self, is_test=False):
        """Return the present time of the series, that of its clock while it is tried."""
        return self.test_now if is_test and self.test_now else fields.Datetime.now()
