# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Keep every place when contacts are merged.

        Core deletes rows that would collide. Places never may: in the sponsor tree the merged
        contact keeps one place and what stood below the others hangs over to it; in other trees
        several places of one person are numbered on, if the tree allows several.
        """
        self.env["mlm.place"].flush_model()
        sponsor_places = self._merge_number_places(src_partners, dst_partner)
        result = super()._update_foreign_keys(src_partners, dst_partner)
        self.env.invalidate_all()
        self._merge_drop_sponsor_places(sponsor_places, dst_partner)
        return result

    @api.model
    def _merge_number_places(self, src_partners, dst_partner):
        """Give the places of merged contacts numbers that do not collide.

        :return: the places in sponsor trees that are superfluous afterwards
        """
        Place_sudo = self.env["mlm.place"].sudo().with_context(active_test=False)
        places = Place_sudo.search([("partner_id", "in", (src_partners | dst_partner).ids)])
        superfluous = Place_sudo
        for tree, held in places.grouped("tree_id").items():
            own = held.filtered(lambda place: place.partner_id == dst_partner)
            number = max(own.mapped("position_no"), default=0)
            others = (held - own).sorted(lambda place: (place.partner_id.id, place.position_no))
            if len(held.partner_id) > 1 and not (tree.kind == "sponsor" or tree.multiple_places):
                raise UserError(
                    self.env._(
                        "Both contacts have a place in the tree %(tree)s, and it allows one place "
                        "per person. Allow several places in that tree, then merge.",
                        tree=tree.name,
                    )
                )
            for place in others:
                if number:
                    place.position_no = number + 1
                number += 1
                if tree.kind == "sponsor" and number > 1:
                    superfluous |= place
        Place_sudo.flush_model()
        self._merge_cancel_waiting(src_partners, dst_partner)
        return superfluous

    @api.model
    def _merge_cancel_waiting(self, src_partners, dst_partner):
        """Let the merged contact wait once per tree, and not where it has a place."""
        Holding_sudo = self.env["mlm.holding"].sudo()
        waiting = Holding_sudo.search(
            [
                ("partner_id", "in", (src_partners | dst_partner).ids),
                ("state", "=", "waiting"),
            ],
            order="id",
        )
        placed = (
            self.env["mlm.place"]
            .sudo()
            .search([("partner_id", "in", (src_partners | dst_partner).ids)])
            .tree_id
        )
        for tree, rows in waiting.grouped("tree_id").items():
            (rows if tree in placed else rows[1:]).write({"state": "cancelled"})
        Holding_sudo.flush_model()

    @api.model
    def _merge_drop_sponsor_places(self, superfluous, dst_partner):
        """Hang the teams of superfluous sponsor places over and archive the places."""
        team = superfluous.child_ids.partner_id
        if superfluous:
            self.env["mlm.tree"]._follow_sponsors((team | dst_partner).ids)
            superfluous.write({"active": False, "parent_id": False})
            superfluous.flush_recordset()
        else:
            self.env["mlm.tree"]._follow_sponsors(dst_partner.ids)
