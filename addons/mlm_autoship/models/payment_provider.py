# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A provider that doesn't answer has not refused: it may have taken the money."""

import requests

from odoo import models
from odoo.exceptions import UserError, ValidationError


class PaymentUnanswered(UserError):
    """Nobody knows yet what became of a payment.

    No ``ValidationError``, which Odoo and its providers write down as a refusal of the payment.
    """


def is_unanswered(error):
    """Whether an error comes from a lost connection, a time-out or a fault of the server.

    Odoo raises its own error while it handles the one of the connection, which stays its context.
    """
    while error:
        if isinstance(error, requests.exceptions.ConnectionError | requests.exceptions.Timeout):
            return True
        if isinstance(error, requests.exceptions.HTTPError):
            return error.response is None or error.response.status_code >= 500
        error = error.__context__
    return False


class PaymentProvider(models.Model):
    _inherit = "payment.provider"

    def _send_api_request(self, *args, **kwargs):
        """While an autoship is charged, tell a missing answer from a refusal."""
        try:
            return super()._send_api_request(*args, **kwargs)
        except ValidationError as error:
            if self.env.context.get("mlm_autoship_charging") and is_unanswered(error):
                raise PaymentUnanswered(str(error)) from error
            raise
