# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Many statements become documents in the background, by as many workers as there are."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.queue_job.delay import group

CHANNEL = "root.mlm_run"
# More statements than these are settled in the background, as many at once.
AT_ONCE = 200


class MlmSettlementRun(models.Model):
    """What was asked to be settled on a day; how far it is follows from the statements."""

    _name = "mlm.settlement.run"
    _description = "Settlement Run"
    _order = "id desc"

    name = fields.Char(compute="_compute_name")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    date = fields.Date(string="Document Date", required=True, readonly=True)
    statement_ids = fields.One2many(
        "mlm.statement", "settlement_run_id", string="Statements", readonly=True
    )
    statement_count = fields.Integer(string="Chosen", compute="_compute_progress")
    settled_count = fields.Integer(string="Settled", compute="_compute_progress")
    blocked_count = fields.Integer(string="Blocked", compute="_compute_progress")
    progress = fields.Float(compute="_compute_progress", help="Settled or blocked, in per cent.")
    is_done = fields.Boolean(
        string="Done", readonly=True, help="Every part of the run has been looked at."
    )

    # === COMPUTE METHODS === #

    @api.depends("date")
    def _compute_name(self):
        for run in self:
            run.name = self.env._("Settlement %(day)s", day=run.date)

    @api.depends("statement_ids.move_id", "statement_ids.block_reason")
    def _compute_progress(self):
        counts = {run.id: [0, 0, 0] for run in self}
        for run, has_move, reason, count in self._count_statements():
            counts[run][0] += count
            counts[run][1] += count if has_move else 0
            counts[run][2] += count if reason and not has_move else 0
        for run in self:
            total, settled, blocked = counts.get(run.id, (0, 0, 0))
            run.statement_count, run.settled_count, run.blocked_count = total, settled, blocked
            run.progress = 100 * (settled + blocked) / total if total else 0

    def _count_statements(self):
        """Return rows (run id, has a document, has a reason, number), counted by the database."""
        self.env["mlm.statement"].flush_model(["settlement_run_id", "move_id", "block_reason"])
        self.env.cr.execute(
            """SELECT settlement_run_id, move_id IS NOT NULL, block_reason IS NOT NULL, count(*)
                 FROM mlm_statement WHERE settlement_run_id = ANY(%s) GROUP BY 1, 2, 3""",
            [self.ids],
        )
        return self.env.cr.fetchall()

    # === ACTIONS === #

    def action_continue(self):
        """Queue again what has neither a document nor a reason against it."""
        self.ensure_one()
        self.env["mlm.statement"]._check_accountant()
        self.check_access("read")
        if not self._waiting():
            raise UserError(self.env._("All statements of this run are settled or blocked."))
        self._queue()

    def action_view_statements(self):
        """Open the statements of the run."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mlm_commission.mlm_statement_action"
        )
        return {**action, "domain": [("settlement_run_id", "=", self.id)], "context": {}}

    # === BUSINESS === #

    @api.model
    def _start(self, statements, date):
        """Make one run per company for statements and queue their settlement.

        :param statements: mlm.statement records; those that are settled are left out
        :param date: date of the documents
        :return: the runs
        """
        statements._check_accountant()
        runs = self.browse()
        waiting = statements.filtered(lambda s: not s.move_id and s.amount_payable > 0)
        for company, chosen in waiting.grouped("company_id").items():
            run_sudo = self.sudo().create({"company_id": company.id, "date": date})
            chosen.sudo().write({"settlement_run_id": run_sudo.id, "block_reason": False})
            run = self.browse(run_sudo.id)
            run._queue()
            runs |= run
        return runs

    def _waiting(self):
        return self.env["mlm.statement"].search(
            [
                ("settlement_run_id", "=", self.id),
                ("move_id", "=", False),
                ("block_reason", "=", False),
            ],
            order="partner_id, period_id",
        )

    def _queue(self):
        """Queue what waits in parts, and the end that follows when all of them are through."""
        self.sudo().is_done = False
        parts = [
            self.delayable(
                channel=CHANNEL,
                description=f"{self.name} ({len(part)})",
                identity_key=f"mlm_settlement_{self.id}_{part.ids[0]}",
            )._settle_part(part.ids)
            for part in self._parts(self._waiting())
        ]
        last = self.delayable(channel=CHANNEL, description=self.name)._finish()
        group(*parts).on_done(last).delay()

    @api.model
    def _parts(self, statements):
        """Cut statements, ordered by partner, into parts; a partner's stand in one of them.

        Limits of a partner are counted over all of its documents, so two workers must not make
        them at the same time.
        """
        parts, part = [], statements.browse()
        for own in statements.grouped("partner_id").values():
            if part and len(part) + len(own) > AT_ONCE:
                parts.append(part)
                part = statements.browse()
            part |= own
        return [*parts, part] if part else parts

    def _settle_part(self, statement_ids):
        """Settle some statements of the run; one transaction, safe to repeat."""
        self.ensure_one()
        self.env["mlm.statement"].browse(statement_ids)._make_documents(self.date)

    def _finish(self):
        """Do once for all what follows from new documents."""
        self.ensure_one()
        statements = self.env["mlm.statement"]
        statements = statements.search([("settlement_run_id", "=", self.id)])
        statements._check_accountant()
        if statements.move_id:
            statements._after_settlement()
        self.sudo().is_done = True


class MlmStatement(models.Model):
    _inherit = "mlm.statement"

    settlement_run_id = fields.Many2one(
        "mlm.settlement.run",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    def _settle_or_queue(self, date):
        """Settle a few at once and show them; settle many in the background and show the run.

        :return: an action
        """
        if len(self) <= AT_ONCE:
            return self._settle(date)._mlm_open_settlements()
        runs = self.env["mlm.settlement.run"]._start(self, date)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mlm_commission.mlm_settlement_run_action"
        )
        if len(runs) == 1:
            action |= {"views": [(False, "form")], "res_id": runs.id}
        return action
