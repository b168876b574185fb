# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Commission by market and bonus: exact shares, and analytic distributions made of them."""

from collections import defaultdict
from decimal import ROUND_HALF_EVEN, Decimal

from odoo import models
from odoo.tools import SQL

PERCENT = Decimal("0.01")


class MlmStatement(models.Model):
    _inherit = "mlm.statement"

    def _shares(self):
        """Return what the statements consist of.

        The market is the one of the sale; what comes from no sale belongs to the partner's own.

        :return: {statement id: {(bonus code, market id or None): Decimal amount}}
        """
        self.env["mlm.statement"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT s.id, b.code, coalesce(v.market_id, p.mlm_market_id), sum(l.amount)::text
                     FROM mlm_statement s
                     JOIN res_partner p ON p.id = s.partner_id
                     JOIN mlm_commission_line l
                       ON l.run_id = s.run_id AND l.partner_id = s.partner_id
                     JOIN mlm_plan_bonus b ON b.id = l.bonus_id
                     LEFT JOIN mlm_volume v ON v.id = l.volume_id
                    WHERE s.id = ANY(%s)
                    GROUP BY 1, 2, 3""",
                list(self.ids),
            )
        )
        shares = defaultdict(dict)
        for statement, bonus, market, amount in rows:
            shares[statement][bonus, market] = Decimal(amount)
        return shares

    def _openings(self):
        """Return {statement: the statements before it whose negative balance it opens with}."""
        openings = {}
        for statement in self.filtered("amount_opening"):
            before = self.search(
                [
                    ("partner_id", "=", statement.partner_id.id),
                    ("company_id", "=", statement.company_id.id),
                    ("period_id.kind", "=", statement.period_id.kind),
                    ("period_id.date_from", "<", statement.period_id.date_from),
                ],
                # Newest first, by the order of periods.
                order="period_id",
            )
            carried = self.browse()
            for earlier in before:
                if not earlier.amount_closing:
                    break
                carried |= earlier
            openings[statement] = carried
        return openings


class ResCompany(models.Model):
    _inherit = "res.company"

    def _mlm_analytic_values(self, shares, keys=None):
        """Return the values that distribute a line by market and bonus; none if it is zero.

        :param dict shares: {(bonus code, market id or None): Decimal amount}
        :param dict keys: remembers the keys of distributions from call to call
        """
        keys = {} if keys is None else keys
        total = sum(shares.values())
        if not total:
            return {}
        percents = {
            key: (amount * 100 / total).quantize(PERCENT, ROUND_HALF_EVEN)
            for key, amount in shares.items()
        }
        # The largest part takes what rounding leaves, so that the whole line is distributed.
        largest = max(percents, key=lambda key: (abs(percents[key]), key[0], key[1] or 0))
        percents[largest] += 100 - sum(percents.values())
        for key in percents.keys() - keys.keys():
            keys[key] = self._mlm_analytic_key(*key)
        return {
            "analytic_distribution": {
                keys[key]: float(percent) for key, percent in percents.items() if percent
            }
        }

    def _mlm_analytic_of_one(self, bonus, market):
        """Return the values that give a whole line to one bonus and market, if that is set up."""
        if not self.mlm_has_analytic:
            return {}
        return {"analytic_distribution": {self._mlm_analytic_key(bonus, market): 100}}

    def _mlm_analytic_key(self, bonus, market):
        """Return the key of a distribution: the analytic accounts of a market and a bonus."""
        accounts = self._mlm_analytic_account("bonus", bonus, bonus)
        if market:
            record = self.env["mlm.market"].sudo().browse(market)
            accounts |= self._mlm_analytic_account("market", record.code, record.name)
        return ",".join(map(str, sorted(accounts.ids)))

    def _mlm_analytic_account(self, kind, code, name):
        """Return (sudo) the analytic account of a market or bonus; it is created when needed."""
        plan_sudo = self._mlm_analytic_plan(kind)
        Account_sudo = self.env["account.analytic.account"].sudo()
        return Account_sudo.search(
            [("plan_id", "=", plan_sudo.id), ("code", "=", code), ("company_id", "=", False)],
            limit=1,
        ) or Account_sudo.create(
            {"name": name, "code": code, "plan_id": plan_sudo.id, "company_id": False}
        )
