# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

import requests

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.mlm_autoship.models import mlm_autoship_charge
from odoo.addons.payment.models.payment_provider import PaymentProvider
from odoo.addons.payment.models.payment_transaction import PaymentTransaction

from .common import AutoshipCommon


@tagged("post_install", "-at_install")
class TestAutoshipCharge(AutoshipCommon):
    def mails(self, autoship):
        return (
            self.env["mail.mail"]
            .sudo()
            .search([("model", "=", "mlm.autoship"), ("res_id", "=", autoship.id)], order="id")
            .mapped("subject")
        )

    def test_a_worker_that_dies_charges_once(self):
        autoship = self.make_autoship()
        delivery = autoship._open_delivery()
        delivery._prepare_charge()
        reference = delivery.transaction_id.reference
        # Died here. The next worker finds the order and the payment, and makes neither again.
        self.assertEqual(delivery.state, "charging")
        self.assertIn(delivery, self.env["mlm.autoship.delivery"].sudo()._to_charge())
        self.assertFalse(autoship._open_delivery())
        self.provider.sudo().code = "none"
        with self.assertRefused("broke off", UserError):
            delivery._prepare_charge()
        with self.answering("done") as asked:
            delivery._charge()
            delivery._charge()
        self.assertEqual(asked, [reference])
        self.assertEqual(delivery.state, "paid")
        self.assertEqual(autoship.order_count, 1)

    def test_unclear_payments_wait_for_people(self):
        autoship = self.make_autoship()
        delivery = autoship._open_delivery()
        delivery._prepare_charge()
        delivery._tell_problem("may have been taken")
        self.assertEqual(delivery.state, "unclear")
        self.assertTrue(autoship.activity_ids)
        self.assertNotIn(delivery, self.env["mlm.autoship.delivery"].sudo()._to_charge())
        with self.assertRefused("Confirm or cancel", UserError):
            delivery.action_settle()
        delivery.order_id.action_confirm()
        delivery.action_settle()
        self.assertEqual(delivery.state, "paid")

    def test_refused_tried_again_then_given_up(self):
        self.company.mlm_autoship_retry_days = "3, 5"
        autoship = self.make_autoship()
        delivery, asked = self.deliver_and_charge(autoship, "error")
        self.assertEqual(delivery.state, "failed")
        self.assertEqual(delivery.retry_on, self.today + timedelta(days=3))
        self.assertEqual(delivery.order_id.state, "draft")
        for attempt in (2, 3):
            delivery.retry_on = self.today
            with self.answering("error") as again:
                delivery._prepare_charge()
                delivery._charge()
            self.assertTrue(again[0].endswith(f"-{attempt}"))
            asked += again
        self.assertEqual(len(set(asked)), 3)
        self.assertEqual(delivery.state, "unpaid")
        self.assertEqual(delivery.order_id.state, "cancel")
        self.assertEqual(autoship.state, "paused")
        self.assertEqual(len(self.mails(autoship)), 3)

    def test_second_attempt_succeeds(self):
        autoship = self.make_autoship()
        delivery, __ = self.deliver_and_charge(autoship, "error")
        delivery.retry_on = self.today
        with self.answering("done"):
            delivery._prepare_charge()
            delivery._charge()
        self.assertEqual(delivery.state, "paid")
        self.assertEqual(delivery.order_id.state, "sale")

    def charge_over_a_line(self, delivery, answer):
        """Charge as Stripe and others do, which note every failed request as a refusal.

        :param answer: what the line does: an exception, or a status of HTTP
        """
        asked = []

        def send(transaction):
            asked.append(transaction.reference)
            try:
                transaction._send_api_request("POST", "payments")
            except ValidationError as error:
                transaction._set_error(str(error))

        response = requests.Response()
        response._content = b"{}"
        response.status_code = answer if isinstance(answer, int) else 200
        with (
            patch.object(PaymentTransaction, "_send_payment_request", send),
            patch.object(PaymentProvider, "_build_request_url", lambda *__: "http://provider"),
            patch.object(PaymentProvider, "_parse_response_error", lambda *__: "no"),
            patch("odoo.addons.payment.models.payment_provider.requests.request") as request,
        ):
            request.return_value = response
            request.side_effect = None if isinstance(answer, int) else answer
            delivery._prepare_charge()
            delivery._charge()
        return asked

    def test_no_answer_is_no_refusal(self):
        autoship = self.make_autoship()
        self.startPatcher(patch.object(mlm_autoship_charge, "IDEMPOTENT", {"none"}))
        delivery = autoship._open_delivery()
        asked = []
        for answer in (requests.exceptions.Timeout(), requests.exceptions.ConnectionError(), 502):
            asked += self.charge_over_a_line(delivery, answer)
            self.assertEqual(delivery.state, "charging", answer)
            self.assertIn(delivery, self.env["mlm.autoship.delivery"].sudo()._to_charge())
        # The same payment each time: a provider that took it the first time takes it once.
        self.assertEqual(len(asked), 3)
        self.assertEqual(len(set(asked)), 1)
        self.assertFalse(delivery.attempts)
        self.assertFalse(self.mails(autoship))
        with self.answering("done") as again:
            delivery._prepare_charge()
            delivery._charge()
        self.assertEqual(again, asked[:1])
        self.assertEqual(delivery.state, "paid")

    def test_no_answer_for_long_waits_for_people(self):
        autoship = self.make_autoship()
        self.startPatcher(patch.object(mlm_autoship_charge, "IDEMPOTENT", {"none"}))
        delivery = autoship._open_delivery()
        self.charge_over_a_line(delivery, 500)
        begun = fields.Datetime.now() - timedelta(days=1)
        self.env.cr.execute(
            "UPDATE payment_transaction SET create_date = %s WHERE id = %s",
            [begun, delivery.transaction_id.id],
        )
        delivery.transaction_id.invalidate_recordset()
        self.charge_over_a_line(delivery, 500)
        self.assertEqual(delivery.state, "unclear")
        self.assertTrue(autoship.activity_ids)

    def test_no_answer_of_one_that_knows_no_keys(self):
        delivery = self.make_autoship()._open_delivery()
        self.charge_over_a_line(delivery, requests.exceptions.Timeout())
        self.assertEqual(delivery.state, "unclear")
        self.assertEqual(delivery.transaction_id.state, "draft")
        self.assertEqual(delivery.order_id.state, "draft")

    def test_a_clear_answer_is_a_refusal(self):
        delivery = self.make_autoship()._open_delivery()
        self.charge_over_a_line(delivery, 402)
        self.assertEqual(delivery.state, "failed")
        self.assertEqual(delivery.transaction_id.state, "error")

    def test_pending_is_never_sent_again(self):
        autoship = self.make_autoship()
        delivery, __ = self.deliver_and_charge(autoship, "pending")
        self.assertEqual(delivery.state, "pending")
        self.assertNotIn(delivery, self.env["mlm.autoship.delivery"].sudo()._to_charge())
        with self.answering("done") as asked:
            delivery._prepare_charge()
            delivery._charge()
        self.assertFalse(asked)
        # The provider answers days later.
        delivery.transaction_id._set_done()
        delivery.order_id.invalidate_recordset(["amount_paid"])
        delivery.transaction_id._post_process()
        self.assertEqual(delivery.state, "paid")
        self.assertEqual(delivery.order_id.state, "sale")

    def test_without_a_saved_means(self):
        autoship = self.make_autoship(token_id=False)
        delivery, asked = self.deliver_and_charge(autoship)
        self.assertFalse(asked)
        self.assertEqual(delivery.state, "failed")
        self.assertIn("no saved means", delivery.reason)

    def test_nothing_to_pay(self):
        self.soap.list_price = 0
        autoship = self.make_autoship(token_id=False)
        delivery, asked = self.deliver_and_charge(autoship)
        self.assertFalse(asked)
        self.assertEqual(delivery.state, "paid")
        self.assertEqual(delivery.order_id.state, "sale")

    def test_one_that_fails_does_not_hold_up_others(self):
        broken = self.make_autoship([(self.oil, 1)])
        self.oil.sale_ok = False
        broken._tell_problem("Nothing of these goods is on sale any more.")
        broken._tell_problem("Nothing of these goods is on sale any more.")
        self.assertEqual(len(broken.activity_ids), 1)
        other = self.make_autoship()
        delivery, __ = self.deliver_and_charge(other)
        self.assertEqual(delivery.state, "paid")

    def test_reminded_once(self):
        autoship = self.make_autoship(next_date=self.today + timedelta(days=3))
        autoship._remind()
        self.assertEqual(autoship.reminded_for, autoship.next_date)
        subjects = self.mails(autoship)
        self.assertEqual(len(subjects), 1)
        self.assertIn("Your next delivery", subjects[0])
