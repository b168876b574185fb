# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import numpy as np

from odoo import fields, models

from ..const import FINAL
from ..engine.explain.account import LEVEL_KINDS, level_account
from ..engine.explain.case import run_of


class MlmBreakage(models.Model):
    """What the level bonuses of a final run could have paid, and where it went."""

    _name = "mlm.breakage"
    _description = "Breakage"
    _inherit = ["mlm.run.snapshot"]
    _rec_name = "bonus_id"

    bonus_id = fields.Many2one("mlm.plan.bonus", required=True, readonly=True, ondelete="restrict")
    level = fields.Integer(readonly=True, aggregator=None)
    potential = fields.Monetary(
        readonly=True, help="All sales at the highest rate that the plan has for this level."
    )
    paid = fields.Monetary(readonly=True, help="The lines, before caps.")
    missed = fields.Monetary(
        readonly=True, help="A member stood at the level, but got nothing or a lower rate."
    )
    breakage = fields.Monetary(readonly=True, help="Nobody stood at the level any more.")

    def _rows(self, run, result):
        """Values of all rows of a computed period."""
        again, unit = run_of(result), 10**result.amount_digits
        bonus_ids, rows = run.plan_version_id.bonus_ids.ids, []
        for bonus in result.plan.bonuses:
            if bonus.name not in LEVEL_KINDS or bonus.period != again.period:
                continue
            account = level_account(again, bonus, result.lines)
            for index in range(len(account.potential)):
                amounts = {
                    name: int(getattr(account, name)[index]) / unit
                    for name in ("potential", "paid", "missed", "breakage")
                }
                head = {"bonus_id": bonus_ids[bonus.index], "level": index + 1}
                rows.append({**self._head(run), **head, **amounts})
        return rows


class MlmCarryStock(models.Model):
    """Volume that binary bonuses hand to the next period, by rank."""

    _name = "mlm.carry.stock"
    _description = "Carry-Over Stock"
    _inherit = ["mlm.run.snapshot"]
    _rec_name = "bonus_id"

    bonus_id = fields.Many2one("mlm.plan.bonus", required=True, readonly=True, ondelete="restrict")
    rank_id = fields.Many2one("mlm.plan.rank", readonly=True, ondelete="restrict")
    member_count = fields.Integer(string="Members", readonly=True)
    left_volume = fields.Float(string="Left Leg", digits=(20, 4), readonly=True)
    right_volume = fields.Float(string="Right Leg", digits=(20, 4), readonly=True)
    matchable = fields.Float(
        string="In Both Legs",
        digits=(20, 4),
        readonly=True,
        help="The smaller leg of each member: it could be paid as soon as its owner qualifies.",
    )

    def _rows(self, run, result):
        """Values of all rows of a computed period."""
        rows, version = [], run.plan_version_id
        rank_ids, point = version.rank_ids.ids, 10**result.volumes.digits
        ids = dict(zip(result.plan.bonus_codes, version.bonus_ids.ids, strict=True))
        for code, legs in result.carry.legs.items():
            held = (legs != 0).any(axis=1)
            for rank in np.unique(result.rank[held]).tolist():
                these = legs[held & (result.rank == rank)]
                rows.append(
                    {
                        **self._head(run),
                        "bonus_id": ids[code],
                        "rank_id": rank_ids[rank] if rank >= 0 else False,
                        "member_count": len(these),
                        "left_volume": int(these[:, 0].sum()) / point,
                        "right_volume": int(these[:, 1].sum()) / point,
                        "matchable": int(np.maximum(these.min(axis=1), 0).sum()) / point,
                    }
                )
        return rows


class MlmRun(models.Model):
    _inherit = "mlm.run"

    def _store(self, result):
        """Also keep what can be told from the arrays only."""
        stored = super()._store(result)
        if self.kind == FINAL and result.lines is not None:
            for model in ("mlm.breakage", "mlm.carry.stock"):
                Snapshot = self.env[model].sudo()
                Snapshot.search([("run_id", "=", self.id)]).unlink()
                Snapshot.create(Snapshot._rows(self, result))
        return stored

    def _summarize(self):
        """Fill the reports of a final run from its rows; again, if they are there already."""
        self.ensure_one()
        self.env.flush_all()
        for model in ("mlm.commission.summary", "mlm.payout.summary", "mlm.rank.movement"):
            Snapshot = self.env[model].sudo()
            Snapshot.search([("run_id", "=", self.id)]).unlink()
            self.env.flush_all()
            Snapshot._fill(self)
            Snapshot.invalidate_model()


# Up to here the reports are there when closing is; above, a job fills them right after it.
SUMMARIZED_AT_ONCE = 500_000


class MlmPeriod(models.Model):
    _inherit = "mlm.period"

    def _finish_closing(self, run):
        """Also sum up the run for the reports."""
        finished = super()._finish_closing(run)
        if run.line_count <= SUMMARIZED_AT_ONCE:
            run._summarize()
        else:
            run.with_delay(description=run.name, identity_key=f"mlm_summary_{run.id}")._summarize()
        return finished
