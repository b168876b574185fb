# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``board``: orders fill places of boards; when one is full, its root is paid and it splits."""

import numpy as np

from .. import schema
from ..boards import Boards
from ..exact import ceil_scaled
from ..language import to_fraction, to_name
from ..model import NONE
from ..run import LineBlock
from ..tables import AmountTable
from ..words import _
from . import register
from .base import BonusKind

BOTTOM, SPONSOR_BOARD = "bottom", "sponsor_board"


@register
class Board(BonusKind):
    """Every qualifying volume, in their order, gives its owner the next place.

    Lines name the volume row that filled the board. Width and height are those of the tree.
    """

    name = "board"
    KEYS = {
        "tree": schema.any_tree,
        "amount": schema.by_rank(schema.amount),
        "entry": schema.mapping({"min_cv": schema.number(minimum=0)}),
        "re_entry": schema.choice(SPONSOR_BOARD, BOTTOM, "none"),
    }
    REQUIRED = ("amount",)
    HELP = {
        "amount": _("What the root of a full board is paid"),
        "entry": _("min_cv: the least CV of a volume that takes a place; by default any above 0"),
        "re_entry": _("Where the root of a full board takes its next place"),
    }
    DEFAULTS = {
        "re_entry": "none",
    }

    @classmethod
    def check(cls, checker, spec, path):
        """A board tree with width and height; nobody may re-enter boards without end."""
        boards = [name for name, kind in checker.trees.items() if kind == "board"]
        if "tree" not in spec and not boards:
            checker.error(path, _("a board bonus needs a tree of kind 'board' in 'plan.trees'"))
        elif "tree" in spec and checker.trees.get(to_name(spec["tree"]), "board") != "board":
            known = ", ".join(boards) or "none"
            checker.error(
                f"{path}.tree",
                _("the tree %(tree)s is no board (boards: %(known)s)"),
                tree=repr(spec["tree"]),
                known=known,
            )
        tree = checker.tree_options.get(to_name(spec.get("tree", boards[0] if boards else "")), {})
        if str(tree.get("width")) == "1" and spec.get("re_entry", "none") != "none":
            checker.error(f"{path}.re_entry", _("on boards of width 1 a re-entry would never end"))

    def __init__(self, spec, plan, index):
        super().__init__(spec, plan, index)
        if "tree" not in spec:
            self.tree = next(name for name, tree in plan.trees.items() if tree["kind"] == "board")
        options = plan.trees[self.tree]
        self.width, self.height = int(options["width"]), int(options["height"])
        self.amounts = AmountTable(spec["amount"], plan)
        least = (spec.get("entry") or {}).get("min_cv")
        self.least = None if least is None else to_fraction(least)
        self.re_entry = spec.get("re_entry", "none")

    def lines(self, run):
        """One line per full board whose root is paid; leaves the boards to the next period."""
        boards = Boards(self.width, self.height, run.carry.boards.get(self.code))
        ids = run.network.ids
        index = dict(zip(ids.tolist(), range(len(ids)), strict=True))
        units = self.amounts.rounded_units(run.plan)[run.rank + 1]
        units = np.where(run.eligible(self), units, 0)
        sponsor = run.trees["sponsor"].parent
        paid = []
        for row in self._entries(run).tolist():
            full = boards.enter(int(ids[run.volumes.owner[row]]))
            while full is not None:
                member = boards.split(full)
                root = index.get(member, NONE)
                if root >= 0 and units[root]:
                    paid.append((root, row))
                full = None
                if self.re_entry != "none":
                    full = boards.enter(member, self._board_for(boards, ids, sponsor, root))
        run.next_carry.boards[self.code] = boards.rows()
        earner, source = np.array(paid, dtype=np.int64).reshape(-1, 2).T
        block = LineBlock.of_members(earner, units[earner])
        block.source = source
        return block

    def _entries(self, run):
        """The volume rows that give a place, in their order."""
        rows = np.flatnonzero(run.sees(self) & (run.volumes.owner >= 0))
        points = run.volumes.cv[rows]
        if self.least is None:
            return rows[points > 0]
        return rows[points >= ceil_scaled(self.least, run.figures.point)]

    def _board_for(self, boards, ids, sponsor, root):
        """Where a root re-enters: the board of the nearest sponsor on one, or the oldest."""
        if self.re_entry != SPONSOR_BOARD or root < 0:
            return None
        above = sponsor[root]
        while above >= 0:
            number = boards.oldest_with(int(ids[above]))
            if number is not None:
                return number
            above = sponsor[above]
        return None
