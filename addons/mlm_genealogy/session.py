# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Placing many members at once in memory, usable without Odoo.

A session loads the places of a tree, places members one after the other by the tree's strategy
(or where somebody stated it) and remembers what is new. Keys of places are the database ids of
loaded places; new places get their id from the caller when the session is written.
"""

from .boards import Boards
from .placement import NO_PLACE, Forest, XUp, make_placer, width_of


class PlacingSession:
    """Place many members of one tree in memory.

    :param str kind: kind of the tree
    :param rows: loaded places: (place_id, partner_id, parent_place_id or None, leg, position_no)
    :param dict sponsors: sponsor per partner, for everybody who may stand on a sponsor line
    :param dict volumes: volume so far per partner, exact numbers (binary, weaker)
    :param dict recruits: recruits so far per partner (x_up)
    :param dict options: width, strategy, depth, fill, pattern, height, re_entry
    :param boards: root place ids of the open boards, oldest first (board)
    """

    def __init__(
        self, kind, rows, sponsors, *, options=None, volumes=None, recruits=None, boards=()
    ):
        options = dict(options or {})
        self.kind = kind
        self.sponsors = sponsors
        self.volumes = volumes or {}
        self.re_entry = options.pop("re_entry", "none")
        height = options.pop("height", 0)
        width = width_of(kind, options.pop("width", 0))
        self.place_ids = [row[0] for row in rows]
        self.partners = [row[1] for row in rows]
        self.positions = [row[4] for row in rows]
        self.starts = [None] * len(rows)  # partner from whose place the search began
        self.loaded = len(rows)
        self.main = {}  # partner -> first place
        self.latest = {}  # partner -> newest place
        self.count = {}  # partner -> highest position number
        for node, row in enumerate(rows):
            self._remember(node, row[1], row[4])
        self.forest = self._load(width, rows)
        self.board_events = []  # (place that was added, filled board root or None, new roots)
        self.boards = self.placer = None
        if kind == "board":
            index = {place_id: node for node, place_id in enumerate(self.place_ids)}
            roots = [index[place_id] for place_id in boards]
            self.boards = Boards(self.forest, width, height, roots)
        else:
            by_place = {
                self.main[partner]: number
                for partner, number in (recruits or {}).items()
                if partner in self.main
            }
            self.placer = make_placer(self.forest, kind, recruits=by_place, **options)

    def _load(self, width, rows):
        index = {place_id: node for node, place_id in enumerate(self.place_ids)}
        parents = [index.get(row[2], NO_PLACE) for row in rows]
        legs = [
            row[3] if parent != NO_PLACE else 0 for row, parent in zip(rows, parents, strict=True)
        ]
        volumes = None
        if self.volumes:
            volumes = [
                self.volumes.get(partner, 0) if position == 1 else 0
                for partner, position in zip(self.partners, self.positions, strict=True)
            ]
        return Forest.load(width, parents, legs, volumes)

    def _remember(self, node, partner, position):
        if position == 1 or partner not in self.main:
            self.main[partner] = node
        self.latest[partner] = max(node, self.latest.get(partner, node))
        self.count[partner] = max(position, self.count.get(partner, 0))

    def start_of(self, partner):
        """Return the partner nearest up the sponsor line who has a place, or None."""
        seen = set()
        sponsor = self.sponsors.get(partner)
        while sponsor and sponsor not in self.main and sponsor not in seen:
            seen.add(sponsor)
            sponsor = self.sponsors.get(sponsor)
        return sponsor if sponsor in self.main else None

    def place(self, partner, stated=None):
        """Place a partner and return the node.

        :param stated: (parent partner, leg) when somebody chose; leg 0 = first free leg
        :raise NeedsChoice: from the strategy
        :raise ValueError: the stated leg is occupied or does not exist
        :raise KeyError: the stated parent has no place
        """
        start = self.start_of(partner)
        if self.kind == "board":
            return self._enter_board(partner, start)
        if stated:
            parent = self.main[stated[0]]
            spot = parent, stated[1] or self.forest.free_leg(parent)
        elif start is None and self.placer.needs_start:
            spot = NO_PLACE, 0
        else:
            spot = self.placer.find(self.main.get(start, NO_PLACE))
        node = self.forest.add(*spot, self.volumes.get(partner, 0))
        self._added(node, partner, start)
        if isinstance(self.placer, XUp) and start is not None:
            self.placer.placed(self.main[start])
        return node

    def _added(self, node, partner, start):
        position = self.count.get(partner, 0) + 1
        self.place_ids.append(None)
        self.partners.append(partner)
        self.positions.append(position)
        self.starts.append(start)
        self._remember(node, partner, position)

    def _sponsor_places(self, partner):
        seen = set()
        while partner and partner not in seen:
            seen.add(partner)
            if partner in self.latest:
                yield self.latest[partner]
            partner = self.sponsors.get(partner)

    def _enter_board(self, partner, start):
        board = self.boards.choose(self._sponsor_places(self.sponsors.get(partner)))
        first = node = None
        while True:
            node, filled, opened = self.boards.enter(board)
            self._added(node, partner, start)
            self.board_events.append((node, board, filled, opened))
            first = node if first is None else first
            if filled is None or self.re_entry == "none":
                return first
            partner = self.partners[filled]
            start = self.start_of(partner)
            board = self.boards.newest()
            if self.re_entry == "sponsor_board":
                board = self.boards.choose(self._sponsor_places(self.sponsors.get(partner)))

    def new_rows(self, new_ids):
        """Give the new places their ids and return them in the order in which they were added.

        :param new_ids: one id per new place
        :return: list of (place_id, partner_id, parent_place_id or None, leg, position, start)
        """
        self.place_ids[self.loaded :] = new_ids
        rows = []
        for node in range(self.loaded, len(self.place_ids)):
            parent = self.forest.parent[node]
            rows.append(
                (
                    self.place_ids[node],
                    self.partners[node],
                    None if parent == NO_PLACE else self.place_ids[parent],
                    self.forest.leg[node],
                    self.positions[node],
                    self.starts[node],
                )
            )
        return rows
