# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError


class MlmMarket(models.Model):
    _inherit = "mlm.market"

    mailing_email_from = fields.Char(
        string="Sender of Mailings",
        help="Newsletters and series to members of this market come from here. Empty: from the "
        "address of the mailing. Example: Sunny Soaps <news@example.com>",
    )
    mailing_reply_to = fields.Char(
        string="Answers Go To", help="Empty: to the address that the mailing names."
    )
    mailing_footer = fields.Html(
        translate=True,
        sanitize="email_outgoing",
        help="Stands at the end of each newsletter and series to this market: imprint, address of "
        "the company.",
    )

    @api.constrains("mailing_email_from", "mailing_reply_to")
    def _check_mailing_addresses(self):
        for market in self:
            for address in (market.mailing_email_from, market.mailing_reply_to):
                if address and not tools.email_normalize(address):
                    raise ValidationError(
                        self.env._(
                            "“%(address)s” is no mail address. Write news@example.com, or "
                            "Name <news@example.com>.",
                            address=address,
                        )
                    )
