# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .mlm_newsletter_optin import visitor_asks


class MailingContact(models.Model):
    """Lists of a contact that a visitor makes go through subscriptions, where they are checked."""

    _inherit = "mailing.contact"

    @api.model_create_multi
    def create(self, vals_list):
        if visitor_asks(self.env):
            vals_list = [self._mlm_by_subscription(vals) for vals in vals_list]
        return super().create(vals_list)

    def _mlm_by_subscription(self, vals):
        """Write lists as subscriptions: the relation's table would be filled past the check."""
        if not vals.get("list_ids"):
            return vals
        contact = self.new({"list_ids": vals["list_ids"]})
        lists = contact.list_ids._origin or contact.list_ids
        return {
            **{name: value for name, value in vals.items() if name != "list_ids"},
            "subscription_ids": [
                fields.Command.create({"list_id": mailing_list}) for mailing_list in lists.ids
            ],
        }

    def write(self, vals):
        if "list_ids" in vals and visitor_asks(self.env):
            vals = {name: value for name, value in vals.items() if name != "list_ids"}
        return super().write(vals)
