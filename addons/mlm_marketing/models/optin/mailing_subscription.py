# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from .mlm_newsletter_optin import visitor_asks


class MailingSubscription(models.Model):
    """A visitor subscribes nobody; the owner of the address is asked first."""

    _inherit = "mailing.subscription"

    @api.model_create_multi
    def create(self, vals_list):
        """Where a visitor asks, the subscription is made opted out, and its owner is mailed."""
        if not visitor_asks(self.env):
            return super().create(vals_list)
        records = super().create([{**vals, "opt_out": True} for vals in vals_list])
        records._ask_owners()
        return records

    def write(self, vals):
        if vals.get("opt_out", True) or not visitor_asks(self.env):
            return super().write(vals)
        self.filtered("opt_out")._ask_owners()
        kept = {name: value for name, value in vals.items() if name != "opt_out"}
        return super().write(kept) if kept else True

    def _ask_owners(self):
        for contact, subscriptions in self.grouped("contact_id").items():
            self.env["mlm.newsletter.optin"]._ask(
                contact.email, subscriptions.list_id, contact.name
            )
