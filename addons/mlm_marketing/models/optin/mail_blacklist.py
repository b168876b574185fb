# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class MailBlacklist(models.Model):
    """Who unsubscribes from everything has withdrawn the consents to mails."""

    _inherit = "mail.blacklist"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records.filtered("active")._mlm_withdraw()
        return records

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active"):
            self._mlm_withdraw()
        return result

    def _mlm_withdraw(self):
        """Note the withdrawal of each given consent by e-mail, of all members with the address."""
        members = (
            self.env["res.partner"]
            .sudo()
            .search([("email_normalized", "in", self.mapped("email")), ("mlm_role", "!=", False)])
        )
        consents = self.env["mlm.consent"].sudo()
        for purpose in self.env["mlm.consent.purpose"].sudo().search([("channel", "=", "email")]):
            given = consents._current(members, purpose)
            for member in members.filtered(lambda m, given=given: given[m.id]):
                consents._record(member, purpose, False, self.env._("Unsubscribed by mail"))
