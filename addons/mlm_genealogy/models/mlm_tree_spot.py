# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL

from ..placement import LEFT, RIGHT, NeedsChoice


class MlmTree(models.Model):
    """The strategies of :mod:`..placement` for a single member, without loading the tree.

    Each strategy is one SQL statement that reads as little as it can.
    """

    _inherit = "mlm.tree"

    def _placed_sponsor(self, partner_id):
        """Return the id of the first member up the sponsor line who has a place, or None."""
        self.env["res.partner"].flush_model(["mlm_sponsor_id"])
        self.env["mlm.place"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """WITH RECURSIVE up (id, placed) AS (
                    SELECT mlm_sponsor_id, %(placed)s FROM res_partner p WHERE id = %(partner)s
                    UNION
                    SELECT p.mlm_sponsor_id, %(placed)s
                      FROM up JOIN res_partner p ON p.id = up.id WHERE NOT up.placed)
                SELECT id FROM up WHERE placed""",
                partner=partner_id,
                placed=SQL(
                    "EXISTS (SELECT 1 FROM mlm_place l WHERE l.tree_id = %s AND l.active"
                    " AND l.position_no = 1 AND l.partner_id = p.mlm_sponsor_id)",
                    self.id,
                ),
            )
        )
        return rows[0][0] if rows else None

    def _main_place(self, partner_id):
        """Return the first place of a member (sudo).

        :raise KeyError: the member has none
        """
        place_sudo = (
            self.env["mlm.place"]
            .sudo()
            .search(
                [
                    ("tree_id", "=", self.id),
                    ("partner_id", "=", partner_id),
                    ("position_no", "=", 1),
                ],
            )
        )
        if not place_sudo:
            raise KeyError(partner_id)
        return place_sudo

    def _find_spot(self, partner):
        """Return (parent place, leg) where the strategy puts a member; no parent = a root.

        :raise NeedsChoice: the tree is filled by hand
        """
        self.env["mlm.place"].flush_model()
        if self.kind == "monoline":
            return self._spot_line()
        sponsor_id = self._placed_sponsor(partner.id)
        if not sponsor_id:
            return self.env["mlm.place"], 0
        start = self._main_place(sponsor_id)
        return getattr(self, f"_spot_{self.kind}")(start)

    def _spot_unilevel(self, start):
        return start, 0

    def _spot_binary(self, start):
        if self.strategy == "manual":
            raise NeedsChoice(start.id)
        if self.strategy == "balanced":
            return self._spot_breadth_first(start)
        leg = {"left": LEFT, "right": RIGHT}.get(self.strategy) or self._weaker_leg(start)
        return self._spot_outermost(start, leg)

    def _spot_matrix(self, start):
        if self.fill == "breadth_first":
            return self._spot_breadth_first(start)
        if not self.depth:
            return self._spot_outermost(start, LEFT)
        return self._spot_depth_first(start)

    def _spot_x_up(self, start):
        pattern = self._pattern_list()
        number = (
            self.env["mlm.place"]
            .sudo()
            .search_count(
                [
                    ("tree_id", "=", self.id),
                    ("sponsor_id", "=", start.partner_id.id),
                    ("position_no", "=", 1),
                ],
            )
        )
        up = number < len(pattern) and pattern[number] == "up"
        return (start.parent_id if up and start.parent_id else start), 0

    def _spot_line(self):
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM mlm_place e WHERE tree_id = %s AND active AND NOT EXISTS (
                    SELECT 1 FROM mlm_place c WHERE c.parent_id = e.id AND c.active)
                 ORDER BY id DESC LIMIT 1""",
                self.id,
            )
        )
        place_sudo = self.env["mlm.place"].sudo().browse(rows[0] if rows else ())
        return place_sudo, 1 if rows else 0

    def _spot_outermost(self, start, leg):
        [[place_id]] = self.env.execute_query(
            SQL(
                """WITH RECURSIVE chain (id, level) AS (
                    SELECT %(start)s, 0
                    UNION ALL
                    SELECT e.id, c.level + 1 FROM chain c CROSS JOIN LATERAL (
                        SELECT id FROM mlm_place WHERE tree_id = %(tree)s
                           AND parent_id = c.id AND leg = %(leg)s AND active OFFSET 0) e
                     WHERE e.id <> %(start)s)
                SELECT id FROM chain ORDER BY level DESC LIMIT 1""",
                start=start.id,
                tree=self.id,
                leg=leg,
            )
        )
        return self.env["mlm.place"].sudo().browse(place_id), leg

    def _weaker_leg(self, start):
        """Return the leg with less PV so far, counted from the volume ledger; a tie goes left."""
        volumes = dict(
            self.env.execute_query(
                SQL(
                    """WITH RECURSIVE down (id, partner_id, position_no, head) AS (
                        SELECT id, partner_id, position_no, leg FROM mlm_place
                         WHERE tree_id = %(tree)s AND parent_id = %(start)s AND active
                        UNION ALL
                        SELECT e.id, e.partner_id, e.position_no, d.head
                          FROM down d CROSS JOIN LATERAL (
                            SELECT id, partner_id, position_no FROM mlm_place
                             WHERE tree_id = %(tree)s AND parent_id = d.id AND active OFFSET 0) e
                         WHERE e.id <> %(start)s)
                    SELECT d.head, (sum(v.pv) * 10000)::bigint FROM down d
                      JOIN mlm_volume v ON v.owner_id = d.partner_id
                     WHERE d.position_no = 1 AND v.company_id = %(company)s GROUP BY d.head""",
                    tree=self.id,
                    start=start.id,
                    company=self.company_id.id,
                )
            )
        )
        return LEFT if volumes.get(LEFT, 0) <= volumes.get(RIGHT, 0) else RIGHT

    def _spot_breadth_first(self, start):
        """Level by level, left to right; the recursion ends with the first level that has room.

        ``rank`` numbers a level's places from left to right (a full level has width^n of them).
        """
        rows = self.env.execute_query(
            SQL(
                """WITH RECURSIVE level (id, no, rank, taken, room) AS (
                    SELECT s.id, 0, 0::numeric, t.legs, cardinality(t.legs) < %(width)s
                      FROM mlm_place s CROSS JOIN LATERAL (%(taken_s)s) t WHERE s.id = %(start)s
                    UNION ALL
                    SELECT e.id, l.no + 1, l.rank * %(width)s + e.leg - 1, t.legs,
                           bool_or(cardinality(t.legs) < %(width)s) OVER ()
                      FROM level l
                      CROSS JOIN LATERAL (
                        SELECT id, leg FROM mlm_place WHERE tree_id = %(tree)s
                           AND parent_id = l.id AND leg > 0 AND active OFFSET 0) e
                      CROSS JOIN LATERAL (%(taken_e)s) t
                     WHERE NOT l.room)
                SELECT id, taken FROM level WHERE cardinality(taken) < %(width)s
                 ORDER BY no, rank LIMIT 1""",
                width=self._leg_width(),
                tree=self.id,
                start=start.id,
                taken_s=self._taken_sql("s"),
                taken_e=self._taken_sql("e"),
            )
        )
        return self._first_free(rows[0])

    def _spot_depth_first(self, start):
        """Down before right: the free slot with the smallest path of legs.

        Where the start's own matrix is full, the search goes on below it, level by level.
        """
        rows = self.env.execute_query(
            SQL(
                """WITH RECURSIVE down (id, path, taken) AS (
                    SELECT s.id, ARRAY[]::int[], t.legs
                      FROM mlm_place s CROSS JOIN LATERAL (%(taken_s)s) t WHERE s.id = %(start)s
                    UNION ALL
                    SELECT e.id, d.path || e.leg, t.legs FROM down d
                      CROSS JOIN LATERAL (
                        SELECT id, leg FROM mlm_place WHERE tree_id = %(tree)s
                           AND parent_id = d.id AND leg > 0 AND active OFFSET 0) e
                      CROSS JOIN LATERAL (%(taken_e)s) t
                     WHERE cardinality(d.path) + 1 < %(depth)s)
                SELECT id, taken FROM down CROSS JOIN LATERAL (
                    SELECT min(leg) AS leg FROM generate_series(1, %(width)s) leg
                     WHERE leg <> ALL(taken)) f
                 WHERE f.leg IS NOT NULL ORDER BY path || f.leg LIMIT 1""",
                width=self._leg_width(),
                depth=self.depth,
                tree=self.id,
                start=start.id,
                taken_s=self._taken_sql("s"),
                taken_e=self._taken_sql("e"),
            )
        )
        return self._first_free(rows[0]) if rows else self._spot_breadth_first(start)

    def _taken_sql(self, alias):
        return SQL(
            """SELECT COALESCE(array_agg(k.leg), ARRAY[]::int[]) AS legs FROM mlm_place k
             WHERE k.parent_id = %s.id AND k.leg > 0 AND k.active""",
            SQL.identifier(alias),
        )

    def _first_free(self, row):
        place_id, taken = row
        leg = next(leg for leg in range(1, self._leg_width() + 1) if leg not in taken)
        return self.env["mlm.place"].sudo().browse(place_id), leg
