# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError

from ..const import ENDED_FROM


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Keep every place when contacts are merged.

        Core deletes rows that would collide. Places never may: in the sponsor tree the merged
        contact keeps one place and what stood below the others hangs over to it. In other trees
        several places of one person are numbered on, if the tree allows several; if not, the
        contact keeps the place that has a team, and those without anybody below end.
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
        Place_sudo = self.env["mlm.place"].sudo()
        places = Place_sudo.search([("partner_id", "in", (src_partners | dst_partner).ids)])
        superfluous = Place_sudo
        for tree, found in places.grouped("tree_id").items():
            held = found
            if len(held.partner_id) > 1 and not (tree.kind == "sponsor" or tree.multiple_places):
                held = self._merge_keep_one_place(tree, held, dst_partner)
            own = held.filtered(lambda place: place.partner_id == dst_partner)
            number = max(own.mapped("position_no"), default=0)
            others = (held - own).sorted(lambda place: (place.partner_id.id, place.position_no))
            for place in others:
                if number:
                    place.position_no = number + 1
                number += 1
                if tree.kind == "sponsor" and number > 1:
                    superfluous |= place
        Place_sudo.flush_model()
        self._merge_number_ended(src_partners, dst_partner)
        self._merge_cancel_waiting(src_partners, dst_partner)
        return superfluous

    @api.model
    def _merge_keep_one_place(self, tree, held, dst_partner):
        """End the places without anybody below, all but one.

        :return: the place that stays: the one with a team, else the destination's
        :raise UserError: two of the places have a team
        """
        with_team = held.filtered("child_ids")
        if len(with_team) > 1:
            raise UserError(
                self.env._(
                    "%(members)s each have a team in the tree %(tree)s, and it allows one place "
                    "per person. Request moves for those directly below one of them, or allow "
                    "several places in that tree, then merge.",
                    members=", ".join(with_team.mapped("display_name")),
                    tree=tree.name,
                )
            )
        own = held.filtered(lambda place: place.partner_id == dst_partner)
        kept = with_team or own[:1] or held[:1]
        (held - kept)._end()
        return kept

    @api.model
    def _merge_number_ended(self, src_partners, dst_partner):
        """Number the ended places of all merged contacts anew: they become one person's."""
        Place_sudo = self.env["mlm.place"].sudo().with_context(active_test=False)
        ended = Place_sudo.search(
            [
                ("partner_id", "in", (src_partners | dst_partner).ids),
                ("active", "=", False),
                ("position_no", ">", ENDED_FROM),
            ],
            order="id",
        )
        for held in ended.grouped("tree_id").values():
            own = held.filtered(lambda place: place.partner_id == dst_partner)
            number = max(own.mapped("position_no"), default=ENDED_FROM)
            # From the highest on, so that no number is taken twice on the way.
            others = held - own
            for offset in range(len(others), 0, -1):
                others[offset - 1].position_no = number + offset
        Place_sudo.flush_model()

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
            superfluous._end()
        else:
            self.env["mlm.tree"]._follow_sponsors(dst_partner.ids)
