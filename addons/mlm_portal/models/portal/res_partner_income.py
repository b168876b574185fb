# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from odoo.addons.mlm_commission.const import DONE

MONTHS = 12
# Fewer partners would tell what single ones earn.
FEWEST = 20
SUMS = ("expected", "earned", "due", "held", "ordered", "paid")


class ResPartner(models.Model):
    """Money of a partner, and honest figures of what all earn (LEGAL.md D3.12, M11)."""

    _inherit = "res.partner"

    def _mlm_account_sums(self):
        """Return {kind of money: amount} of the commission account, and ``balance``."""
        self.ensure_one()
        [values] = (
            self.env["mlm.account.entry"]
            .sudo()
            ._read_group(
                [("partner_id", "=", self.id)],
                [],
                [*(f"amount_{name}:sum" for name in SUMS), "amount:sum"],
            )
        )
        return dict(zip((*SUMS, "balance"), values, strict=True)) | {
            "currency": self.sudo().mlm_company_id.currency_id
        }

    def _mlm_income_figures(self):
        """Return how the monthly commission of all partners is spread, also of those without any.

        Of the last twelve closed months, every partner of each month counted; before expenses and
        taxes. Never the top alone.

        :return: dict: ``months``, ``partners`` (mean per month), ``none`` (percent without any
            commission), ``median``, ``upper`` (three quarters earn at most that), ``typical``
            (median of those with commission), ``currency``; None with too few partners
        """
        self.ensure_one()
        company = self.sudo().mlm_company_id
        rows = self.env.execute_query(
            SQL(
                """WITH closed AS (
                    SELECT p.final_run_id AS run FROM mlm_period p
                      JOIN mlm_run r ON r.id = p.final_run_id
                     WHERE p.company_id = %s AND p.kind = 'month' AND r.state = %s
                     ORDER BY p.date_from DESC LIMIT %s),
                earned AS (
                    SELECT m.run_id, m.amount FROM mlm_member_result m
                      JOIN res_partner p ON p.id = m.partner_id
                     WHERE m.run_id IN (SELECT run FROM closed) AND p.mlm_role = 'partner')
                SELECT count(DISTINCT run_id), count(*), count(*) FILTER (WHERE amount <= 0),
                       percentile_disc(0.5) WITHIN GROUP (ORDER BY amount)::text,
                       percentile_disc(0.75) WITHIN GROUP (ORDER BY amount)::text,
                       (percentile_disc(0.5) WITHIN GROUP (ORDER BY amount)
                            FILTER (WHERE amount > 0))::text
                  FROM earned""",
                company.id,
                DONE,
                MONTHS,
            )
        )
        months, count, none, median, upper, typical = rows[0]
        if not months or count < FEWEST * months:
            return None
        return {
            "months": months,
            "partners": count // months,
            "none": round(100 * none / count),
            "median": float(Decimal(median)),
            "upper": float(Decimal(upper)),
            "typical": float(Decimal(typical or 0)),
            "currency": company.currency_id,
        }

    def _mlm_growth(self):
        """Return the size of the team at the end of each of the last months, the oldest first.

        :return: list of dicts: period, team, percent (height of the bar)
        """
        self.ensure_one()
        rows = self.env.execute_query(
            SQL(
                """WITH months AS (
                    SELECT DISTINCT ON (p.date_from) p.date_from, p.name, r.id
                      FROM mlm_run r JOIN mlm_period p ON p.id = r.period_id
                     WHERE r.company_id = %s AND r.state = %s AND p.kind = 'month'
                     ORDER BY p.date_from DESC, r.id DESC LIMIT %s)
                SELECT months.name, m.team_size - 1 FROM months
                  JOIN mlm_member_result m ON m.run_id = months.id AND m.partner_id = %s
                 ORDER BY months.date_from""",
                self.sudo().mlm_company_id.id or None,
                DONE,
                MONTHS,
                self.id,
            )
        )
        most = max((team for _name, team in rows), default=0)
        return [
            {"period": name, "team": team, "percent": round(100 * team / most) if most else 0}
            for name, team in rows
        ]
