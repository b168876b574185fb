# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class MailingMailing(models.Model):
    _inherit = "mailing.mailing"

    def _mlm_sender_of_market(self):
        """Whether sender and answer address are those of each recipient's market."""
        return True
