# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import SQL

from .res_partner import NEWCOMER_DAYS


class ResPartner(models.Model):
    """A partner's team as the newest run counted it: one range scan, names as far as allowed."""

    _inherit = "res.partner"

    def _mlm_team(self, filters=None, offset=0, limit=None):
        """Return a page of the team below this partner.

        The own frontline has full names; further down it is first name and initial, or the full
        name by consent (LEGAL.md F). A search for a name finds the own frontline only, or it would
        tell the names that are not shown.

        :param dict filters: ``search`` (number or name), ``show`` (active, inactive, new, front)
        :return: (number of hits, list of dicts: number, name, level, rank, is_active, joined,
            group_volume)
        """
        self.ensure_one()
        result = self.env["mlm.member.result"]._mlm_latest(self)
        if not result:
            return 0, []
        self.flush_model(["name", "mlm_member_number", "mlm_date_joined", "mlm_sponsor_id"])
        body = SQL(
            """  FROM mlm_member_result m
                 JOIN res_partner p ON p.id = m.partner_id
                 LEFT JOIN mlm_plan_rank r ON r.id = m.rank_id
                WHERE m.run_id = %(run)s AND m.position > %(first)s AND m.position < %(end)s
                  AND p.mlm_role = 'partner' AND %(where)s""",
            run=result.run_id.id,
            first=result.position,
            end=result.position + result.team_size,
            where=self._mlm_team_where(filters or {}),
        )
        [[count]] = self.env.execute_query(SQL("SELECT count(*) %s", body))
        rows = self.env.execute_query_dict(
            SQL(
                """SELECT p.id, p.name, p.mlm_member_number AS number, p.mlm_date_joined AS joined,
                          p.mlm_sponsor_id = %(me)s AS is_front, m.depth - %(depth)s AS level,
                          coalesce(r.name, r.code) AS rank, m.is_active, m.group_volume
                          %(body)s
                    ORDER BY m.depth, m.position LIMIT %(limit)s OFFSET %(offset)s""",
                me=self.id,
                depth=result.depth,
                body=body,
                limit=limit,
                offset=offset,
            )
        )
        return count, self._mlm_team_named(rows)

    def _mlm_team_where(self, filters):
        conditions = [SQL("TRUE")]
        since = fields.Date.context_today(self) - relativedelta(days=NEWCOMER_DAYS)
        shown = {
            "active": SQL("m.is_active"),
            "inactive": SQL("NOT m.is_active"),
            "new": SQL("p.mlm_date_joined >= %s", since),
            "front": SQL("p.mlm_sponsor_id = %s", self.id),
        }
        if filters.get("show") in shown:
            conditions.append(shown[filters["show"]])
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

    def _mlm_team_named(self, rows):
        """Take ids and hidden names out of the rows."""
        deep = self.browse(row["id"] for row in rows if not row["is_front"])
        names = deep._mlm_public_names()
        return [
            {
                **{
                    key: row[key]
                    for key in ("number", "joined", "level", "rank", "is_active", "group_volume")
                },
                "name": names.get(row["id"], row["name"]),
            }
            for row in rows
        ]
