# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager
from unittest.mock import patch

from odoo import Command, fields

from odoo.addons.mlm_base.tests.common_volume import VolumeCommon
from odoo.addons.payment.models.payment_transaction import PaymentTransaction


class AutoshipCommon(VolumeCommon):
    """A customer with a saved means of payment, and a provider that answers as it is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.mlm_autoship_open = True
        cls.customer.email = "carla@example.org"
        cls.method = cls.env.ref("payment.payment_method_unknown").sudo()
        cls.provider = (
            cls.env["payment.provider"]
            .sudo()
            .create(
                {
                    "name": "Dummy",
                    "code": "none",
                    "state": "test",
                    "is_published": True,
                    "allow_tokenization": True,
                    "company_id": cls.company.id,
                    "payment_method_ids": [Command.set(cls.method.ids)],
                }
            )
        )
        cls._create_dummy_payment_method_for_provider(
            cls.provider, cls.company_data["default_journal_bank"]
        )
        cls.method.write({"active": True, "support_tokenization": True})
        cls.token = cls.make_token(cls.customer)
        zoned = cls.env["mlm.autoship"].with_context(tz=cls.company.partner_id.tz)
        cls.today = fields.Date.context_today(zoned)

    @classmethod
    def make_token(cls, owner):
        return (
            cls.env["payment.token"]
            .sudo()
            .create(
                {
                    "payment_details": "1234",
                    "provider_id": cls.provider.id,
                    "partner_id": owner.id,
                    "payment_method_id": cls.method.id,
                    "provider_ref": f"ref-{owner.id}",
                }
            )
        )

    @classmethod
    def make_autoship(cls, lines=None, **values):
        """Return an autoship (as the scheduler sees it) of two soaps, due today."""
        return (
            cls.env["mlm.autoship"]
            .sudo()
            .create(
                {
                    "partner_id": cls.customer.id,
                    "token_id": cls.token.id,
                    "next_date": cls.today,
                    "line_ids": [
                        Command.create({"product_id": product.id, "quantity": quantity})
                        for product, quantity in lines or [(cls.soap, 2)]
                    ],
                    **values,
                }
            )
        )

    @contextmanager
    def answering(self, state):
        """Let the provider answer; yields the references that it was asked for."""
        asked = []

        def answer(transaction):
            asked.append(transaction.reference)
            if state == "done":
                transaction._set_done()
            elif state == "pending":
                transaction._set_pending()
            else:
                transaction._set_error("Card expired")

        with patch.object(PaymentTransaction, "_send_payment_request", answer):
            yield asked

    def deliver_and_charge(self, autoship, state="done"):
        """Go through the steps of the scheduler, which commits after each."""
        with self.answering(state) as asked:
            delivery = autoship._open_delivery()
            delivery._prepare_charge()
            delivery._charge()
        return delivery, asked
