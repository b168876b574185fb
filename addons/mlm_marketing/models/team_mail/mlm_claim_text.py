# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from odoo.addons.mlm_portal.models.tree.mlm_claim_text import LINK_WORD, NAME_WORD, WORDS

TEAM = "team"


class MlmClaimText(models.Model):
    """Texts for mails to the own team; they stand on the page of team mails only."""

    _inherit = "mlm.claim.text"

    channel = fields.Selection(
        selection_add=[(TEAM, "Mail to the Team")], ondelete={TEAM: "set default"}
    )

    @api.model
    def _for_partner(self, partner):
        return super()._for_partner(partner).filtered(lambda text: text.channel != TEAM)

    @api.model
    def _for_team(self, partner):
        """Return the texts (sudo) by which a partner may write to its team today."""
        return super()._for_partner(partner).filtered(lambda text: text.channel == TEAM)

    def _for_mail(self, link, name):
        """Return the text as it is, with the partner's link and name where the text names them."""
        self.ensure_one()
        words = {LINK_WORD: link or "", NAME_WORD: name}
        return WORDS.sub(lambda found: words[found[0]], self.text)
