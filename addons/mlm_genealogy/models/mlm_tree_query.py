# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..const import ENDED_FROM


class TreeRow(NamedTuple):
    """One place as the tree queries return it; level 0 is the member asked for."""

    place_id: int
    partner_id: int
    parent_place_id: int | None
    leg: int
    level: int


class MlmTree(models.Model):
    """Questions about a tree: each one SQL statement, with no limit of depth.

    Methods without underscore may be called by users and integrations: they need read access to
    the tree and to the contacts they start from, and show only contacts the user may see. The
    same with underscore checks nothing. A member with several places is asked about by its first
    place unless ``position`` says otherwise. ``as_of`` is a date: the tree as it was on that day.

    Recursive statements cannot run forever on damaged data: going up, a marker is left behind at
    levels 1, 2, 4, 8, … and meeting it again ends the walk (Brent's algorithm); going down, only
    the start itself can come round again, because every place has one parent.
    """

    _inherit = "mlm.tree"

    # === QUERIES FOR USERS === #

    @api.readonly
    def upline(self, partner_id, depth=None, as_of=None, position=1):
        """Return everybody above a member, nearest first.

        :param int depth: levels at most; None = up to the root
        :return: list of dicts with place_id, partner_id, parent_place_id, leg, level
        """
        self._check_query(partner_id, as_of=as_of, numbers=(depth, position))
        visible = self._visible_partners()
        return self._as_dicts(self._upline(partner_id, depth, as_of, position, visible=visible))

    @api.readonly
    def downline(
        self,
        partner_id,
        depth=None,
        active_only=False,
        types=None,
        limit=None,
        offset=0,
        as_of=None,
        position=1,
    ):
        """Return everybody below a member, level by level.

        :param int depth: levels at most
        :param bool active_only: only members whose life cycle is active
        :param types: ids of partner types, None = all
        :param int limit: length of a page
        :param int offset: rows to leave out before the page
        :return: list of dicts as in :meth:`upline`
        """
        self._check_query(
            partner_id, as_of=as_of, numbers=(depth, limit, offset, position, *(types or ()))
        )
        rows = self._downline(
            partner_id,
            depth,
            active_only=active_only,
            types=types,
            limit=limit,
            offset=offset,
            as_of=as_of,
            position=position,
            visible=self._visible_partners(),
        )
        return self._as_dicts(rows)

    @api.readonly
    def distance(self, partner_a_id, partner_b_id, as_of=None):
        """Return the number of steps between two members, False when they share no upline."""
        self._check_query(partner_a_id, partner_b_id, as_of=as_of)
        found = self._common(partner_a_id, partner_b_id, as_of)
        return found[1] if found else False

    @api.readonly
    def common_upline(self, partner_a_id, partner_b_id, as_of=None):
        """Return the partner id of the lowest member at or above both, or False.

        When one of the two stands above the other it is the answer itself.
        """
        self._check_query(partner_a_id, partner_b_id, as_of=as_of)
        found = self._common(partner_a_id, partner_b_id, as_of)
        return found[0] if found else False

    @api.readonly
    def leg_of(self, partner_id, upline_partner_id, as_of=None):
        """Return in which leg of the second member the first one stands.

        :return: dict with leg (0 where legs have no numbers), partner_id and place_id of the
            leg's head; False when the first does not stand below the second
        """
        self._check_query(partner_id, upline_partner_id, as_of=as_of)
        row = self._leg_of(partner_id, upline_partner_id, as_of)
        return row._asdict() if row else False

    @api.readonly
    def counts(self, partner_id, as_of=None):
        """Return how many stand around a member.

        :return: dict with upline, frontline, downline, partners, customers, active (all three of
            the downline) and levels (depth of the downline)
        """
        self._check_query(partner_id, as_of=as_of)
        return self._counts(partner_id, as_of)

    # === THE SAME WITHOUT CHECKS === #

    def _upline(self, partner_id, depth=None, as_of=None, position=1, visible=None):
        """Return :class:`TreeRow` of everybody above, nearest first; see :meth:`upline`."""
        query = SQL(
            """WITH RECURSIVE %(up)s
            SELECT id, partner_id, parent_id, leg, level FROM up
             WHERE level > 0 AND %(visible)s ORDER BY level""",
            up=self._up_cte("up", partner_id, as_of, position, depth),
            visible=self._in_partners(visible),
        )
        return [TreeRow(*row) for row in self.env.execute_query(query)]

    def _downline(
        self,
        partner_id,
        depth=None,
        *,
        active_only=False,
        types=None,
        limit=None,
        offset=0,
        as_of=None,
        position=1,
        visible=None,
    ):
        """Return :class:`TreeRow` of everybody below, level by level; see :meth:`downline`."""
        where = [SQL("d.level > 0"), self._in_partners(visible, "d")]
        if active_only:
            where.append(SQL("p.mlm_state = 'active'"))
        if types is not None:
            where.append(SQL("p.mlm_type_id = ANY(%s)", [int(type_id) for type_id in types]))
        self.env["res.partner"].flush_model(["mlm_state", "mlm_type_id"])
        query = SQL(
            """WITH RECURSIVE %(down)s
            SELECT d.id, d.partner_id, d.parent_id, d.leg, d.level
              FROM down d JOIN res_partner p ON p.id = d.partner_id
             WHERE %(where)s
             ORDER BY d.level, d.parent_id, d.leg, d.id LIMIT %(limit)s OFFSET %(offset)s""",
            down=self._down_cte("down", partner_id, as_of, position, depth),
            where=SQL(" AND ").join(where),
            limit=limit,
            offset=offset,
        )
        return [TreeRow(*row) for row in self.env.execute_query(query)]

    def _common(self, partner_a_id, partner_b_id, as_of=None):
        """Return (partner id of the lowest common place, steps between) or None."""
        rows = self.env.execute_query(
            SQL(
                """WITH RECURSIVE %(a)s, %(b)s
                SELECT a.partner_id, a.level + b.level FROM a JOIN b ON a.id = b.id
                 ORDER BY a.level + b.level LIMIT 1""",
                a=self._up_cte("a", partner_a_id, as_of),
                b=self._up_cte("b", partner_b_id, as_of),
            )
        )
        return rows[0] if rows else None

    def _leg_of(self, partner_id, upline_partner_id, as_of=None):
        """Return the :class:`TreeRow` of the leg's head or None; see :meth:`leg_of`."""
        rows = self.env.execute_query(
            SQL(
                """WITH RECURSIVE %(up)s
                SELECT h.id, h.partner_id, h.parent_id, h.leg, h.level
                  FROM up y JOIN up h ON h.parent_id = y.id AND h.level = y.level - 1
                 WHERE y.partner_id = %(upline)s ORDER BY y.level LIMIT 1""",
                up=self._up_cte("up", partner_id, as_of),
                upline=upline_partner_id,
            )
        )
        return TreeRow(*rows[0]) if rows else None

    def _counts(self, partner_id, as_of=None):
        """See :meth:`counts`."""
        self.env["res.partner"].flush_model(["mlm_state", "mlm_role"])
        [row] = self.env.execute_query(
            SQL(
                """WITH RECURSIVE %(up)s, %(down)s
                SELECT (SELECT count(*) FROM up WHERE level > 0),
                       count(*) FILTER (WHERE d.level = 1), count(*),
                       count(*) FILTER (WHERE p.mlm_role = 'partner'),
                       count(*) FILTER (WHERE p.mlm_role = 'customer'),
                       count(*) FILTER (WHERE p.mlm_state = 'active'),
                       COALESCE(max(d.level), 0)
                  FROM down d JOIN res_partner p ON p.id = d.partner_id WHERE d.level > 0""",
                up=self._up_cte("up", partner_id, as_of),
                down=self._down_cte("down", partner_id, as_of),
            )
        )
        names = ["upline", "frontline", "downline", "partners", "customers", "active", "levels"]
        return dict(zip(names, row, strict=True))

    def _export_arrays(self, date):
        """Return the whole tree as it stood on a day, for the commission engine.

        :param date date: the day, usually the last one of a period
        :return: list of (place_id, partner_id, parent_place_id or None, leg), by place_id
        """
        return self.env.execute_query(
            SQL("SELECT id, partner_id, parent_id, leg FROM (%s) e ORDER BY id", self._edges(date))
        )

    def _sql_places(self, only=None):
        """Return the query of all places there ever were in these trees, of whole numbers
        (integer): place, partner, parent now (0 for none) and the leg now times the number of trees
        plus which of them it is. Bulk readers take millions of them as binary data; all trees at
        once, because two visits to the table cost nearly twice as much.

        :param SQL only: a further condition on columns of mlm_place p
        """
        self.env["mlm.place"].flush_model()
        return SQL(
            """SELECT p.id, p.partner_id,
                      CASE WHEN p.active THEN coalesce(p.parent_id, 0) ELSE 0 END,
                      CASE WHEN p.active THEN coalesce(p.leg, 0) ELSE 0 END * %(count)s
                      + array_position(%(trees)s::int[], p.tree_id) - 1
                 FROM mlm_place p WHERE p.tree_id = ANY(%(trees)s) AND %(only)s""",
            trees=self.ids,
            count=len(self),
            only=only or SQL("TRUE"),
        )

    def _sql_places_otherwise(self, date, only=None):
        """Return the query of the places that stood otherwise on a day than they stand now, of
        whole numbers (integer): place, parent (0 for none), leg, and whether it stood anywhere.
        A place that came later and stood elsewhere before has two rows, that of the day last.

        The open row of an active place's history is what the place itself says; so where it began
        by that day, nothing else is needed.

        :param date date: the day, usually the last one of a period
        :param SQL only: a further condition on columns of mlm_place p
        """
        self.env["mlm.place"].flush_model()
        among = SQL("TRUE")
        if only:
            among = SQL("place_id IN (SELECT p.id FROM mlm_place p WHERE %s)", only)
        return SQL(
            """SELECT place_id, 0, 0, 0 FROM mlm_place_history
                WHERE tree_id = ANY(%(trees)s) AND valid_from > %(day)s AND valid_to IS NULL
                  AND %(among)s
                UNION ALL
               SELECT place_id, coalesce(parent_id, 0), coalesce(leg, 0), 1 FROM mlm_place_history
                WHERE tree_id = ANY(%(trees)s) AND valid_from <= %(day)s AND valid_to > %(day)s
                  AND %(among)s""",
            trees=self.ids,
            day=date,
            among=among,
        )

    # === BUILDING BLOCKS === #

    def _edges(self, as_of=None, condition=None):
        """Return the SELECT of all places of this tree, now or on a day.

        :param SQL condition: narrows it; columns e.id, e.parent_id and e.partner_id
        """
        self.ensure_one()
        condition = condition or SQL("TRUE")
        self.env["mlm.place"].flush_model()
        if as_of is None:
            return SQL(
                """SELECT e.id, e.partner_id, e.parent_id, e.leg, e.position_no
                  FROM mlm_place e WHERE e.tree_id = %s AND e.active AND %s""",
                self.id,
                condition,
            )
        return SQL(
            """SELECT e.id, e.partner_id, e.parent_id, e.leg, e.position_no FROM (
                SELECT h.place_id AS id, p.partner_id, h.parent_id, h.leg, p.position_no
                  FROM mlm_place_history h JOIN mlm_place p ON p.id = h.place_id
                 WHERE h.tree_id = %(tree)s AND h.valid_from <= %(day)s
                   AND (h.valid_to IS NULL OR h.valid_to > %(day)s)) e
             WHERE %(condition)s""",
            tree=self.id,
            day=as_of,
            condition=condition,
        )

    def _start(self, partner_id, as_of, position):
        """Return the SELECT of the place where a question begins.

        A place that has ended since gave its number back; on earlier days it stands for the first.
        """
        if as_of is None or position != 1:
            condition = SQL("e.partner_id = %s AND e.position_no = %s", partner_id, position)
            return self._edges(as_of, condition)
        condition = SQL(
            "e.partner_id = %s AND (e.position_no = 1 OR e.position_no > %s)",
            partner_id,
            ENDED_FROM,
        )
        return SQL("(%s ORDER BY e.position_no LIMIT 1)", self._edges(as_of, condition))

    def _up_cte(self, name, partner_id, as_of=None, position=1, depth=None):
        """Return the recursive CTE of a member (level 0) and everybody above.

        ``OFFSET 0`` keeps the planner at one index look-up per step.
        """
        return SQL(
            """%(name)s (id, partner_id, parent_id, leg, level, mark, next_mark) AS (
                SELECT s.id, s.partner_id, s.parent_id, s.leg, 0, s.id, 1 FROM (%(start)s) s
                UNION ALL
                SELECT n.id, n.partner_id, n.parent_id, n.leg, w.level + 1,
                       CASE WHEN w.level + 1 = w.next_mark THEN n.id ELSE w.mark END,
                       CASE WHEN w.level + 1 = w.next_mark THEN w.next_mark * 2
                            ELSE w.next_mark END
                  FROM %(name)s w CROSS JOIN LATERAL (%(above)s OFFSET 0) n
                 WHERE n.id <> w.mark AND (%(depth)s IS NULL OR w.level < %(depth)s))""",
            name=SQL.identifier(name),
            start=self._start(partner_id, as_of, position),
            above=self._edges(as_of, SQL("e.id = w.parent_id")),
            depth=SQL("%s::int", depth),
        )

    def _down_cte(self, name, partner_id, as_of=None, position=1, depth=None):
        """Return the recursive CTE of a member (level 0) and everybody below."""
        return SQL(
            """%(name)s (id, partner_id, parent_id, leg, level, origin) AS (
                SELECT s.id, s.partner_id, s.parent_id, s.leg, 0, s.id FROM (%(start)s) s
                UNION ALL
                SELECT n.id, n.partner_id, n.parent_id, n.leg, w.level + 1, w.origin
                  FROM %(name)s w CROSS JOIN LATERAL (%(below)s OFFSET 0) n
                 WHERE n.id <> w.origin AND (%(depth)s IS NULL OR w.level < %(depth)s))""",
            name=SQL.identifier(name),
            start=self._start(partner_id, as_of, position),
            below=self._edges(as_of, SQL("e.parent_id = w.id")),
            depth=SQL("%s::int", depth),
        )

    def _visible_partners(self):
        """Return the SELECT of the contacts this user may see, archived ones included."""
        query = self.env["res.partner"]._search([], active_test=False)
        return query.subselect("id")

    def _in_partners(self, visible, alias="up"):
        if visible is None:
            return SQL("TRUE")
        return SQL("%s.partner_id IN %s", SQL.identifier(alias), visible)

    def _check_query(self, *partner_ids, as_of=None, numbers=()):
        """Refuse questions from users who may not read the tree or the contacts named.

        :param as_of: a day, refused unless it is a date
        :param numbers: figures of the question, refused unless they are whole and not negative
        """
        if len(self) != 1:
            raise UserError(self.env._("Ask one tree at a time."))
        if any(type(one) is not int or one < 0 for one in numbers if one is not None):
            raise UserError(self.env._("Depth, limit and offset are whole numbers from 0 on."))
        try:
            fields.Date.to_date(as_of)
        except ValueError as error:
            raise UserError(
                self.env._("%(day)s is not a date. Write it like 2026-01-31.", day=as_of)
            ) from error
        self.check_access("read")
        self.env["res.partner"].browse(partner_ids).check_access("read")

    def _as_dicts(self, rows):
        return [row._asdict() for row in rows]
