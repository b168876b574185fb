# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Charging a delivery: once, with one reference per attempt, and what follows a refusal."""

from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .payment_provider import PaymentUnanswered

OPEN = ("ordered", "charging", "failed")
ASKED = ("charging", "pending")
# These send a key with each request, so that the same payment sent again is the same payment.
IDEMPOTENT = {"adyen", "demo", "mercado_pago", "paypal", "stripe", "worldline"}
# They know a key for a day at least.
KEY_LIVES = timedelta(hours=20)


class MlmAutoshipDelivery(models.Model):
    _inherit = "mlm.autoship.delivery"

    @api.model
    def _to_charge(self):
        """Return what waits to be charged: new ones, broken-off ones, and those to try again."""
        tomorrow = fields.Date.today() + timedelta(days=1)
        failed = [("state", "=", "failed"), ("retry_on", "<=", tomorrow)]
        waiting = self.search(
            Domain("state", "in", ("ordered", "charging")) | Domain(failed), order="id"
        )
        return waiting.filtered(lambda one: one.state != "failed" or one._is_day_to_retry())

    def _is_day_to_retry(self):
        """Whether it is time to try again, where the company is."""
        return bool(self.retry_on and self.retry_on <= self.autoship_id._today())

    def _prepare_charge(self):
        """Have a payment ready, with the reference that it keeps if the worker dies."""
        self.ensure_one()
        if not self.try_lock_for_update():
            return
        self.invalidate_recordset()
        if self.state not in OPEN:
            return
        transaction = self.transaction_id
        if self.state == "charging" and transaction.state == "draft":
            if transaction.provider_code not in IDEMPOTENT:
                raise UserError(self._prepare_unanswered(transaction))
            return
        if self.state == "charging" or not self.order_id.currency_id.compare_amounts(
            self.order_id.amount_total, 0
        ):
            return
        token = self.autoship_id.token_id
        if token.active and token.provider_id.state != "disabled":
            self.transaction_id = self._new_transaction(token)
            self.state = "charging"

    def _new_transaction(self, token):
        order = self.order_id
        return self.env["payment.transaction"].create(
            {
                "provider_id": token.provider_id.id,
                "payment_method_id": token.payment_method_id.id,
                "token_id": token.id,
                "reference": f"{self.autoship_id.name}-{self.date:%Y%m%d}-{self.attempts + 1}",
                "amount": order.amount_total,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "operation": "offline",
                "sale_order_ids": [Command.set(order.ids)],
            }
        )

    def _charge(self):
        """Charge what was prepared and take the answer."""
        self.ensure_one()
        if not self.try_lock_for_update():
            return
        self.invalidate_recordset()
        transaction = self.transaction_id
        if self.state == "charging":
            if transaction.state == "draft":
                self._ask(transaction)
            if transaction.state != "draft":
                transaction._post_process()
        elif self.state in ("ordered", "failed"):
            if self.order_id.currency_id.is_zero(self.order_id.amount_total):
                self.order_id.action_confirm()
                self._paid()
            elif self.state == "ordered" or self._is_day_to_retry():
                self._failed(self.env._("There is no saved means of payment."))

    def _ask(self, transaction):
        """Ask the provider for the money; without an answer the same payment is asked for again.

        A new payment instead could take the money twice.
        """
        try:
            with self.env.cr.savepoint():
                transaction.with_context(mlm_autoship_charging=True)._charge_with_token()
        except PaymentUnanswered as error:
            asked_since = fields.Datetime.now() - transaction.create_date
            if transaction.provider_code in IDEMPOTENT and asked_since < KEY_LIVES:
                self.reason = str(error)
            else:
                self._tell_problem(self._prepare_unanswered(transaction))

    def _prepare_unanswered(self, transaction):
        return self.env._(
            "A payment broke off and its provider may have taken it: compare %(name)s "
            "with the provider, then confirm or cancel the order.",
            name=transaction.reference,
        )

    def _take_answer(self):
        """Go on as the provider answered; also called when it answers days later."""
        for delivery in self:
            transaction = delivery.transaction_id
            if transaction.state in ("done", "authorized"):
                delivery._paid()
            elif transaction.state == "pending":
                delivery.state = "pending"
            elif transaction.state in ("error", "cancel") and delivery.state in ASKED:
                delivery._failed(
                    transaction.state_message or self.env._("The payment was refused.")
                )

    def _paid(self):
        self.write({"state": "paid", "retry_on": False, "reason": False})

    def _failed(self, reason):
        """Note a refusal: tell the buyer, and try again or give up by the company's days."""
        self.ensure_one()
        attempts, days = self.attempts + 1, self.company_id._mlm_autoship_retries()
        self.write({"attempts": attempts, "reason": reason})
        if attempts <= len(days):
            today = self.autoship_id._today()
            retry_on = today + timedelta(days=days[attempts - 1])
            self.write({"state": "failed", "retry_on": retry_on})
            self.autoship_id._send("mail_autoship_failed")
            return
        self.write({"state": "unpaid", "retry_on": False})
        self.order_id._action_cancel()
        autoship = self.autoship_id
        if autoship.state == "running":
            autoship.write({"state": "paused", "resume_on": False})
        autoship.message_post(body=self.env._("Not paid: %(reason)s", reason=reason))
        autoship._send("mail_autoship_given_up")

    def action_settle(self):
        """Staff has compared with the provider: paid if the order is confirmed, else given up."""
        self.check_access("write")
        for delivery in self:
            if delivery.state != "unclear":
                raise UserError(self.env._("Only what is to be checked can be settled by hand."))
            if delivery.order_id.state == "sale":
                delivery._paid()
            elif delivery.order_id.state == "cancel":
                delivery.write({"state": "unpaid"})
            else:
                raise UserError(
                    self.env._(
                        "Confirm or cancel the order %(name)s first.", name=delivery.order_id.name
                    )
                )


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _post_process(self):
        """Tell the delivery, also when a provider answers long after it was asked."""
        result = super()._post_process()
        deliveries = self.env["mlm.autoship.delivery"].sudo()
        deliveries.search([("transaction_id", "in", self.ids)])._take_answer()
        return result


class MlmAutoship(models.Model):
    _inherit = "mlm.autoship"

    @api.model
    def _cron_remind(self):
        """Remind buyers of their next delivery, once for each."""
        companies = self.env["res.company"].sudo().search([("mlm_autoship_remind_days", ">", 0)])
        for company in companies:
            until = fields.Date.today() + timedelta(days=company.mlm_autoship_remind_days)
            due = self.search(
                [
                    ("company_id", "=", company.id),
                    ("state", "=", "running"),
                    ("next_date", "<=", until),
                    ("next_date", ">", fields.Date.today()),
                ]
            ).filtered(lambda one: one.reminded_for != one.next_date)
            self.env["ir.cron"]._commit_progress(remaining=len(due))
            for autoship in due:
                autoship._remind()
                if not self.env["ir.cron"]._commit_progress(processed=1):
                    return

    def _remind(self):
        self.ensure_one()
        self._send("mail_autoship_reminder")
        self.reminded_for = self.next_date
