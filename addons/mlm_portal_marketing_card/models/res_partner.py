# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _mlm_invite(self):
        """Add the pictures: id, title, and the words to post with it."""
        invite = super()._mlm_invite()
        if invite:
            invite["pictures"] = [
                {
                    "id": campaign.id,
                    "title": campaign.name,
                    "words": f"{campaign.post_suggestion or ''}\n{invite['link']}".strip(),
                }
                for campaign in self.env["card.campaign"]._mlm_offered(self)
            ]
        return invite
