# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import time

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..story import network, trade
from ..story.catalog import STAFF

_logger = logging.getLogger(__name__)

BUILT = "mlm_demo.built"
# No mail, no chatter for each of some thousand documents.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_auto_subscribe_no_notify": True,
    "no_reset_password": True,
    "lang": "en_US",
}
TOP = 15


def _totals(rows):
    """Return earned, tax and paid of all rows, for showing."""
    return [round(sum(row[column] for row in rows), 2) for column in (2, 3, 4)]


class MlmDemo(models.AbstractModel):
    """Builds the demo company through Odoo's own methods, and tells what came of it.

    The story (people, orders, payments, returns) is decided by `story/`, the same every time.
    """

    _name = "mlm.demo"
    _description = "Demo Company"

    # === BUILDING === #

    @api.model
    def _build(self):
        """Build the demo company, unless it is there; takes some minutes.

        :return: whether it was built now
        :raise UserError: if the company has entries already
        """
        Parameter_sudo = self.env["ir.config_parameter"].sudo()
        if Parameter_sudo.get_param(BUILT):
            return False
        company = self.env.ref("base.main_company")
        if self.env["account.move"].sudo().search_count([("company_id", "=", company.id)], limit=1):
            raise UserError(
                self.env._(
                    "%(company)s has accounting entries already. Install the demo company in a new "
                    "database.",
                    company=company.name,
                )
            )
        self = self.sudo().with_company(company).with_context(**QUIET)  # noqa: PLW0642
        people = network.grow()
        sales = trade.plan_sales(people)
        self._step("company and accounts", self._build_company)
        self._step("products and prices", self._build_products)
        self._step("staff", self._build_staff)
        self._step("members", self._build_network, people)
        self._step("suppliers", self._build_suppliers)
        needs = trade.plan_purchases(sales)
        for month in trade.MONTHS:
            of_month = [sale for sale in sales if (sale.day.year, sale.day.month) == month]
            self._step(f"purchases {month[0]}-{month[1]:02d}", self._purchase_month, month, needs)
            self._step(f"sales {month[0]}-{month[1]:02d}", self._sell_month, of_month)
        self._step("commissions", self._build_commissions)
        Parameter_sudo.set_param(BUILT, "1")
        return True

    @api.model
    def _step(self, name, method, *args):
        """Run one part of the build and log how long it took."""
        started = time.monotonic()
        method(*args)
        self.env.flush_all()
        self.env.invalidate_all(flush=False)
        _logger.info("demo company: %s (%.1f s)", name, time.monotonic() - started)

    # === FINDING AGAIN === #

    @api.model
    def _product(self, code):
        """Return the product with an article number."""
        return self.env["product.product"].search([("default_code", "=", code)], limit=1)

    @api.model
    def _bank_journal(self):
        return self.env["account.journal"].search(
            [("company_id", "=", self.env.company.id), ("type", "=", "bank")], limit=1
        )

    # === TELLING === #

    @api.model
    def summary(self):
        """Return what was earned by whom and what of it is paid, the best first.

        :return: list of (member number, name, earned, tax, paid); the last row holds the totals
        """
        self.env["mlm.statement"].check_access("read")
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT p.mlm_member_number, p.name, round(sum(s.amount_earned), 2)::float,
                          round(sum(coalesce(m.amount_tax, 0)), 2)::float,
                          round(sum(coalesce(m.amount_total - m.amount_residual, 0)), 2)::float
                     FROM mlm_statement s
                     JOIN res_partner p ON p.id = s.partner_id
                     LEFT JOIN account_move m ON m.id = s.move_id AND m.state = 'posted'
                    WHERE s.company_id = %s
                    GROUP BY p.id ORDER BY 3 DESC, 1""",
                self.env.ref("base.main_company").id,
            )
        )
        others = rows[TOP:]
        result = rows[:TOP]
        if others:
            result.append(
                (
                    "",
                    self.env._("%(count)s other partners", count=len(others)),
                    *_totals(others),
                )
            )
        return [*result, ("", self.env._("Total"), *_totals(rows))]

    @api.model
    def logins(self):
        """Return the demo users as (role, login, password); passwords are the logins."""
        return [(role, login, login) for role, login, __ in STAFF]
