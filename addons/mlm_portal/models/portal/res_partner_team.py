# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import SQL

from ..registration.res_partner import short_name
from ..tree.res_partner_facts import member_status
from .res_partner import NEWCOMER_DAYS

# A name is sorted by what everybody may read of it; ties by number, never by the surname.
SORTS = {
    "level": SQL("m.depth, m.position"),
    "name": SQL("lower(split_part(p.name, ' ', 1)), p.mlm_member_number"),
    "joined": SQL("p.mlm_date_joined DESC NULLS LAST, m.position"),
    "rank": SQL("r.sequence DESC NULLS LAST, m.position"),
    "group_volume": SQL("m.group_volume DESC NULLS LAST, m.position"),
}
TOLD = ("place", "number", "joined", "level", "rank", "status", "personal_volume", "group_volume")


class ResPartner(models.Model):
    """A partner's team as the newest run counted it: one range scan, names as far as allowed."""

    _inherit = "res.partner"

    def _mlm_team(self, filters=None, offset=0, limit=None):
        """Return a page of the team below this partner.

        What is told of a member follows ``_mlm_team_rights``. A search for a name finds the own
        frontline only, or it would tell the names that are not shown.

        :param dict filters: ``search`` (number or name), ``show`` (active, inactive, risk, new,
            no_order, front), ``level`` and ``rank`` (id) as numbers, ``sort`` (a key of SORTS)
        :return: (number of hits, list of dicts: number, name, level, rank, status, is_active,
            joined, personal_volume, group_volume, place (id in the sponsor tree))
        """
        self.ensure_one()
        result = self.env["mlm.member.result"]._mlm_latest(self)
        if not result:
            return 0, []
        self.flush_model(["name", "mlm_member_number", "mlm_date_joined", "mlm_sponsor_id"])
        filters = filters or {}
        body = self._mlm_team_body(result, filters)
        [[count]] = self.env.execute_query(SQL("SELECT count(*) %s", body))
        if limit == 0 or not count:
            return count, []
        return count, self._mlm_team_named(
            self._mlm_team_page(result, body, filters.get("sort"), offset, limit)
        )

    def _mlm_team_body(self, result, filters):
        return SQL(
            """  FROM mlm_member_result m
                 JOIN res_partner p ON p.id = m.partner_id
                 LEFT JOIN mlm_plan_rank r ON r.id = m.rank_id
                WHERE m.run_id = %(run)s AND m.position > %(first)s AND m.position < %(end)s
                  AND p.mlm_role = 'partner' AND %(where)s""",
            run=result.run_id.id,
            first=result.position,
            end=result.position + result.team_size,
            where=self._mlm_team_where(result, filters),
        )

    def _mlm_team_page(self, result, body, sort, offset, limit):
        """Return the raw rows of a page; what of it may be told comes afterwards."""
        return self.env.execute_query_dict(
            SQL(
                """SELECT p.id, p.name, p.is_company, p.mlm_member_number AS number,
                          p.mlm_date_joined AS joined, p.mlm_state AS state,
                          p.mlm_date_joined >= %(since)s AS is_new,
                          p.mlm_sponsor_id = %(me)s AS is_front, m.depth - %(depth)s AS level,
                          coalesce(r.name, r.code) AS rank, m.is_active,
                          %(was_active)s AS was_active, m.personal_volume, m.group_volume,
                          (SELECT pl.id FROM mlm_place pl JOIN mlm_tree t ON t.id = pl.tree_id
                            WHERE pl.partner_id = p.id AND pl.active AND t.kind = 'sponsor'
                            LIMIT 1) AS place
                          %(body)s
                    ORDER BY %(order)s LIMIT %(limit)s OFFSET %(offset)s""",
                since=self._mlm_newcomers_since(),
                me=self.id,
                depth=result.depth,
                was_active=self._mlm_was_active(),
                body=body,
                order=SORTS.get(sort, SORTS["level"]),
                limit=limit,
                offset=offset,
            )
        )

    def _mlm_newcomers_since(self):
        return fields.Date.context_today(self) - relativedelta(days=NEWCOMER_DAYS)

    def _mlm_was_active(self):
        """Return the SQL of whether ``p`` was active in the period before the newest one."""
        runs = self._mlm_team_runs()
        return SQL(
            """(SELECT b.is_active FROM mlm_member_result b
                 WHERE b.run_id = %s AND b.partner_id = p.id)""",
            runs[1] if len(runs) > 1 else None,
        )

    def _mlm_team_where(self, result, filters):
        conditions = [SQL("TRUE"), *self._mlm_team_shown(filters.get("show"))]
        if _number(filters.get("level")):
            conditions.append(SQL("m.depth = %s", result.depth + _number(filters["level"])))
        if _number(filters.get("rank")):
            conditions.append(SQL("m.rank_id = %s", _number(filters["rank"])))
        words = (filters.get("search") or "").strip()[:60]
        if words:
            escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            conditions.append(
                SQL(
                    "(p.mlm_member_number = %s OR (p.mlm_sponsor_id = %s AND p.name ILIKE %s))",
                    words,
                    self.id,
                    f"%{escaped}%",
                )
            )
        return SQL(" AND ").join(conditions)

    def _mlm_team_shown(self, show):
        """Return the conditions of one choice of members."""
        if show == "active":
            return [SQL("m.is_active")]
        if show == "inactive":
            return [SQL("NOT m.is_active")]
        if show == "risk":
            return [SQL("NOT m.is_active AND p.mlm_state = 'active'"), self._mlm_was_active()]
        if show == "new":
            return [SQL("p.mlm_date_joined >= %s", self._mlm_newcomers_since())]
        front = SQL("p.mlm_sponsor_id = %s", self.id)
        if show == "front":
            return [front]
        if show == "no_order":
            # Nobody is found by a figure that is not shown.
            near_only = "personal_volume" not in self._mlm_team_rights(2)
            without = SQL("coalesce(m.personal_volume, 0) = 0")
            return [without, front] if near_only else [without]
        return []

    def _mlm_team_named(self, rows):
        """Take ids, hidden names and hidden figures out of the rows."""
        deep = self.browse(row["id"] for row in rows if not row["is_front"])
        shown = deep._mlm_shown()
        told = []
        for row in rows:
            rights = self._mlm_team_rights(1 if row["is_front"] else max(2, row["level"]))
            row["status"] = member_status(row)
            open_name = "full_name" in rights or row["is_company"] or shown.get(row["id"])
            told.append(
                {
                    "name": row["name"] if open_name else short_name(row["name"]),
                    "is_active": row["is_active"],
                    **{
                        key: row[key] if key in rights or key in ("place", "level") else None
                        for key in TOLD
                    },
                }
            )
        return told

    def _mlm_team_ranks(self):
        """Return the ranks (sudo) of the plan by which the newest run counted, highest first."""
        result = self.env["mlm.member.result"]._mlm_latest(self)
        return result.run_id.plan_version_id.rank_ids.sorted("sequence", reverse=True)


def _number(value):
    """Return a positive whole number that came from an address, else 0.

    >>> _number("3"), _number("-3"), _number("x"), _number("9" * 30)
    (3, 0, 0, 0)
    """
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
