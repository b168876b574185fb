# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.mlm_commission.const import DONE

from ..portal.res_partner import NEWCOMER_DAYS

# What may be seen by the number of steps in the sponsor line (LEGAL.md F): the direct sponsor, and
# whoever stands further up. Nobody sees members of other lines.
FAR = frozenset({"number", "joined", "rank", "status", "group_volume", "team"})
NEAR = FAR | {"full_name", "personal_volume"}
NOTHING = frozenset()


class ResPartner(models.Model):
    """What a partner may read of the members of its team."""

    _inherit = "res.partner"

    def _mlm_team_rights(self, distance):
        """Return the set of facts this partner may see of a member.

        :param distance: steps below in the sponsor line, 0 = itself, None = another line
        """
        if distance is None:
            return NOTHING
        return NEAR if distance <= 1 else FAR

    def _mlm_team_runs(self):
        """Return the newest run that counted this company's members and that of the period before,
        of the same kind: weeks and months run side by side.

        :return: list of run ids, newest first, none to two
        """
        rows = self.env.execute_query(
            SQL(
                """WITH done AS (
                    SELECT r.id, p.kind, p.date_from
                      FROM mlm_run r JOIN mlm_period p ON p.id = r.period_id
                     WHERE r.company_id = %(company)s AND r.state = %(done)s
                       AND p.date_from <= %(today)s),
                newest AS (SELECT * FROM done ORDER BY date_from DESC, id DESC LIMIT 1)
                SELECT id FROM newest
                UNION ALL (
                    SELECT done.id FROM done, newest
                     WHERE done.kind = newest.kind AND done.date_from < newest.date_from
                     ORDER BY done.date_from DESC, done.id DESC LIMIT 1)""",
                company=self.sudo().mlm_company_id.id,
                done=DONE,
                today=fields.Date.context_today(self),
            )
        )
        return [row[0] for row in rows]

    def _mlm_team_facts(self, members):
        """Return what this partner may see of some members, whatever their number: four statements.

        At risk is who was active in the period before and is not in the newest one.

        :param members: res.partner records
        :return: {id: dict} with ``distance`` (steps in the sponsor line, None = another line),
            ``name`` (None = not for this reader) and, as far as allowed, number, joined, rank,
            status (active, risk, inactive, new, suspended, terminated), personal_volume,
            group_volume, team
        """
        self.ensure_one()
        distances = self.env["mlm.explanation"]._portal_distances(self, members.ids)
        shown = members.filtered(lambda one: one.id in distances)
        public_names = shown._mlm_public_names()
        rows = {row["id"]: row for row in self._mlm_team_rows(shown)}
        facts = {}
        for member_id in members.ids:
            distance = distances.get(member_id)
            row = rows.get(member_id)
            rights = self._mlm_team_rights(distance) if row else NOTHING
            if not row or row["role"] != "partner" or not rights:
                facts[member_id] = {"distance": distance, "name": None}
                continue
            row["status"] = member_status(row)
            facts[member_id] = {
                "distance": distance,
                "name": row["name"] if "full_name" in rights else public_names[member_id],
                **{key: row[key] for key in FAR | NEAR if key in rights and key in row},
            }
        return facts

    def _mlm_team_rows(self, members):
        """Return the raw figures of members; nothing of it is checked yet."""
        if not members:
            return []
        members.flush_model(
            ["name", "mlm_role", "mlm_member_number", "mlm_date_joined", "mlm_state"]
        )
        runs = [*self._mlm_team_runs(), None, None]
        return self.env.execute_query_dict(
            SQL(
                """SELECT p.id, p.name, p.mlm_role AS role, p.mlm_member_number AS number,
                          p.mlm_date_joined AS joined, p.mlm_state AS state,
                          p.mlm_date_joined >= %(since)s AS is_new,
                          coalesce(r.name, r.code) AS rank, m.is_active, b.is_active AS was_active,
                          m.personal_volume, m.group_volume, m.team_size - 1 AS team
                     FROM res_partner p
                     LEFT JOIN mlm_member_result m
                       ON m.run_id = %(run)s AND m.partner_id = p.id
                     LEFT JOIN mlm_member_result b
                       ON b.run_id = %(before)s AND b.partner_id = p.id
                     LEFT JOIN mlm_plan_rank r ON r.id = m.rank_id
                    WHERE p.id = ANY(%(ids)s)""",
                since=fields.Date.context_today(self) - relativedelta(days=NEWCOMER_DAYS),
                run=runs[0],
                before=runs[1],
                ids=members.ids,
            )
        )


def member_status(row):
    """Return one word on how a member stands.

    >>> member_status({"state": "active", "is_new": False, "is_active": False, "was_active": True})
    'risk'
    """
    if row["state"] != "active":
        return row["state"]
    if row["is_active"]:
        return "active"
    if row["was_active"]:
        return "risk"
    return "new" if row["is_new"] else "inactive"
