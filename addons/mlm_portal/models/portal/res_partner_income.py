# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL, ormcache

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

        Of the last twelve closed months, every partner of each month counted; before other expenses
        and taxes. Never the top alone. Worked out once per closed month and worker.

        :return: dict: ``months``, ``partners`` (mean per month), ``none`` (percent without any
            commission), ``median``, ``upper`` (three quarters earn at most that), ``typical``
            (median of those with commission), ``net`` (median after own purchases and fees),
            ``currency``; None with too few partners
        """
        self.ensure_one()
        company = self.sudo().mlm_company_id
        figures = self._mlm_income_of_runs(company.id, self._mlm_closed_runs(company))
        if not figures or figures["partners"] < FEWEST:
            return None
        return {**figures, "currency": company.currency_id}

    @api.model
    def _mlm_closed_runs(self, company):
        """Return the ids of the final runs of the last closed months, the newest first."""
        rows = self.env.execute_query(
            SQL(
                """SELECT p.final_run_id FROM mlm_period p JOIN mlm_run r ON r.id = p.final_run_id
                    WHERE p.company_id = %s AND p.kind = 'month' AND r.state = %s
                    ORDER BY p.date_from DESC LIMIT %s""",
                company.id or None,
                DONE,
                MONTHS,
            )
        )
        return tuple(run for (run,) in rows)

    @ormcache("company_id", "runs")
    def _mlm_income_of_runs(self, company_id, runs):
        """Return the figures of closed months, which don't change any more; None without any.

        :param tuple runs: ids of final runs (mlm.run)
        """
        if not runs:
            return None
        [[months, count, none, median, upper, typical, net]] = self.env.execute_query(
            SQL(
                """WITH bought AS (
                    SELECT r.id AS run, v.buyer_id AS partner, sum(v.net) AS net
                      FROM mlm_run r JOIN mlm_period p ON p.id = r.period_id
                      JOIN mlm_volume v ON v.company_id = %(company)s
                       AND v.date_commission >= p.date_from AND v.date_commission < p.date_to
                       AND v.buyer_id = v.owner_id
                     WHERE r.id IN %(runs)s GROUP BY r.id, v.buyer_id),
                earned AS (
                    SELECT m.run_id, m.amount, m.amount - coalesce(b.net, 0) AS net
                      FROM mlm_member_result m
                      JOIN res_partner p ON p.id = m.partner_id
                      LEFT JOIN bought b ON b.run = m.run_id AND b.partner = m.partner_id
                     WHERE m.run_id IN %(runs)s AND p.mlm_role = 'partner')
                SELECT count(DISTINCT run_id), count(*), count(*) FILTER (WHERE amount <= 0),
                       percentile_disc(0.5) WITHIN GROUP (ORDER BY amount)::text,
                       percentile_disc(0.75) WITHIN GROUP (ORDER BY amount)::text,
                       (percentile_disc(0.5) WITHIN GROUP (ORDER BY amount)
                            FILTER (WHERE amount > 0))::text,
                       percentile_disc(0.5) WITHIN GROUP (ORDER BY net)::text
                  FROM earned""",
                company=company_id,
                runs=runs,
            )
        )
        if not count:
            return None
        return {
            "months": months,
            "partners": count // months,
            "none": round(100 * none / count),
            "median": float(Decimal(median)),
            "upper": float(Decimal(upper)),
            "typical": float(Decimal(typical or 0)),
            "net": float(Decimal(net)),
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
