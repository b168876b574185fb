# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError

from ..const import OPEN


class MlmVolume(models.Model):
    _inherit = "mlm.volume"

    @api.model
    def _shut_periods(self, company):
        """Periods of a company that take no rows any more, oldest first."""
        return (
            self.env["mlm.period"]
            .sudo()
            .search(
                [("company_id", "=", company.id), ("kind", "=", "month"), ("state", "!=", OPEN)],
                order="date_from",
            )
        )

    @api.model
    def _check_period_open(self, company, dates):
        super()._check_period_open(company, dates)
        shut = self._shut_periods(company)
        for date in dates:
            for period in shut:
                if period.date_from <= date < period.date_to and not self._moves_at_closing(period):
                    raise UserError(
                        self.env._(
                            "%(date)s lies in %(period)s, which is closed. Choose a day of an open "
                            "period.",
                            date=date,
                            period=period.name,
                        )
                    )

    @api.model
    def _moves_at_closing(self, period):
        """While a period closes, its own unreleased rows may leave it."""
        return self.env.su and period.state == "closing"

    @api.model
    def _get_open_commission_dates(self, company, dates):
        dates = super()._get_open_commission_dates(company, dates)
        shut = self._shut_periods(company)

        def open_day(date):
            for period in shut:
                if period.date_from <= date < period.date_to:
                    date = period.date_to
            return date

        return {asked: open_day(date) for asked, date in dates.items()}
