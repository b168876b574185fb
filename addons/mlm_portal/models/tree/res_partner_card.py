# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ResPartner(models.Model):
    """The card of a member as somebody above may see it."""

    _inherit = "res.partner"

    def _mlm_tree_member(self, tree_id, place_id):
        """Return the card of a member of the own team.

        :return: node as in ``_mlm_tree_nodes`` with level (in the tree shown), line (steps in the
            sponsor line, None = another line) and the allowed ones of city, email, phone
        """
        tree_sudo, root_sudo = self._mlm_tree(tree_id)
        levels = self._mlm_tree_levels(tree_sudo, root_sudo, [place_id], check=True)
        [node] = self._mlm_tree_nodes(tree_sudo, [place_id])
        place_sudo = self.env["mlm.place"].sudo().browse(place_id)
        return {
            **node,
            "level": levels[place_id],
            "line": node["distance"],
            **self._mlm_card_contact(place_sudo.partner_id, node["distance"]),
        }

    def _mlm_card_contact(self, member_sudo, distance):
        """Return the ways to reach a member that this reader may use."""
        rights = self._mlm_rights_by_member({member_sudo.id: distance})[member_sudo.id]
        return {
            name: member_sudo[name] or None
            for name in ("city", "email", "phone")
            if name in rights and member_sudo.mlm_role == "partner"
        }
