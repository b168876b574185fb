# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Give the members of a scenario their places in a tree of the database."""

from odoo import fields
from odoo.exceptions import UserError


class PlacesLoader:
    """Places newcomers and moves members in one tree.

    :param env: environment with superuser rights
    :param Scenario scenario: knows where the language puts everybody
    :param dict members: name -> res.partner
    """

    def __init__(self, env, scenario, members):
        self.env, self.scenario, self.members = env, scenario, members

    def place(self, code, tree):
        """Newcomers go where they are stated or where the tree's strategy puts them.

        What the product leaves to a person (a tree filled by hand, a full matrix, moves) is placed
        where the language says.
        """
        parents = self.scenario.places[code].parent
        newcomers = tree._placeable([self._partner_id(index) for index in parents])
        moved = self._moved(code, tree, newcomers)
        is_manual = tree.kind == "binary" and tree.strategy == "manual"
        if moved or is_manual or not self._place_by_strategy(code, tree, newcomers):
            self._place_by_hand(code, tree, newcomers, moved)

    def _partner_id(self, index):
        return self.members[self.scenario.names[index]].id

    def _place_by_strategy(self, code, tree, newcomers):
        stated = {}
        for index, parent in self.scenario.places[code].parent.items():
            keys = self.scenario.facts[index]
            is_stated = any(keys.get(key) is not None for key in ("parent", "leg"))
            if code == self.scenario.stated_tree and is_stated:
                leg = self.scenario.places[code].leg[index]
                stated[self._partner_id(index)] = (self._partner_id(parent), leg)
        savepoint = self.env.cr.savepoint()
        try:
            tree._place_members(newcomers, stated=stated)
        except UserError:
            savepoint.rollback()
            self.env.invalidate_all(flush=False)
            return False
        finally:
            savepoint.close(rollback=False)
        return True

    def _moved(self, code, tree, newcomers):
        """The places whose parent or leg is another one now."""
        places, moved = self.scenario.places[code], []
        for index, parent in places.parent.items():
            partner, place = self._partner_id(index), self._place_of(tree, index)
            if partner in newcomers or not place:
                continue
            other_leg = place.leg and place.leg != places.leg[index]
            if other_leg or place.parent_id != self._place_of(tree, parent):
                moved.append((index, place))
        return moved

    def _place_of(self, tree, index):
        """The place of a member, empty for nobody and for who has none."""
        try:
            return (
                tree._main_place(self._partner_id(index)) if index >= 0 else tree.env["mlm.place"]
            )
        except KeyError:
            return tree.env["mlm.place"]

    def _place_by_hand(self, code, tree, newcomers, moved):
        """Take the moved out, place newcomers from above, hang the moved where they belong."""
        places, today = self.scenario.places[code], fields.Date.today()
        for _index, place in moved:
            place._hang_over(self.env["mlm.place"], 0, today)
        index_of = {self._partner_id(index): index for index in places.parent}
        for partner in self.env["res.partner"].browse(newcomers):
            index = index_of[partner.id]
            tree._place(partner, self._place_of(tree, places.parent[index]), places.leg[index])
        for index, place in moved:
            place._hang_over(self._place_of(tree, places.parent[index]), places.leg[index], today)
