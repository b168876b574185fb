# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a plan would have paid in closed periods: a report, nothing is posted."""

from dataclasses import replace

import numpy as np

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..const import FINISHED, RUN_CHANNEL, TRIAL
from ..engine.compute import compute
from ..frozen import unpack_network
from ..plan_words import translated

MOST_PERIODS = 24


class MlmWhatIf(models.Model):
    """A question: any plan version on up to 24 closed periods."""

    _name = "mlm.what.if"
    _description = "What If"
    _inherit = ["mail.thread"]
    _order = "id desc"

    name = fields.Char(compute="_compute_name", store=True)
    plan_version_id = fields.Many2one(
        "mlm.plan.version",
        string="Plan",
        required=True,
        ondelete="restrict",
        help="Drafts can be tried as well as released versions.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    period_ids = fields.Many2many(
        "mlm.period",
        string="Periods",
        required=True,
        domain="[('company_id', '=', company_id), ('state', 'in', ('closed', 'settled'))]",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("queued", "Queued"), ("done", "Done"), ("failed", "Failed")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    message = fields.Text(readonly=True, copy=False)
    result_ids = fields.One2many("mlm.what.if.period", "what_if_id", readonly=True, copy=False)
    amount_before = fields.Monetary(string="Paid", compute="_compute_amounts")
    amount_after = fields.Monetary(string="Would Be Paid", compute="_compute_amounts")

    @api.depends("plan_version_id", "period_ids")
    def _compute_name(self):
        for question in self:
            if not question.plan_version_id:
                question.name = self.env._("New Question")
                continue
            question.name = self.env._(
                "%(plan)s on %(count)s periods",
                plan=question.plan_version_id.display_name,
                count=len(question.period_ids),
            )

    @api.depends("result_ids.amount_before", "result_ids.amount_after")
    def _compute_amounts(self):
        for question in self:
            question.amount_before = sum(question.result_ids.mapped("amount_before"))
            question.amount_after = sum(question.result_ids.mapped("amount_after"))

    def write(self, vals):
        if {"state", "message"} & set(vals) and not self.env.su:
            raise UserError(self.env._("Start a question by its button."))
        return super().write(vals)

    # === ACTIONS === #

    def action_start(self):
        """Compute in the background."""
        self._check_clerk()
        for question in self:
            question._check_periods()
            question.sudo().write({"state": "queued", "message": False})
            question.with_delay(
                channel=RUN_CHANNEL,
                description=question.name,
                identity_key=f"mlm_what_if_{question.id}",
            )._job()

    def action_view_lines(self):
        """List winners and losers; the largest changes first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mlm_commission.mlm_what_if_line_action"
        )
        return {**action, "domain": [("what_if_id", "=", self.id)]}

    # === BUSINESS === #

    def _check_clerk(self):
        if not (self.env.su or self.env.user.has_group("mlm_base.group_mlm_clerk")):
            raise AccessError(self.env._("Only commission clerks try plans."))
        self.check_access("write")

    def _check_periods(self):
        periods = self.period_ids
        if len(periods) > MOST_PERIODS:
            raise UserError(self.env._("Choose at most %(count)s periods.", count=MOST_PERIODS))
        if any(p.state not in FINISHED or p.company_id != self.company_id for p in periods):
            raise UserError(
                self.env._("Choose closed periods of %(name)s.", name=self.company_id.name)
            )
        if self.plan_version_id.company_id != self.company_id:
            raise UserError(self.env._("Choose a plan of %(name)s.", name=self.company_id.name))
        if self.plan_version_id.problems:
            raise UserError(self.plan_version_id.problems)

    def _job(self):
        """Compute in the background: a failure is written down and harms nothing."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self._compute_periods()
        except (UserError, ValueError, ArithmeticError) as error:
            self.invalidate_recordset()
            self.sudo().write({"state": "failed", "message": translated(self.env, error)})

    def _compute_periods(self):
        """Compute all periods with the plan, in their order; carry is passed on."""
        self.ensure_one()
        self._check_periods()
        self.env.flush_all()
        self.env["mlm.what.if.line"].sudo().search([("what_if_id", "=", self.id)]).unlink()
        self.result_ids.sudo().unlink()
        carry = None
        for period in self.period_ids.sorted("date_from"):
            result = self._compute_period(period, carry)
            carry = result.carry
            self._store_period(period, result)
        self.invalidate_recordset()
        self.sudo().write({"state": "done", "message": False})

    def _compute_period(self, period, carry):
        """Compute one closed period with its frozen members and rows.

        :param carry: Carry of the question's period before; None takes what really was carried
        """
        final = period.final_run_id
        run = self.env["mlm.run"].new(
            {
                "period_id": period.id,
                "plan_version_id": self.plan_version_id.id,
                "kind": TRIAL,
                "date_cutoff": final.date_cutoff,
            }
        )
        plan, network, volumes, real_carry = run._freeze_inputs_like(final)
        return compute(plan, network, volumes, carry or real_carry, with_lines=False)

    def _store_period(self, period, result):
        """Write totals and whoever is paid otherwise, in two statements."""
        ids = result.network.ids
        amount = np.zeros(len(ids), dtype=np.int64)
        np.add.at(amount, result.totals.earner, result.totals.amount)
        codes = np.array([*result.plan.rank_codes, None], dtype=object)
        self.env.cr.execute(
            SQL(
                """INSERT INTO mlm_what_if_line (what_if_id, period_id, partner_id, market_id,
                       rank_before, rank_after, amount_before, amount_after, difference)
                   SELECT %(question)s, %(period)s, n.partner_id, p.mlm_market_id, k.code, n.rank,
                          coalesce(r.amount, 0), n.amount, n.amount - coalesce(r.amount, 0)
                     FROM (SELECT unnest(%(ids)s::int[]) AS partner_id,
                                  unnest(%(ranks)s::varchar[]) AS rank,
                                  unnest(%(amounts)s::bigint[]) / %(unit)s::numeric AS amount) n
                     JOIN res_partner p ON p.id = n.partner_id
                     LEFT JOIN mlm_member_result r
                       ON r.run_id = %(run)s AND r.partner_id = n.partner_id
                     LEFT JOIN mlm_plan_rank k ON k.id = r.rank_id
                    WHERE n.amount <> coalesce(r.amount, 0) OR n.rank IS DISTINCT FROM k.code""",
                question=self.id,
                period=period.id,
                ids=ids.tolist(),
                ranks=codes[result.rank].tolist(),
                amounts=amount.tolist(),
                unit=10**result.amount_digits,
                run=period.final_run_id.id,
            )
        )
        self.env["mlm.what.if.period"].sudo().create(
            {
                "what_if_id": self.id,
                "period_id": period.id,
                "volume_net": period.final_run_id.volume_net,
                "amount_before": period.final_run_id.amount_total,
                "amount_after": int(amount.sum()) / 10**result.amount_digits,
            }
        )


class MlmWhatIfPeriod(models.Model):
    """What one period paid and would have paid."""

    _name = "mlm.what.if.period"
    _description = "Period of a What If"
    _order = "what_if_id, period_id"

    what_if_id = fields.Many2one("mlm.what.if", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="what_if_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    period_id = fields.Many2one("mlm.period", required=True, ondelete="cascade")
    volume_net = fields.Monetary(string="Net Sales")
    amount_before = fields.Monetary(string="Paid")
    amount_after = fields.Monetary(string="Would Be Paid")
    ratio_before = fields.Float(compute="_compute_ratios", digits=(16, 4))
    ratio_after = fields.Float(compute="_compute_ratios", digits=(16, 4))

    @api.depends("volume_net", "amount_before", "amount_after")
    def _compute_ratios(self):
        for row in self:
            net = row.volume_net
            row.ratio_before = row.amount_before / net if net else 0
            row.ratio_after = row.amount_after / net if net else 0


class MlmWhatIfLine(models.Model):
    """A member who would have earned otherwise. Written set-based."""

    _name = "mlm.what.if.line"
    _description = "Gain or Loss by a Plan"
    _log_access = False
    _order = "difference desc, id"
    _rec_name = "partner_id"

    what_if_id = fields.Many2one("mlm.what.if", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="what_if_id.company_id")
    currency_id = fields.Many2one(related="what_if_id.currency_id")
    period_id = fields.Many2one("mlm.period", readonly=True, ondelete="cascade")
    partner_id = fields.Many2one(
        "res.partner", string="Member", readonly=True, ondelete="cascade", index=True
    )
    market_id = fields.Many2one("mlm.market", readonly=True, ondelete="set null")
    rank_before = fields.Char(readonly=True)
    rank_after = fields.Char(readonly=True)
    amount_before = fields.Monetary(string="Paid", readonly=True)
    amount_after = fields.Monetary(string="Would Be Paid", readonly=True)
    difference = fields.Monetary(readonly=True)


class MlmRun(models.Model):
    _inherit = "mlm.run"

    def _freeze_inputs_like(self, final):
        """Inputs of a closed period for another plan: its frozen members, its rows.

        Trees that only the other plan uses are read as they were on the last day. A plan with
        other markets needs the members anew.

        :param final: the final run of the period
        """
        plan = self.plan_version_id._compiled()
        network = None
        if list(plan.markets) == list(final.plan_version_id._compiled().markets):
            network = final._frozen_members()
            others = [name for name in plan.trees if name not in network.trees]
            if others:
                trees = network.trees | self._read_trees(others, network.ids)
                network = replace(network, trees=trees)
        if network is None:
            network, kept = self._read_network(plan), None
        else:
            kept = final._frozen_rows()
        if kept is None:
            volumes = self._read_volumes(network)
        else:
            period = self.period_id.kind if self._is_part() else None
            volumes = replace(kept, period=period, rates=self.market_rates or {})
        return plan, network, volumes, self._read_carry()

    def _frozen_members(self):
        """Return the network that this final run has kept."""
        return unpack_network(self._frozen_bytes("frozen_network"))
