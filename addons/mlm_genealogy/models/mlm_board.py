# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ..boards import board_size


class MlmBoard(models.Model):
    """A board: its root place and the places at most ``height`` levels below."""

    _name = "mlm.board"
    _description = "Board"
    _order = "id"
    _rec_name = "root_place_id"

    tree_id = fields.Many2one(
        "mlm.tree", required=True, index=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="tree_id.company_id", store=True, index=True)
    root_place_id = fields.Many2one(
        "mlm.place", required=True, readonly=True, index=True, ondelete="restrict"
    )
    state = fields.Selection(
        [("open", "Open"), ("full", "Full")], required=True, readonly=True, default="open"
    )
    taken = fields.Integer(readonly=True, string="Places Taken")
    size = fields.Integer(compute="_compute_size", string="Places")
    date_opened = fields.Date(required=True, readonly=True)
    date_filled = fields.Date(readonly=True)

    _root_uniq = models.Constraint("UNIQUE(root_place_id)", "A place roots one board.")

    @api.depends("tree_id")
    def _compute_size(self):
        for board in self:
            board.size = board_size(board.tree_id.width, board.tree_id.height)


class MlmTree(models.Model):
    _inherit = "mlm.tree"

    board_ids = fields.One2many("mlm.board", "tree_id", readonly=True)

    def _open_board_roots(self):
        """Return the root place ids of the open boards, oldest first."""
        self.env["mlm.board"].flush_model()
        return [
            row[0]
            for row in self.env.execute_query(
                SQL(
                    "SELECT root_place_id FROM mlm_board WHERE tree_id = %s AND state = 'open'"
                    " ORDER BY id",
                    self.id,
                )
            )
        ]

    def _board_places(self):
        """Return the SELECT of all places that stand in an open board."""
        self.env["mlm.place"].flush_model()
        return SQL(
            """WITH RECURSIVE held AS (
                SELECT e.id, e.partner_id, e.parent_id, e.leg, e.position_no, 0 AS no
                  FROM mlm_board b JOIN mlm_place e ON e.id = b.root_place_id
                 WHERE b.tree_id = %(tree)s AND b.state = 'open'
                UNION ALL
                SELECT e.id, e.partner_id, e.parent_id, e.leg, e.position_no, h.no + 1
                  FROM held h CROSS JOIN LATERAL (
                    SELECT * FROM mlm_place WHERE parent_id = h.id AND active OFFSET 0) e
                 WHERE h.no < %(height)s)
            SELECT id, partner_id, parent_id, leg, position_no FROM held ORDER BY id""",
            tree=self.id,
            height=self.height,
        )

    def _positions_so_far(self):
        """Return the highest position number of each member with several places."""
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT partner_id, max(position_no) FROM mlm_place WHERE tree_id = %s"
                    " GROUP BY partner_id HAVING max(position_no) > 1",
                    self.id,
                )
            )
        )

    def _write_boards(self, session, day):
        """Bring the boards into the state in which a placing session has left them."""
        Board_sudo = self.env["mlm.board"].sudo()
        place_id = session.place_ids
        filled = [place_id[event[2]] for event in session.board_events if event[2] is not None]
        opened = [place_id[root] for event in session.board_events for root in event[3]]
        taken = {place_id[root]: count for root, count in session.boards.open.items()}
        Board_sudo.create(
            [
                {
                    "tree_id": self.id,
                    "root_place_id": root,
                    "date_opened": day,
                    "taken": taken.get(root, 0),
                }
                for root in opened
            ]
        )
        size = board_size(self.width, self.height)
        Board_sudo.search([("root_place_id", "in", filled)]).write(
            {"state": "full", "date_filled": day, "taken": size}
        )
        Board_sudo.flush_model()
        self.env.cr.execute(
            SQL(
                """UPDATE mlm_board b SET taken = n.taken
                  FROM unnest(%s::int[], %s::int[]) AS n(root, taken)
                 WHERE b.root_place_id = n.root AND b.state = 'open' AND b.taken <> n.taken""",
                list(taken),
                list(taken.values()),
            )
        )
        Board_sudo.invalidate_model(["taken"], flush=False)
