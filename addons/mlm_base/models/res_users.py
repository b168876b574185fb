# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ..const import TERMINATED


class ResUsers(models.Model):
    """A portal user who deletes the account loses the login, not the place in the network."""

    _inherit = "res.users"

    def _deactivate_portal_user(self, **post):
        partners_sudo = self.partner_id.sudo()
        super()._deactivate_portal_user(**post)
        for partner_sudo in partners_sudo:
            if partner_sudo.mlm_role == "partner" and partner_sudo.mlm_state != TERMINATED:
                partner_sudo._message_log(
                    body=self.env._(
                        "The portal account was deleted by its user. The membership goes on: the "
                        "contact stays, because statements and the line above others depend on it. "
                        "Terminate the membership if this was meant as a notice."
                    )
                )
