# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MlmSeriesStep(models.Model):
    """One mail, task or message of a series, some time after the step before."""

    _name = "mlm.series.step"
    _description = "Step of a Mailing Series"
    _order = "series_id, sequence, id"

    series_id = fields.Many2one("mlm.series", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    delay = fields.Integer(string="Wait", default=1, required=True)
    delay_unit = fields.Selection(
        [("hours", "hours"), ("days", "days"), ("weeks", "weeks")], default="days", required=True
    )
    kind = fields.Selection(
        [("mail", "Mail"), ("message", "Message in the Portal"), ("activity", "Task for Staff")],
        default="mail",
        required=True,
    )
    template_id = fields.Many2one(
        "mail.template",
        string="Mail",
        domain=[("model", "=", "res.partner")],
        ondelete="restrict",
    )
    message = fields.Text(translate=True, help="Shown to the person under Messages in the portal.")
    activity_type_id = fields.Many2one("mail.activity.type", ondelete="restrict")
    user_id = fields.Many2one("res.users", string="Task Of", domain=[("share", "=", False)])
    condition = fields.Selection(
        [
            ("always", "Always"),
            ("opened", "The mail before was opened"),
            ("not_opened", "The mail before was not opened"),
            ("clicked", "A link in the mail before was clicked"),
            ("not_clicked", "No link in the mail before was clicked"),
            ("bought", "Bought since the series began"),
            ("not_bought", "Bought nothing since the series began"),
        ],
        string="If",
        required=True,
        default="always",
    )
    segment_id = fields.Many2one("mlm.segment", string="And In")
    mailing_id = fields.Many2one("mailing.mailing", readonly=True, copy=False)
    delivered_count = fields.Integer(string="Delivered", compute="_compute_counts")
    skipped_count = fields.Integer(string="Left Out", compute="_compute_counts")
    opened_count = fields.Integer(string="Opened", compute="_compute_counts")
    clicked_count = fields.Integer(string="Clicked", compute="_compute_counts")

    _delay_positive = models.Constraint("CHECK(delay >= 0)", "A wait can't be negative.")

    def _compute_counts(self):
        rows = self.env["mlm.series.delivery"]._read_group(
            [("step_id", "in", self.ids), ("person_id.is_test", "=", False)],
            ["step_id", "state"],
            ["__count"],
        )
        counts = {(step, state): count for step, state, count in rows}
        for step in self:
            step.delivered_count = counts.get((step, "delivered"), 0)
            step.skipped_count = counts.get((step, "skipped"), 0)
            mailing = step.mailing_id.sudo()
            step.opened_count = mailing.opened if mailing else 0
            step.clicked_count = mailing.clicked if mailing else 0

    @api.constrains("kind", "template_id", "message", "activity_type_id", "user_id")
    def _check_content(self):
        for step in self:
            needed = {
                "mail": step.template_id,
                "message": step.message,
                "activity": step.activity_type_id and step.user_id,
            }
            if not needed[step.kind]:
                raise ValidationError(
                    self.env._("Step “%(name)s” has nothing to deliver yet.", name=step.name)
                )

    def _due_at(self, since):
        """Return when this step is due for somebody whose step before was at `since` (UTC)."""
        return since + relativedelta(**{self.delay_unit: self.delay})

    def _next(self):
        """Return the step after this one, empty at the end."""
        steps = self.series_id.step_ids.sorted(lambda s: (s.sequence, s.id))
        return steps[steps.ids.index(self.id) + 1 :][:1]

    def _mail_before(self):
        """Return the nearest mail before this step."""
        steps = self.series_id.step_ids.sorted(lambda s: (s.sequence, s.id))
        before = steps[: steps.ids.index(self.id)].filtered(lambda s: s.kind == "mail")
        return before[-1:]

    def _counting_mailing(self):
        """Return the mailing that collects what happens to the mails of this step (sudo)."""
        self.ensure_one()
        step = self.sudo()
        if not step.mailing_id:
            step.mailing_id = step.env["mailing.mailing"].create(
                {
                    "subject": f"{step.series_id.name}: {step.name}",
                    "mailing_model_id": step.env["ir.model"]._get_id("res.partner"),
                    "mailing_domain": "[('id', '=', 0)]",
                    "mlm_step_id": step.id,
                    "mlm_purpose_id": step.series_id.purpose_id.id,
                    "state": "done",
                    "keep_archives": False,
                }
            )
        return step.mailing_id
