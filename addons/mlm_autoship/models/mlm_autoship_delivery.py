# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One delivery of an autoship: made once per day that it falls on, whatever happens."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

DELIVERY_STATES = [
    ("ordered", "Ordered"),
    ("charging", "Being Charged"),
    ("pending", "Payment Pending"),
    ("paid", "Paid"),
    ("failed", "Payment Failed"),
    ("unpaid", "Given Up"),
    ("unclear", "To Be Checked"),
    ("skipped", "Skipped"),
]


class MlmAutoshipDelivery(models.Model):
    _name = "mlm.autoship.delivery"
    _description = "Delivery of an Autoship"
    _order = "date desc, id desc"
    _rec_name = "date"

    autoship_id = fields.Many2one("mlm.autoship", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="autoship_id.company_id", store=True)
    partner_id = fields.Many2one(related="autoship_id.partner_id", store=True, string="Buyer")
    date = fields.Date(required=True, index=True)
    state = fields.Selection(DELIVERY_STATES, required=True, default="ordered", index=True)
    order_id = fields.Many2one("sale.order", readonly=True, index="btree_not_null")
    transaction_id = fields.Many2one("payment.transaction", string="Last Payment", readonly=True)
    attempts = fields.Integer(readonly=True, help="Failed attempts to charge.")
    retry_on = fields.Date(readonly=True, index="btree_not_null")
    reason = fields.Char(readonly=True)

    _once = models.Constraint(
        "UNIQUE(autoship_id, date)", "This delivery was made already: nothing comes twice."
    )


class MlmAutoship(models.Model):
    _inherit = "mlm.autoship"

    # === SCHEDULED === #

    @api.model
    def _cron_deliver(self):
        """Make what is due, then charge it; each step of each delivery is committed on its own.

        A worker that dies leaves at most one delivery half way. The next call goes on with it: the
        order stands once per day, and the payment has the same reference as before.
        """
        progress = self.env["ir.cron"]
        self._resume_due()
        due = self._due()
        waiting = self.env["mlm.autoship.delivery"]._to_charge()
        progress._commit_progress(remaining=len(due) + len(waiting))
        for autoship in due:
            self._guarded(autoship, autoship._open_delivery)
            if not progress._commit_progress(processed=1):
                return
        for delivery in self.env["mlm.autoship.delivery"]._to_charge():
            self._guarded(delivery, delivery._prepare_charge)
            self.env.cr.commit()  # pylint: disable=invalid-commit
            self._guarded(delivery, delivery._charge)
            if not progress._commit_progress(processed=1):
                return

    def _guarded(self, record, step):
        """Do a step of one record; if it fails, everybody else's goes on, and staff is told."""
        try:
            step()
        except Exception as error:
            self.env.cr.rollback()
            _logger.exception("autoship: %s of %s %s", step.__name__, record._name, record.id)
            record._tell_problem(str(error))

    def _resume_due(self):
        """Run again what was paused until today."""
        for autoship in self.search([("state", "=", "paused"), ("resume_on", "!=", False)]):
            if autoship.resume_on <= autoship._today():
                autoship._resume()

    @api.model
    def _due(self):
        """Return what is due today or was missed, of all companies; ends what has run out."""
        soon = fields.Date.today() + timedelta(days=1)
        found = self.search([("state", "=", "running"), ("next_date", "<=", soon)])
        over = found.filtered(lambda one: one.last_date and one.next_date > one.last_date)
        over |= self.search([("state", "!=", "ended"), ("last_date", "<", fields.Date.today())])
        for autoship in over:
            autoship._end(self.env._("The day until which it was wanted has passed."))
        return (found - over).filtered(lambda one: one.next_date <= one._today())

    # === ONE DELIVERY === #

    def _open_delivery(self):
        """Make the order that is due and move on to the next day.

        :return: mlm.autoship.delivery record; none if another worker does it or it has been made
        """
        self.ensure_one()
        Delivery = self.env["mlm.autoship.delivery"]
        if not self.try_lock_for_update():
            return Delivery
        self.invalidate_recordset()
        date = self.next_date
        if self.state != "running" or date > self._today():
            return Delivery
        delivery = Delivery.search([("autoship_id", "=", self.id), ("date", "=", date)])
        if not delivery:
            delivery = Delivery.create({"autoship_id": self.id, "date": date})
            delivery._make_order()
        self.write(
            {"next_date": self._next_open_day(date), "month_day": self.month_day, "problem": False}
        )
        return delivery

    def _next_open_day(self, date):
        """Return the next day in the rhythm; days missed by a long stop are not made up for."""
        following, today = self._after(date), self._today()
        while following <= today:
            following = self._after(following)
        return following

    def _tell_problem(self, text):
        """Note why no order could be made, and ask somebody to look, once per problem."""
        self.ensure_one()
        if self.problem == text:
            return
        self.problem = text
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Autoship could not be ordered"),
            note=text,
            user_id=self.partner_id.user_id.id or self.env.uid,
        )


class MlmAutoshipDeliveryOrder(models.Model):
    _inherit = "mlm.autoship.delivery"

    def _make_order(self):
        """Make the order at today's prices.

        :raise UserError: nothing of it is on sale any more, or nobody delivers to the address
        """
        self.ensure_one()
        autoship = self.autoship_id.with_company(self.company_id)
        autoship = autoship.with_context(lang=self.partner_id.lang)
        values = autoship._order_values()
        if not values["order_line"]:
            raise UserError(self.env._("Nothing of these goods is on sale any more."))
        order = autoship.env["sale.order"].create({**values, "mlm_autoship_delivery_id": self.id})
        if autoship.carrier_id:
            rate = autoship.carrier_id.rate_shipment(order)
            if not rate["success"]:
                raise UserError(rate["error_message"] or self.env._("Nobody delivers there."))
            order.set_delivery_line(autoship.carrier_id, rate["price"])
        self.order_id = order
        missing = autoship.line_ids.filtered(lambda line: not line.product_id.mlm_autoship_ok)
        if missing:
            names = ", ".join(missing.product_id.mapped("display_name"))
            autoship.message_post(
                body=self.env._("Not on sale any more, left out: %(products)s", products=names)
            )

    def _tell_problem(self, text):
        """A payment that broke off is for people to look at: it is never sent again unseen."""
        self.ensure_one()
        self.write({"state": "unclear", "reason": text})
        self.autoship_id._tell_problem(text)
