# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError


class ResPartner(models.Model):
    """A sponsor places its own waiting newcomers."""

    _inherit = "res.partner"

    def _mlm_waiting_rows(self, tree):
        """Return the rows of the holding tank (sudo) that this partner may place now."""
        today = fields.Date.context_today(self)
        return (
            self.env["mlm.holding"]
            .sudo()
            .search(
                [
                    ("tree_id", "=", tree.id),
                    ("state", "=", "waiting"),
                    ("sponsor_id", "=", self.id),
                    # Who was given to another sponsor since is that one's newcomer.
                    ("partner_id.mlm_sponsor_id", "=", self.id),
                    "|",
                    ("deadline", "=", False),
                    ("deadline", ">", today),
                ],
                order="deadline, id",
            )
        )

    def _mlm_waiting(self, tree):
        """Return the own newcomers who wait for a place: id of the row, name, number, deadline."""
        return [
            {
                "id": row.id,
                "name": row.partner_id.name,
                "number": row.partner_id.mlm_member_number,
                "since": fields.Date.to_string(row.date_entered),
                "deadline": fields.Date.to_string(row.deadline) if row.deadline else None,
            }
            for row in self._mlm_waiting_rows(tree)
        ]

    def _mlm_place_newcomer(self, tree_id, holding_id, place_id, leg=0):
        """Place an own newcomer below a place of the own team, by the rules of the tree.

        :param int holding_id: row of the holding tank
        :param int place_id: the place above
        :param int leg: 0 = the first free leg
        :return: id of the new place
        :raise UserError: not an own newcomer, not in time, not the own team, the leg is taken
        """
        tree_sudo, root_sudo = self._mlm_tree(tree_id)
        self._mlm_tree_levels(tree_sudo, root_sudo, [place_id], check=True)
        if type(holding_id) is not int or type(leg) is not int or leg < 0:
            raise self._mlm_not_yours()
        row_sudo = self._mlm_waiting_rows(tree_sudo).filtered(lambda row: row.id == holding_id)
        if not row_sudo:
            raise UserError(
                self.env._(
                    "This partner is not waiting for your choice (any more): it has a place, or "
                    "the time to choose is over. Reload the page."
                )
            )
        parent_sudo = self.env["mlm.place"].sudo().browse(place_id)
        self._mlm_check_leg(tree_sudo, parent_sudo, leg)
        return row_sudo._place_by_hand(parent_sudo, leg, sponsor=self).id

    def _mlm_check_leg(self, tree, parent, leg):
        """Refuse a leg that is taken, before the tree does it with a name that may be hidden."""
        width = tree._leg_width()
        if not width:
            return
        tree._lock_shared()
        parent._lock_legs()
        free = set(range(1, width + 1)) - parent._taken_legs()
        if not free or (leg and leg not in free):
            raise UserError(
                self.env._("This place is occupied or does not exist. Choose a free one.")
            )
