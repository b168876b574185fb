# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class ResPartner(models.Model):
    """A sponsor places its own waiting newcomers."""

    _inherit = "res.partner"

    def _mlm_waiting_rows(self, trees):
        """Return the rows of the holding tanks (sudo) that this partner may place now."""
        today = fields.Date.context_today(self)
        return (
            self.env["mlm.holding"]
            .sudo()
            .search(
                [
                    ("tree_id", "in", trees.ids),
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

    def _mlm_dashboard_todos(self):
        """Add the newcomers who wait for this partner's choice."""
        todos = super()._mlm_dashboard_todos()
        rows = self._mlm_waiting_rows(self._mlm_trees())
        if rows:
            text = self.env._("Choose places for your newcomers: %(number)s", number=len(rows))
            todos.append({"text": text, "url": f"/my/team/tree?tree={rows[0].tree_id.id}"})
        return todos

    def _mlm_waiting(self, tree):
        """Return the own newcomers who wait for a place: id of the row, name, number, deadline."""
        rows = self._mlm_waiting_rows(tree)
        facts = self._mlm_team_facts(rows.partner_id)
        return [
            {
                "id": row.id,
                "name": facts[row.partner_id.id]["name"],
                "number": facts[row.partner_id.id].get("number"),
                "deadline": format_date(self.env, row.deadline) if row.deadline else None,
            }
            for row in rows
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
