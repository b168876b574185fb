# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..const import CLOSING, FINISHED, OPEN


class MlmVolume(models.Model):
    _inherit = "mlm.volume"

    @api.model
    def _shut_periods(self, company):
        """Periods of a company that take no rows any more, oldest first.

        Months and weeks alike: a row counts in one of each, and the week closes first. What it
        has paid on stays there, though its month is still open.
        """
        return (
            self.env["mlm.period"]
            .sudo()
            .search([("company_id", "=", company.id), ("state", "!=", OPEN)], order="date_from")
        )

    @api.model
    def _sql_counted_elsewhere(self, period):
        """Condition on rows of a period: a period of another kind has closed with them.

        Such a row was released for that period. It counts here too and moves nowhere, whatever
        this period's own cut-off says.
        """
        others = self._shut_periods(period.company_id).filtered(
            lambda other: (
                other.kind != period.kind
                and other.state in FINISHED
                and other.date_from < period.date_to
                and other.date_to > period.date_from
            )
        )
        days = [
            SQL(
                "(mlm_volume.date_commission >= %s AND mlm_volume.date_commission < %s)",
                other.date_from,
                other.date_to,
            )
            for other in others
        ]
        return SQL("(%s)", SQL(" OR ").join(days)) if days else SQL("FALSE")

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
        return self.env.su and period.state == CLOSING

    @api.model
    def _get_open_commission_dates(self, company, dates):
        dates = super()._get_open_commission_dates(company, dates)
        shut = self._shut_periods(company)

        def open_day(date):
            # One pass will do: a day after a period lies in no longer one that began before it.
            for period in shut:
                if period.date_from <= date < period.date_to:
                    date = period.date_to
            return date

        return {asked: open_day(date) for asked, date in dates.items()}
