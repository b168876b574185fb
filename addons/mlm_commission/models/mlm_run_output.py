# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a run writes: commission lines and member results, each one partition, by binary COPY."""

import base64
import queue
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from odoo import models
from odoo.tools.misc import formatLang

from ..bulk_tables import Looked, Numbered, copy_rows, first_id
from ..const import FINAL, LIVE, POINT_DIGITS, TOTALS
from ..engine.compute import compute
from ..engine.model import NONE
from ..frozen import pack_carry, pack_network, pack_totals
from ..frozen_volumes import pack_volumes
from .mlm_commission_line import LINES
from .mlm_member_result import RESULTS


class MlmRun(models.Model):
    _inherit = "mlm.run"

    def _store(self, result):
        """Write member results and files of a computed period, whose lines, if it keeps any, are
        stored."""
        self.ensure_one()
        self.env.flush_all()
        # Packed while the database takes in rows.
        with ThreadPoolExecutor(max_workers=1) as pool:
            files = {name: pool.submit(*call) for name, call in self._files(result).items()}
            RESULTS.load(self.env.cr, self.id, self._result_rows(result))
        self.carry_run_id = self._run_before()
        self.write({name: base64.b64encode(file.result()) for name, file in files.items()})
        self.env["mlm.commission.line"].invalidate_model()
        self.env["mlm.member.result"].invalidate_model()

    def _files(self, result):
        """What the run keeps beside its rows: {field: (function that makes the file, what of)}."""
        files = {
            "frozen_network": (pack_network, result.network, (result.active, result.rank)),
            "frozen_volumes": (pack_volumes, result.given),
            "totals_data": (pack_totals, result),
        }
        if self.kind != LIVE:
            files["carry_data"] = pack_carry, result.carry
        return files

    def _drop_results(self):
        for run in self:
            LINES.drop(self.env.cr, run.id)
            RESULTS.drop(self.env.cr, run.id)
        self.env["mlm.commission.line"].invalidate_model()
        self.env["mlm.member.result"].invalidate_model()

    def _compute_and_load(self, plan, network, volumes, carry):
        """Compute, and let the database take in the lines of each bonus while the next ones are
        worked out, and then what the largest leaders will ask.

        :rtype: Result
        """
        self.env.flush_all()
        blocks = queue.SimpleQueue()
        # Records are read here: the cursor is busy while the thread makes rows.
        tells = self._tells_at_once(network)
        # Only explanations, and what a closing reports of its lines, still need their details.
        forgets = not tells and self.kind != FINAL
        rows = self._line_rows(plan, network, volumes, iter(blocks.get, None), forgets)
        # Nobody else uses the cursor meanwhile: nothing here asks the database.
        with ThreadPoolExecutor(max_workers=1) as pool:
            loading = pool.submit(LINES.load, self.env.cr, self.id, rows)
            try:
                result = compute(plan, network, volumes, carry, ready=blocks.put)
            finally:
                blocks.put(None)
            told = self._tell_largest(result) if tells else {}
            loading.result()
        if self.kind != FINAL:
            for block in result.lines.blocks:
                block.forget_details()
        self.env["mlm.kept.explanation"]._keep(self.id, told)
        return result

    def _compute_without_lines(self, plan, network, volumes, carry):
        """Compute a run that stores no lines, and what the largest leaders will ask of it.

        :rtype: Result
        """
        tells = self._tells_at_once(network)
        result = compute(plan, network, volumes, carry, with_lines=tells)
        if tells:
            told = self._tell_largest(result)
            self.env["mlm.kept.explanation"]._keep(self.id, told)
            result.lines = None
        return result

    def _line_rows(self, plan, network, volumes, blocks, forgets=False):
        """The lines of one bonus after the other, as binary rows.

        :param blocks: iterable of :class:`LineBlock`, in the order of the plan's bonuses
        :param bool forgets: blocks lose their details when their rows are made
        """
        bonus_ids = self.plan_version_id.bonus_ids.ids
        return self._rows_of(plan, network, volumes, bonus_ids, blocks, forgets)

    def _rows_of(self, plan, network, volumes, bonus_ids, blocks, forgets):
        source = volumes.ids if len(volumes) else np.zeros(1, dtype=np.int64)
        number = first_id(self.id)
        money = int(plan.unit * 10**plan.amount_digits)
        for bonus, bonus_id, block in zip(plan.bonuses, bonus_ids, blocks, strict=True):
            base = (block.base, volumes.digits)
            if bonus.of_money:
                base = (block.base.astype(np.int64) * money, plan.amount_digits)
            yield from copy_rows(
                LINES,
                {
                    "id": Numbered(number, len(block)),
                    "run_id": self.id,
                    "partner_id": Looked(network.ids, block.earner),
                    "bonus_id": bonus_id,
                    "volume_id": Looked(source, block.source),
                    "level": block.level,
                    "skipped": block.skipped,
                    "base": base,
                    "rate": (block.rate, plan.rate_digits),
                    "amount": (block.amount, plan.amount_digits),
                },
                nulls={"volume_id": block.source < 0},
            )
            number += len(block)
            if forgets:
                block.forget_details()

    def _result_rows(self, result):
        members = len(result.network)
        rank_ids = np.array(self.plan_version_id.rank_ids.ids or [0], dtype=np.int64)
        amount = np.zeros(members, dtype=np.int64)
        np.add.at(amount, result.totals.earner, result.totals.amount)
        array = result.figures.array
        return copy_rows(
            RESULTS,
            {
                "id": Numbered(first_id(self.id), members),
                "run_id": self.id,
                "partner_id": result.network.ids,
                "is_active": result.active.astype(np.int8),
                "rank_id": rank_ids[np.maximum(result.rank, 0)],
                "title_id": rank_ids[np.maximum(result.title, 0)],
                "personal_volume": (array("personal_volume"), POINT_DIGITS),
                "group_volume": (array("group_volume"), POINT_DIGITS),
                "position": result.position,
                "team_size": result.size,
                "depth": result.depth,
                "amount": (amount, result.amount_digits),
            },
            nulls={"rank_id": result.rank < 0, "title_id": result.title < 0},
        )

    def _bonus_totals(self, result):
        """What each bonus pays, a line each."""
        unit, lines = 10**result.amount_digits, []
        for number, bonus in enumerate(self.plan_version_id.bonus_ids):
            amounts = result.totals.amount[result.totals.bonus == number]
            total = int(amounts.sum()) / unit
            lines.append(
                self.env._(
                    "%(bonus)s: %(amount)s (earners: %(earners)s)",
                    bonus=bonus.display_name,
                    amount=formatLang(self.env, total, currency_obj=self.currency_id),
                    earners=len(amounts),
                )
            )
        return "\n".join(lines)

    def _figures(self, result):
        """Counts and totals for the run's record."""
        unit = 10**result.amount_digits
        return {
            "bonus_totals": self._bonus_totals(result) if self.kind == TOTALS else False,
            "member_count": len(result.network),
            "volume_count": len(result.volumes),
            "line_count": 0 if result.lines is None else len(result.lines),
            "earner_count": np.count_nonzero(np.diff(result.totals.earner, prepend=NONE)),
            "volume_net": int(result.volumes.net.sum()) / 10**POINT_DIGITS,
            "amount_total": int(result.totals.amount.sum()) / unit,
        }
