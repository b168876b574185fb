# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import SQL

from ..portal.res_partner import NEWCOMER_DAYS
from ..registration.res_partner import short_name

# What the tree is told of a member, as far as the visibility matrix allows.
TOLD = (
    "number",
    "joined",
    "rank",
    "status",
    "personal_volume",
    "group_volume",
    "team",
)


class ResPartner(models.Model):
    """What a partner may read of the members of its team."""

    _inherit = "res.partner"

    def _mlm_team_runs(self):
        """Return the newest run that counted this company's members and that of the period before.

        :return: list of run ids, newest first, none to two
        """
        runs = self.env["mlm.member.result"]._mlm_newest_runs(self.sudo().mlm_company_id)
        return [run for run in runs[0][1:] if run] if runs else []

    def _mlm_team_facts(self, members, placed=False):
        """Return what this partner may see of some members, whatever their number: four statements.

        At risk is who was active in the period before and is not in the newest one.

        :param members: res.partner records
        :param bool placed: they stand below this partner in a placement tree
        :return: {id: dict} with ``distance`` (steps in the sponsor line, None = another line),
            ``name`` (None = not for this reader) and, as far as allowed, number, joined, rank,
            status (active, risk, inactive, new, suspended, terminated), personal_volume,
            group_volume, team
        """
        self.ensure_one()
        found = self.env["mlm.explanation"]._portal_distances(self, members.ids)
        distances = {member_id: found.get(member_id) for member_id in members.ids}
        allowed = self._mlm_rights_by_member(distances, members.ids if placed else ())
        shown = members.filtered(lambda one: allowed[one.id])
        rows = {row["id"]: row for row in self._mlm_team_rows(shown) if row["role"] == "partner"}
        return {
            member_id: {
                "distance": distance,
                "name": None,
                **_told(rows.get(member_id), distance, allowed[member_id]),
            }
            for member_id, distance in distances.items()
        }

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
                """SELECT p.id, p.name, p.is_company, p.mlm_role AS role,
                          p.mlm_member_number AS number,
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


def _told(row, distance, rights):
    """Return what may be told of a raw row; members of other lines have no short name either."""
    if not row:
        return {}
    row["status"] = member_status(row)
    told = {key: row[key] for key in TOLD if key in rights}
    if "full_name" in rights:
        told["name"] = row["name"]
    elif distance is not None:
        told["name"] = row["name"] if row["is_company"] else short_name(row["name"])
    return told


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
