# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

COMPLIANCE = "mlm_base.group_mlm_compliance"


class MlmPlanFinding(models.Model):
    """What the plan linter says about a version. Warnings need a compliance officer's reason."""

    _name = "mlm.plan.finding"
    _description = "Plan Finding"
    _order = "version_id desc, sequence, id"
    _rec_name = "rule"

    version_id = fields.Many2one(
        "mlm.plan.version", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="version_id.company_id", store=True)
    active = fields.Boolean(default=True, readonly=True)
    sequence = fields.Integer(readonly=True)
    severity = fields.Selection(
        [("error", "Error"), ("warning", "Warning"), ("info", "Note")], required=True, readonly=True
    )
    rule = fields.Char(required=True, readonly=True)
    path = fields.Char(string="Place", readonly=True, help="Where in the plan, as in its YAML.")
    template = fields.Char(required=True, readonly=True)
    parameters = fields.Json(readonly=True)
    reason_template = fields.Char(required=True, readonly=True)
    message = fields.Text(compute="_compute_message")
    reason = fields.Text(compute="_compute_message", help="Why the rule exists, with its source.")
    state = fields.Selection(
        [
            ("blocking", "Blocking"),
            ("open", "Open"),
            ("accepted", "Accepted"),
            ("note", "Note"),
        ],
        compute="_compute_state",
        store=True,
    )
    acceptance_reason = fields.Text(
        help="Why the plan may go live in spite of this. Only compliance officers write it; it is "
        "kept in the audit log."
    )
    accepted_by = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    accepted_at = fields.Datetime(readonly=True)

    # === COMPUTE METHODS === #

    @api.depends("template", "parameters", "reason_template")
    @api.depends_context("lang")
    def _compute_message(self):
        translate = self.env._  # the texts are marked where the rules state them
        for finding in self:
            template, reason = finding.template, finding.reason_template
            finding.message = template and translate(template, **(finding.parameters or {}))
            finding.reason = reason and translate(reason)

    @api.depends("severity", "accepted_by")
    def _compute_state(self):
        states = {"error": "blocking", "warning": "open", "info": "note"}
        for finding in self:
            accepted = finding.severity == "warning" and finding.accepted_by
            finding.state = "accepted" if accepted else states.get(finding.severity)

    # === CRUD === #

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        if set(vals) != {"acceptance_reason"}:
            raise UserError(
                self.env._("Findings come from the check; only the reason can be written.")
            )
        self.check_access("write")
        self._accept(vals["acceptance_reason"])
        return True

    # === ACTIONS === #

    def action_open(self):
        """Open one finding in a dialog, to read it or to accept it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Finding"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    # === BUSINESS === #

    def _accept(self, reason):
        """Accept warnings, or take the acceptance back with an empty reason.

        :param str reason: why the plan may go live in spite of them
        :raise AccessError: the user is no compliance officer
        """
        if not self.env.user.has_group(COMPLIANCE):
            raise AccessError(self.env._("Only a compliance officer accepts a plan's warnings."))
        reason = (reason or "").strip()
        for finding in self:
            if finding.severity != "warning":
                raise UserError(
                    self.env._(
                        "Only warnings are accepted. An error must be mended in the plan, a note "
                        "needs nothing."
                    )
                )
            if finding.version_id.state != "draft":
                raise UserError(self.env._("The version is released; its reasons stay as given."))
            finding._record(reason)
            finding.sudo().write(
                {
                    "acceptance_reason": reason or False,
                    "accepted_by": self.env.uid if reason else False,
                    "accepted_at": fields.Datetime.now() if reason else False,
                }
            )

    def _record(self, reason):
        """Keep the decision in the audit log and in the version's messages."""
        self.env["mlm.audit.log"].sudo().create(
            {
                "user_id": self.env.uid,
                "company_id": self.company_id.id,
                "model": self._name,
                "res_id": self.id,
                "field": "acceptance_reason",
                "old_value": self.acceptance_reason,
                "new_value": reason or False,
            }
        )
        values = {"path": self.path, "message": self.message, "reason": reason}
        text = (
            self.env._(
                "Accepted: %(message)s (%(path)s). Reason: %(reason)s",
                **values,
            )
            if reason
            else self.env._("No longer accepted: %(message)s (%(path)s)", **values)
        )
        self.version_id.sudo().message_post(body=text, author_id=self.env.user.partner_id.id)
