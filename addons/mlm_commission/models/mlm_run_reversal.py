# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Returns of closed periods: taken back at the original rates from the original earners.

Under the policy "reverse" a credit row whose original was paid in a closed period is no volume of
the open one. Each line that the original caused is reversed in proportion. Over several partial
returns the reversed part is rounded as a whole, so that a full return takes back exactly what was
paid and nothing is taken back twice (§ 87a Abs. 2 HGB).
"""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.mlm_base.text_hash import sha256_of

from ..bulk_tables import first_id
from ..const import FINISHED
from .mlm_commission_line import LINES
from .mlm_member_result import RESULTS

RETURN_POLICIES = [
    ("negative", "Negative Volume of the Open Period"),
    ("reverse", "Reverse the Original Lines"),
]


class MlmPlan(models.Model):
    _inherit = "mlm.plan"

    return_policy = fields.Selection(
        selection=RETURN_POLICIES,
        string="Late Returns",
        required=True,
        default="negative",
        tracking=True,
        help="What a return of a closed period does: it lowers volume and commissions of the open "
        "period, or it takes back the lines that were paid, at their rates, from their earners.",
    )


class MlmReturnReason(models.Model):
    """Why goods come back or a sale is undone; it decides whether commission is taken back."""

    _name = "mlm.return.reason"
    _description = "Reason of a Return"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_clawback = fields.Boolean(
        string="Takes Commission Back",
        default=True,
        help="Not where the company is the cause: commission stays (§ 87a Abs. 3 HGB).",
    )
    note = fields.Char(string="Legal Basis", translate=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "Another reason has this code.")

    def write(self, vals):
        if "is_clawback" in vals and self.env["account.move"].sudo().search_count(
            [("mlm_return_reason_id", "in", self.ids), ("state", "=", "posted")], limit=1
        ):
            raise UserError(
                self.env._("This reason is used by posted credit notes. Make a new one instead.")
            )
        return super().write(vals)


class AccountMove(models.Model):
    _inherit = "account.move"

    mlm_return_reason_id = fields.Many2one(
        "mlm.return.reason",
        string="Reason of the Return",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="base.group_user",
    )

    @api.constrains("mlm_return_reason_id")
    def _check_mlm_return_reason(self):
        """What commission was worked out with stays."""
        for move in self:
            if move.state == "posted":
                raise UserError(
                    self.env._("%(name)s is posted: its reason stays.", name=move.display_name)
                )


class MlmRun(models.Model):
    _inherit = "mlm.run"

    @property
    def _reverses(self):
        return self.plan_version_id.plan_id.return_policy == "reverse"

    def _volume_condition(self):
        """Leave out returns that cost nobody commission, and those that reverse closed lines."""
        parts = [
            super()._volume_condition(),
            SQL(
                """NOT EXISTS (SELECT 1 FROM account_move m
                      JOIN mlm_return_reason r ON r.id = m.mlm_return_reason_id
                     WHERE m.id = mlm_volume.move_id AND NOT r.is_clawback)"""
            ),
        ]
        if self._reverses:
            parts.append(
                SQL(
                    "NOT (mlm_volume.reversed_id IS NOT NULL AND EXISTS (%s))",
                    self._paid_before(SQL("mlm_volume.reversed_id")),
                )
            )
        return SQL(" AND ").join(parts)

    def _paid_before(self, row):
        """The final run of the closed period in which a ledger row has counted, as a query."""
        return SQL(
            """SELECT p.final_run_id FROM mlm_volume o
                 JOIN mlm_period p ON p.company_id = o.company_id AND p.kind = %(kind)s
                      AND p.state IN %(finished)s AND p.final_run_id IS NOT NULL
                      AND o.date_commission >= p.date_from AND o.date_commission < p.date_to
                WHERE o.id = %(row)s AND p.date_from < %(start)s""",
            kind=self.period_id.kind,
            finished=FINISHED,
            row=row,
            start=self.period_id.date_from,
        )

    def _reversals(self, after, digits):
        """Query of the lines that take back: columns as those of the commission lines.

        :param int after: number of the run's other lines; ids follow them
        :param int digits: decimals of amounts
        """
        period = self.period_id
        return SQL(
            """
            WITH credit AS (
                SELECT v.id, v.reversed_id, -v.cv AS part, (%(paid)s) AS paid_run,
                       (SELECT coalesce(sum(-e.cv), 0) FROM mlm_volume e
                         WHERE e.reversed_id = v.reversed_id AND e.id < v.id) AS earlier,
                       o.cv AS whole
                  FROM mlm_volume v JOIN mlm_volume o ON o.id = v.reversed_id
                 WHERE v.company_id = %(company)s AND v.date_commission >= %(start)s
                   AND v.date_commission < %(end)s AND o.cv <> 0
                   AND (v.date_release <= %(cutoff)s OR %(is_finished)s)
                   AND NOT EXISTS (SELECT 1 FROM account_move m
                          JOIN mlm_return_reason r ON r.id = m.mlm_return_reason_id
                         WHERE m.id = v.move_id AND NOT r.is_clawback))
            SELECT (%(first)s + row_number() OVER (ORDER BY c.id, l.id))::bigint AS id,
                   %(run)s::integer AS run_id, l.partner_id, l.bonus_id, c.id AS volume_id,
                   l.level, l.skipped, -l.base * c.part / c.whole AS base, l.rate,
                   round(l.amount * c.earlier / c.whole, %(digits)s)
                   - round(l.amount * (c.earlier + c.part) / c.whole, %(digits)s) AS amount
              FROM credit c
              JOIN mlm_commission_line l ON l.run_id = c.paid_run AND l.volume_id = c.reversed_id
             WHERE c.paid_run IS NOT NULL""",
            paid=self._paid_before(SQL("v.reversed_id")),
            company=self.company_id.id,
            start=period.date_from,
            end=period.date_to,
            cutoff=self.date_cutoff,
            is_finished=period.state in FINISHED or period.state == "open",
            first=first_id(self.id) + after - 1,
            run=self.id,
            digits=digits,
        )

    def _result_hash(self, result):
        """Also cover the lines that take back."""
        plain = super()._result_hash(result)
        if not self._reverses:
            return plain
        [(rows,)] = self.env.execute_query(
            SQL(
                """SELECT string_agg(concat_ws(' ', partner_id, bonus_id, volume_id, amount::text),
                                     E'\n' ORDER BY id) FROM (%s) r""",
                self._reversals(0, result.amount_digits),
            )
        )
        return sha256_of(f"{plain}\n{rows}") if rows else plain

    def _add_reversals(self, lines, results, after, digits):
        """Insert the lines that take back, and lower what their earners have earned.

        :param str lines: table of lines; :param str results: table of member results
        """
        if not self._reverses:
            return
        self.env.cr.execute(
            SQL("INSERT INTO %s %s", SQL.identifier(lines), self._reversals(after, digits))
        )
        self.env.cr.execute(
            SQL(
                """UPDATE %(results)s r SET amount = r.amount + s.amount
                     FROM (SELECT partner_id, sum(amount) AS amount FROM %(lines)s
                            WHERE id >= %(first)s GROUP BY partner_id) s
                    WHERE s.partner_id = r.partner_id""",
                results=SQL.identifier(results),
                lines=SQL.identifier(lines),
                first=first_id(self.id) + after,
            )
        )

    def _store(self, result):
        stored = super()._store(result)
        if result.lines is not None:
            self._add_reversals(
                LINES.partition(self.id),
                RESULTS.partition(self.id),
                len(result.lines),
                result.amount_digits,
            )
        return stored

    def _figures(self, result):
        """Count the lines that take back, too."""
        figures = super()._figures(result)
        if not self._reverses or result.lines is None:
            return figures
        [(count, amount)] = self.env.execute_query(
            SQL(
                "SELECT count(*), coalesce(sum(amount), 0) FROM %s WHERE id >= %s",
                SQL.identifier(LINES.partition(self.id)),
                first_id(self.id) + len(result.lines),
            )
        )
        return {
            **figures,
            "line_count": figures["line_count"] + count,
            "amount_total": figures["amount_total"] + amount,
        }

    def _complete_scratch(self, scratch, result):
        super()._complete_scratch(scratch, result)
        self._add_reversals(
            scratch[LINES], scratch[RESULTS], len(result.lines), result.amount_digits
        )
