# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import format_date


class ResPartner(models.Model):
    """The card of a member as somebody above may see it."""

    _inherit = "res.partner"

    def _mlm_tree_member(self, tree_id, place_id):
        """Return the card of a member of the own team.

        :return: node as in ``_mlm_tree_nodes`` with level (in the tree shown), line (steps in the
            sponsor line, None = another line) and the allowed ones of city, email, phone,
            last_order
        """
        tree_sudo, root_sudo = self._mlm_tree(tree_id)
        levels = self._mlm_tree_levels(tree_sudo, root_sudo, [place_id], check=True)
        [node] = self._mlm_tree_nodes(tree_sudo, [place_id])
        member_sudo = self.env["mlm.place"].sudo().browse(place_id).partner_id
        placed = member_sudo.ids if tree_sudo.kind != "sponsor" else ()
        rights = self._mlm_rights_by_member({member_sudo.id: node["distance"]}, placed)
        return {
            **node,
            "level": levels[place_id],
            "line": node["distance"],
            **self._mlm_card_contact(member_sudo, rights[member_sudo.id]),
        }

    def _mlm_card_contact(self, member_sudo, rights):
        """Return the ways to reach a member, and the day of its last order, as far as allowed."""
        contact = {
            name: member_sudo[name] or None for name in ("city", "email", "phone") if name in rights
        }
        if "last_order" in rights:
            [[day]] = (
                self.env["mlm.volume"]
                .sudo()
                ._read_group(
                    [("buyer_id", "=", member_sudo.id), ("entry", "=", "invoice")],
                    [],
                    ["date_order:max"],
                )
            )
            contact["last_order"] = format_date(self.env, day) if day else None
        return contact
