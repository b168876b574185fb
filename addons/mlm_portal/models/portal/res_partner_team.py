# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL

SORTS = {
    "level": SQL("t.level, t.position"),
    "name": SQL("lower(t.name), t.number"),
    "joined": SQL("t.joined DESC NULLS LAST, t.position"),
    "rank": SQL("t.rank_sequence DESC NULLS LAST, t.position"),
    "group_volume": SQL("t.group_volume DESC NULLS LAST, t.position"),
}
SHOWN = {
    "active": SQL("t.is_active"),
    "inactive": SQL("NOT t.is_active"),
    "risk": SQL("t.status = 'risk'"),
    "new": SQL("t.is_new"),
    "front": SQL("t.is_front"),
    "no_order": SQL("t.personal_volume = 0"),
}


class ResPartner(models.Model):
    """A partner's team as the newest run counted it: one range scan, facts as far as allowed."""

    _inherit = "res.partner"

    def _mlm_team(self, filters=None, offset=0, limit=None):
        """Return a page of the team below this partner.

        It is read from ``mlm.team.member``, where hidden facts are NULL: nobody is found or sorted
        by what is not shown. A name is found only where it is shown in full.

        :param dict filters: ``search`` (number or name), ``show`` (a key of SHOWN), ``level`` and
            ``rank`` (id) as numbers, ``sort`` (a key of SORTS)
        :return: (number of hits, list of dicts: number, name, level, rank, status, is_active,
            joined, personal_volume, group_volume, place (id in the sponsor tree))
        """
        self.ensure_one()
        filters = filters or {}
        Member = self.env["mlm.team.member"]
        body = SQL(
            "FROM (%s) t WHERE %s",
            Member._sql_of(self, whole=True),
            self._mlm_team_where(filters),
        )
        [[count]] = self.env.execute_query(SQL("SELECT count(*) %s", body))
        if limit == 0 or not count:
            return count, []
        order = SORTS.get(filters.get("sort"), SORTS["level"])
        # What a page tells is looked up for its rows only, not for those that were passed over.
        return count, self.env.execute_query_dict(
            SQL(
                """WITH page AS MATERIALIZED (
                       SELECT t.id %(body)s ORDER BY %(order)s LIMIT %(limit)s OFFSET %(offset)s)
                   SELECT t.place, t.number, t.name, t.level, t.rank, t.status, t.is_active,
                          t.joined, t.personal_volume, t.group_volume
                     FROM (%(rows)s) t WHERE t.id IN (SELECT id FROM page) ORDER BY %(order)s""",
                body=body,
                rows=Member._sql_of(self),
                order=order,
                limit=limit,
                offset=offset,
            )
        )

    def _mlm_team_where(self, filters):
        conditions = [SHOWN.get(filters.get("show"), SQL("TRUE"))]
        if _number(filters.get("level")):
            conditions.append(SQL("t.level = %s", _number(filters["level"])))
        if _number(filters.get("rank")):
            conditions.append(SQL("t.rank_id = %s", _number(filters["rank"])))
        words = (filters.get("search") or "").strip()[:60]
        if words:
            escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            conditions.append(
                SQL(
                    "(t.number = %s OR (t.is_full_name AND t.name ILIKE %s))",
                    words,
                    f"%{escaped}%",
                )
            )
        return SQL(" AND ").join(conditions)

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
