# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .mlm_statement_annex import PRINTED_LINES


class MlmStatement(models.Model):
    """What the printed statement says: all circumstances that decide about claim, due date and
    calculation (§ 87c Abs. 1 HGB)."""

    _inherit = "mlm.statement"

    def _print_values(self):
        """Data of the printed statement, in the language of the environment.

        :return: dict: ``company_address``, ``partner_address``, ``plan``, ``sums_note``,
            ``last_day``, ``result`` (mlm.member.result), ``rank`` (see
            ``_distance_to_next_rank``, None if the run cannot be computed again), ``text``
            (mlm.explanation), ``lines`` and ``sums`` (one of them empty), ``line_count``,
            ``returns`` (number and amount of negative lines), ``german_law`` (the company is in
            Germany)
        """
        self.ensure_one()
        count = sum(self.line_ids.mapped("line_count"))
        printed = count <= PRINTED_LINES
        lines = self._annex_rows() if printed else []
        result = self._member_result()
        return {
            "company_address": _address(self.company_id.partner_id),
            "partner_address": _address(self.partner_id),
            "plan": self._print_plan(),
            "sums_note": self.env._(
                "The %(count)s single lines are handed over as a file (spreadsheet or CSV), each "
                "with order, invoice, dates, buyer, product, level, base, rate and commission.",
                count=count,
            ),
            "last_day": self.period_id.date_to - relativedelta(days=1),
            "result": result,
            "rank": self._print_rank(result),
            "text": self.env["mlm.explanation"],
            "lines": lines,
            "sums": [] if printed else self._annex_sums(),
            "line_count": count,
            "returns": self._print_returns(),
            "german_law": self.company_id.country_id.code == "DE",
        }

    def _print_plan(self):
        version = self.run_id.sudo().plan_version_id
        return self.env._(
            "%(plan)s, valid from %(date)s",
            plan=version.display_name,
            date=format_date(self.env, version.date_from),
        )

    def _print_rank(self, result):
        try:
            told = result and result._distance_to_next_rank()
        except UserError:
            return None
        return told and self.env["mlm.explanation"]._named(told, self.run_id.plan_version_id)

    def _print_returns(self):
        """Number and sum of the lines that take commission back."""
        rows = self.env["mlm.commission.line"]._read_group(
            [
                ("run_id", "=", self.run_id.id),
                ("partner_id", "=", self.partner_id.id),
                ("amount", "<", 0),
            ],
            [],
            ["__count", "amount:sum"],
        )
        count, amount = rows[0]
        return {"count": count, "amount": amount or 0}


def _address(partner):
    lines = partner._display_address(without_company=True).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())
