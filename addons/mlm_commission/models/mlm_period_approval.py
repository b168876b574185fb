# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From open to closed by two people: cut-off, trial runs, approval of one of them, final run."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..const import APPROVED, CUT_OFF, DONE, FINISHED, OPEN, SETTLED, TRIAL
from ..engine.sample_check import sample_check

# More differences than these are not shown: the first ones say enough.
SHOWN_DIFFERENCES = 5


class MlmPeriod(models.Model):
    _inherit = "mlm.period"

    approved_run_id = fields.Many2one("mlm.run", readonly=True, copy=False, ondelete="restrict")
    approved_by = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    approved_at = fields.Datetime(readonly=True, copy=False)
    cut_off_by = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    cut_off_at = fields.Datetime(readonly=True, copy=False)
    needs_approval = fields.Boolean(related="company_id.mlm_closing_needs_approval")

    def action_cut_off(self):
        """Fix the period: what is not released by the cut-off, and what comes now, counts later."""
        self.ensure_one()
        self._check_clerk()
        self._lock()
        if self.state != OPEN:
            raise UserError(self.env._("%(name)s is cut off already.", name=self.name))
        if before := self._earlier_open():
            raise UserError(
                self.env._("Close %(name)s first: periods close in their order.", name=before.name)
            )
        today = fields.Date.context_today(self)
        if (self.date_cutoff or today) < self.date_to:
            raise UserError(
                self.env._(
                    "%(name)s is not over. Choose a cut-off from %(day)s on.",
                    name=self.name,
                    day=self.date_to,
                )
            )
        self.sudo().write({"date_cutoff": self.date_cutoff or today})
        self.sudo().write(
            {
                "state": CUT_OFF,
                "cut_off_by": self.env.uid,
                # As run records are dated: by the beginning of their transaction.
                "cut_off_at": self.env.cr.now(),
            }
        )

    def _approve(self, run):
        """Name the trial run whose result the final run has to give.

        :raise AccessError: the user is no accountant or compliance officer, or did the work
        """
        self.ensure_one()
        user = self.env.user
        if not (
            user.has_group("mlm_base.group_mlm_accountant")
            or user.has_group("mlm_base.group_mlm_compliance")
        ):
            raise AccessError(
                self.env._("Only accountants and compliance officers approve a trial run.")
            )
        self._lock()
        if self.state not in (CUT_OFF, APPROVED):
            raise UserError(
                self.env._("Cut %(name)s off before a run is approved.", name=self.name)
            )
        if run.kind != TRIAL or run.state != DONE:
            raise UserError(self.env._("Only finished trial runs can be approved."))
        if run.create_date < self.cut_off_at:
            raise UserError(
                self.env._(
                    "%(run)s is older than the cut-off. Start a new trial run.", run=run.name
                )
            )
        if user in run.requested_by | self.cut_off_by:
            raise AccessError(
                self.env._("Whoever cut the period off or started the run can't approve it.")
            )
        self.sudo().write(
            {
                "state": APPROVED,
                "approved_run_id": run.id,
                "approved_by": user.id,
                "approved_at": fields.Datetime.now(),
            }
        )

    def _check_approved(self):
        """Raise unless a second person has approved a trial run, where the company wants that."""
        if self.needs_approval and self.state != APPROVED:
            raise UserError(
                self.env._(
                    "Cut %(name)s off, start a trial run and let a second person approve it first.",
                    name=self.name,
                )
            )

    def _forget_approval(self):
        self.sudo().write(
            {
                "approved_run_id": False,
                "approved_by": False,
                "approved_at": False,
                "cut_off_by": False,
                "cut_off_at": False,
            }
        )

    def _after_failed_closing(self):
        """A final run that failed leaves the period as it was before closing began."""
        for period in self:
            period.sudo().state = CUT_OFF if period.cut_off_by else OPEN

    def _finish_closing(self, run):
        """Also count a period without anything to settle as settled."""
        finished = super()._finish_closing(run)
        self._update_settled()
        return finished

    def _update_settled(self):
        """A closed period is settled when no statement waits for its document."""
        for period in self.sudo().filtered(lambda p: p.state in FINISHED and p.state != SETTLED):
            if not self.env["mlm.statement"].search_count(
                [("period_id", "=", period.id), ("state", "=", "open")], limit=1
            ):
                period.state = SETTLED


class MlmRun(models.Model):
    _inherit = "mlm.run"

    is_approved = fields.Boolean(compute="_compute_is_approved")

    def _compute_is_approved(self):
        for run in self:
            run.is_approved = run.period_id.approved_run_id == run

    def action_approve(self):
        """Approve this trial run: the final run has to give the same result."""
        self.ensure_one()
        self.check_access("read")
        self.period_id._approve(self)

    def _check_result(self, inputs, result, hashes):
        """Compare a final run with the approved trial and with the reference before it counts.

        :raise UserError: they differ; the period stays as it was
        """
        approved = self.period_id.approved_run_id
        if approved and approved.result_hash != hashes["result_hash"]:
            raise UserError(self._what_changed(approved, hashes))
        plan, network, volumes, carry = inputs
        check = sample_check(plan.definition, network, volumes, carry, result)
        if check.differences:
            raise UserError(
                self.env._(
                    "The second computation differs, nothing was closed:\n%(differences)s",
                    differences="\n".join(check.differences[:SHOWN_DIFFERENCES]),
                )
            )

    def _what_changed(self, approved, hashes):
        """Say which input differs from the approved run."""
        parts = {
            "input_hash": self.env._("members, trees, volume or the carry of the period before"),
            "plan_hash": self.env._("the plan"),
            "engine_version": self.env._("the engine"),
        }
        changed = [text for name, text in parts.items() if approved[name] != hashes[name]]
        return self.env._(
            "The result is not the approved one of %(run)s. Changed since: %(changed)s. Start a "
            "new trial run, compare and approve it.",
            run=approved.name,
            changed=", ".join(changed) or self.env._("nothing that is stored"),
        )


class ResCompany(models.Model):
    _inherit = "res.company"

    mlm_closing_needs_approval = fields.Boolean(
        string="Two People Close a Period",
        default=True,
        help="A second person approves a trial run; the final run has to give the same result.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    mlm_closing_needs_approval = fields.Boolean(
        related="company_id.mlm_closing_needs_approval", readonly=False
    )
