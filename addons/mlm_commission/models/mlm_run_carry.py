# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a run takes over from the period before."""

from odoo import models
from odoo.exceptions import UserError

from ..const import FINISHED
from ..frozen import DAMAGED, unpack_carry


class MlmRun(models.Model):
    _inherit = "mlm.run"

    def _read_carry(self):
        """What the closed period before handed over; None before the first one.

        Where weeks and months are periods of one plan, they hand over to each other in the order
        in which they close.
        """
        return self._carry_of(self._run_before())

    def _frozen_carry(self, **options):
        """What this run has read of the period before, whatever has closed since.

        :param options: see :func:`~..frozen.unpack_carry`
        """
        if not self._carry_hash():
            return None
        return self._carry_of(self.carry_run_id or self._run_before(), **options)

    def _carry_hash(self):
        """Hash of the carry that this run has read, empty if there was none."""
        return (self.input_parts or "").split("\n")[-1]

    def _carry_of(self, run, **options):
        """What a final run has handed over, by the ranks of this run's plan; None without a run.

        :param options: see :func:`~..frozen.unpack_carry`
        :raise UserError: its file is damaged or gone
        """
        if not run:
            return None
        try:
            carry = unpack_carry(run._frozen_bytes("carry_data") or b"", **options)
        except DAMAGED as error:
            raise UserError(
                self.env._(
                    "What %(name)s has handed over is damaged or gone: restore its file.",
                    name=run.name,
                )
            ) from error
        if run.plan_version_id == self.plan_version_id:
            return carry
        versions = (run.plan_version_id, self.plan_version_id)
        return carry.with_ranks(*(version._compiled().rank_codes for version in versions))

    def _run_before(self):
        """The final run of the period that closed before this one, or an empty record."""
        run = self.period_id._previous().final_run_id
        if not self._is_part() and not self._has_parts():
            return run
        others = self.env["mlm.period"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "in", FINISHED),
                ("final_run_id.plan_version_id.plan_id", "=", self.plan_version_id.plan_id.id),
            ]
        )
        earlier = others.filtered(lambda p: closing_order(p) < closing_order(self.period_id))
        return (run | earlier.final_run_id).sorted(lambda r: closing_order(r.period_id))[-1:]

    def _has_parts(self):
        """Whether some weeks are periods of this monthly plan."""
        plan = self.plan_version_id.plan_id
        return bool(
            plan.period_kind == "month"
            and self.env["mlm.period"].search_count(
                [
                    ("company_id", "=", self.company_id.id),
                    ("kind", "=", "week"),
                    ("final_run_id.plan_version_id.plan_id", "=", plan.id),
                ],
                limit=1,
            )
        )


def closing_order(period):
    """Periods close by their ends; a week before the month that ends with it."""
    return period.date_to, period.kind == "month"
