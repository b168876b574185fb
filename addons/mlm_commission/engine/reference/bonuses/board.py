# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The board (cycler): boards fill, split and pay their root."""

from ..exact import PlanError, number


class Boards:
    """The open boards of one bonus, the oldest first; kept from period to period.

    A board is the list of its members in the order in which places fill: the root, its children
    from left to right, their children, and so on. The children of place i are the places
    width * i + 1 … width * i + width.
    """

    def __init__(self, width, height):
        if width < 1 or height < 1:
            raise PlanError("a board needs a width and a height of at least 1")
        self.width, self.height = width, height
        self.size = sum(width**row for row in range(height + 1))
        self.open = []

    def board_of(self, member):
        """The oldest open board on which a member stands, None if there is none."""
        return next((board for board in self.open if member in board), None)

    def enter(self, member, board=None):
        """Put a member on a board, without one on the oldest; return the board if it is full."""
        if board is None:
            if not self.open:
                self.open.append([])
            board = self.open[0]
        board.append(member)
        return board if len(board) == self.size else None

    def split(self, board):
        """Close a full board; each child of its root roots a new one. Return the old root."""
        self.open = [other for other in self.open if other is not board]
        for head in range(1, self.width + 1):
            row, places = [head], []
            while row:
                places += row
                row = [self.width * place + n for place in row for n in range(1, self.width + 1)]
                row = [place for place in row if place < self.size]
            self.open.append([board[place] for place in places])
        return board[0]


def board(bonus):
    """Every qualifying volume, in their order, gives its owner the next place."""
    if bonus.code not in bonus.history.boards:
        bonus.history.boards[bonus.code] = _start(bonus)
    boards = bonus.history.boards[bonus.code]
    least = (bonus.spec.get("entry") or {}).get("min_cv")
    re_entry = bonus.spec.get("re_entry") or "none"
    if re_entry not in ("none", "bottom", "sponsor_board"):
        raise PlanError(f"{bonus.code}: unknown re_entry {re_entry!r}")
    if re_entry != "none" and boards.width == 1:
        raise PlanError(f"{bonus.code}: on boards of width 1 a re-entry would never end")
    lines = []
    for volume in bonus.volumes:
        enough = volume.cv > 0 if least is None else volume.cv >= number(least)
        if volume.owner is None or not enough:
            continue
        full = boards.enter(volume.owner)
        while full:
            root = boards.split(full)
            if root in bonus.network.members:  # a place may be of somebody who is gone
                amount = bonus.figure(bonus.spec.get("amount"), root)
                if amount and bonus.eligible(root):
                    lines.append(bonus.money(root, amount, volume=volume.index))
            full = None
            if re_entry != "none":
                above = _sponsor_board(bonus, boards, root) if re_entry == "sponsor_board" else None
                full = boards.enter(root, above)
    return lines


def _start(bonus):
    """The first boards, as wide and high as the tree of the bonus states."""
    trees = bonus.plan.spec.get("trees") or {}
    kinds = [name for name, spec in trees.items() if spec.get("kind") == "board"]
    name = bonus.spec.get("tree") or next(iter(kinds), None)
    if name not in kinds:
        raise PlanError(f"{bonus.code}: tree {name!r} is no board")
    return Boards(int(number(trees[name]["width"])), int(number(trees[name]["height"])))


def _sponsor_board(bonus, boards, root):
    """The board of the nearest sponsor above that stands on one; None means the oldest."""
    for sponsor in bonus.network.tree("sponsor").path(root)[1:]:
        found = boards.board_of(sponsor)
        if found is not None:
            return found
    return None


KINDS = {"board": board}
