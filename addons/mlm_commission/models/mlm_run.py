# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from concurrent.futures import ThreadPoolExecutor

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.mlm_base.text_hash import sha256_of

from ..const import (
    DISCARDED,
    DONE,
    FAILED,
    FINAL,
    LIVE,
    QUEUED,
    RUN_CHANNEL,
    RUN_KINDS,
    RUN_STATES,
    TOTALS,
)
from ..engine.compute import ENGINE_VERSION
from ..plan_words import translated

_logger = logging.getLogger(__name__)

# What a run keeps of its inputs and of its result, beside its rows.
FILES = ("frozen_network", "frozen_volumes", "carry_data", "totals_data")


class MlmRun(models.Model):
    """One computation of a period by one plan version. Trials can be discarded, final runs stay.

    A run freezes its inputs in the transaction that computes them (REPEATABLE READ), and keeps
    hashes of inputs, plan, engine and result: the same inputs give the same bytes again.
    """

    _name = "mlm.run"
    _description = "Commission Run"
    _order = "id desc"

    name = fields.Char(compute="_compute_name", store=True)
    period_id = fields.Many2one("mlm.period", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", related="period_id.company_id", store=True)
    currency_id = fields.Many2one("res.currency", related="company_id.currency_id")
    plan_version_id = fields.Many2one(
        "mlm.plan.version", string="Plan", required=True, ondelete="restrict", index=True
    )
    kind = fields.Selection(selection=RUN_KINDS, required=True)
    state = fields.Selection(selection=RUN_STATES, required=True, default=QUEUED)
    date_cutoff = fields.Date(string="Cut-off", required=True)
    requested_by = fields.Many2one("res.users", ondelete="restrict")
    started_at = fields.Datetime()
    seconds = fields.Float(digits=(10, 2))
    message = fields.Text(help="Why a run failed, and what to do.")
    progress = fields.Integer(compute="_compute_progress")
    progress_text = fields.Char(compute="_compute_progress")
    member_count = fields.Integer(string="Members")
    volume_count = fields.Integer(string="Volume Rows")
    line_count = fields.Integer(string="Lines")
    earner_count = fields.Integer(string="Earners")
    bonus_totals = fields.Text(
        string="By Bonus",
        readonly=True,
        help="Of a run that keeps totals only: what each bonus pays.",
    )
    volume_net = fields.Monetary(string="Net Sales")
    amount_total = fields.Monetary(string="Commissions")
    payout_ratio = fields.Float(compute="_compute_payout_ratio", digits=(16, 4))
    input_hash = fields.Char(readonly=True)
    plan_hash = fields.Char(readonly=True)
    engine_version = fields.Char(readonly=True)
    result_hash = fields.Char(readonly=True)
    carry_data = fields.Binary(attachment=True, readonly=True)
    totals_data = fields.Binary(attachment=True, readonly=True)

    _one_final = models.UniqueIndex(
        "(period_id) WHERE kind = 'final' AND state IN ('queued', 'done')",
        "This period has a final run already.",
    )

    # === COMPUTE METHODS === #

    @api.depends("period_id.name", "kind")
    def _compute_name(self):
        for run in self:
            run.name = run._in_words()

    @api.depends("period_id.name", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for run in self:
            run.display_name = run._in_words()

    def _in_words(self):
        """Return period and kind in the user's language; the stored name is the creator's."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return f"{self.period_id.name} {kinds.get(self.kind, '')}"

    @api.depends("amount_total", "volume_net")
    def _compute_payout_ratio(self):
        for run in self:
            run.payout_ratio = run.amount_total / run.volume_net if run.volume_net else 0

    def _compute_progress(self):
        rows = self.env.execute_query(
            SQL(
                "SELECT run_id, percent, step FROM mlm_run_progress WHERE run_id = ANY(%s)",
                self.ids,
            )
        )
        found = {row[0]: row[1:] for row in rows}
        for run in self:
            done = (100, "") if run.state == DONE else (0, "")
            run.progress, run.progress_text = found.get(run.id, done)

    def init(self):
        """Progress has its own table: another transaction than the run's writes and reads it."""
        self.env.cr.execute(
            """CREATE TABLE IF NOT EXISTS mlm_run_progress (
                run_id integer PRIMARY KEY, percent integer NOT NULL, step varchar NOT NULL)"""
        )

    # === CRUD === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_final(self):
        if any(run.kind == FINAL and run.state == DONE for run in self):
            raise UserError(self.env._("The final run of a closed period stays."))
        self._drop_results()

    # === ACTIONS === #

    def action_discard(self):
        """Throw a trial away: its results are dropped, the record stays."""
        self.period_id._check_clerk()
        if any(run.kind == FINAL and run.state == DONE for run in self):
            raise UserError(self.env._("The final run of a closed period stays."))
        self._discard()

    def action_view_lines(self):
        """Open the commission lines of this run."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mlm_commission.mlm_commission_line_action"
        )
        return {**action, "domain": [("run_id", "in", self.ids)], "context": {}}

    def action_view_results(self):
        """Open the member results of this run."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mlm_commission.mlm_member_result_action"
        )
        return {**action, "domain": [("run_id", "in", self.ids)], "context": {}}

    # === BUSINESS === #

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def _start(self):
        """Queue the run as a job; without a job runner the context key `queue_job__no_delay`
        executes it at once."""
        for run in self:
            run.with_delay(
                channel=RUN_CHANNEL,
                description=run.name,
                identity_key=f"mlm_run_{run.id}",
            )._run_job()

    def _run_job(self):
        """Execute in the background: a failure is written on the run and harms nothing."""
        self.ensure_one()
        if self.state != QUEUED:
            return
        try:
            with self.env.cr.savepoint():
                self.with_context(mlm_report_progress=True)._execute()
        except (UserError, ValueError, ArithmeticError) as error:
            _logger.info("run %s failed: %s", self.id, error)
            self.invalidate_recordset()
            self.write({"state": FAILED, "message": translated(self.env, error)})
            if self.kind == FINAL:
                self.period_id._after_failed_closing()
        self._forget_progress()

    def _execute(self):
        """Freeze the inputs, compute, store results; for a final run, finish the closing.

        Everything happens in this transaction: it counts as a whole or not at all.
        """
        self.ensure_one()
        if self.kind == FINAL:
            self.period_id._lock()
        if self.state != QUEUED:
            raise UserError(self.env._("%(name)s has been executed already.", name=self.name))
        clock = fields.Datetime.now()
        self._progress(5, self.env._("Reading members and volume"))
        inputs = self._freeze_inputs()
        self._progress(20, self.env._("Computing and writing lines"))
        # Hashes of what was read take a processor of their own.
        with ThreadPoolExecutor(max_workers=1) as pool:
            parts = pool.submit(hashes_of, inputs)
            if self._keeps_lines():
                result = self._compute_and_load(*inputs)
            else:
                result = self._compute_without_lines(*inputs)
            hashes = self._hashes(inputs[0], parts.result(), result)
        if self.kind == FINAL:
            self._check_result(inputs, result, hashes)
        self._progress(80, self.env._("Writing results"))
        if self.kind != TOTALS:
            self._store(result)
        self.write(
            {
                "state": DONE,
                "started_at": clock,
                "seconds": (fields.Datetime.now() - clock).total_seconds(),
                **hashes,
                **self._figures(result),
            }
        )
        self.plan_version_id.sudo().filtered(lambda v: v.state == "active").state = "used"
        if self.kind == FINAL:
            self._progress(90, self.env._("Writing statements"))
            self.period_id._finish_closing(self)
        return result

    def _keeps_lines(self):
        """Whether the run's lines are stored; those of today's figures would be out of date at
        once."""
        return self.kind not in (LIVE, TOTALS)

    def _hashes(self, plan, parts, result):
        """The hashes to keep.

        :param str parts: those of what was read, see :func:`hashes_of`
        """
        return {
            "input_parts": parts,
            "input_hash": sha256_of(parts),
            "plan_hash": plan.fingerprint(),
            "engine_version": ENGINE_VERSION,
            "result_hash": self._result_hash(result),
        }

    def _result_hash(self, result):
        """Return the hash of what a run pays."""
        return result.fingerprint()

    def _discard(self):
        self._drop_results()
        # Without results there is nothing to explain or to compare.
        self.sudo().write({"state": DISCARDED, **dict.fromkeys(FILES, False)})

    # === PROGRESS === #

    def _progress(self, percent, step):
        """Tell people who watch; only a background job does, from a transaction of its own."""
        if not self.env.context.get("mlm_report_progress"):
            return
        with self.env.registry.cursor() as cr:
            cr.execute(
                SQL(
                    """INSERT INTO mlm_run_progress VALUES (%(run)s, %(percent)s, %(step)s)
                       ON CONFLICT (run_id) DO UPDATE
                       SET percent = EXCLUDED.percent, step = EXCLUDED.step""",
                    run=self.id,
                    percent=percent,
                    step=step,
                )
            )

    def _forget_progress(self):
        with self.env.registry.cursor() as cr:
            cr.execute(SQL("DELETE FROM mlm_run_progress WHERE run_id = ANY(%s)", self.ids))


def hashes_of(inputs):
    """The hashes of members, volume and carry, a line each.

    :param inputs: (Plan, Network, Volumes, Carry or None)
    """
    __, network, volumes, carry = inputs
    parts = (network, volumes, carry)
    return "\n".join("" if part is None else part.fingerprint() for part in parts)
