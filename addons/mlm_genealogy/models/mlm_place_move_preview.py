# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo import fields, models
from odoo.tools import SQL

from ..const import PAGE_SIZE


class MlmPlaceMove(models.Model):
    """What a move would change, worked out before anybody decides."""

    _inherit = "mlm.place.move"

    def _preview_range(self):
        """Return the days [from, to) whose volume the preview shows: the current month.

        ``mlm_commission`` answers with the open period instead.
        """
        today = fields.Date.context_today(self)
        return today.replace(day=1), fields.Date.add(today.replace(day=1), months=1)

    def _preview_effects(self):
        """Return what the move would change.

        Other modules extend the dict (rank, earnings); values are shown by the template
        ``mlm_genealogy.move_preview``.

        :return: dict with ``members`` (places that move), ``volume`` (their PV of the period,
            Decimal), ``losing`` and ``gaining``: lists of dicts with partner (record), level and
            volume before and after, nearest first, at most one page, and ``losing_count``,
            ``gaining_count``
        """
        self.ensure_one()
        place_sudo = self.place_id.sudo()
        tree_sudo = place_sudo.tree_id
        old = self._line_above(place_sudo.parent_id)
        new = self._line_above(self.parent_to_id.sudo())
        kept = {row[0] for row in old} & {row[0] for row in new}
        losing = [row for row in old if row[0] not in kept]
        gaining = [row for row in new if row[0] not in kept]
        [(members, volume)] = self._team_volumes(tree_sudo, [place_sudo.id])
        return {
            "members": members,
            "volume": volume,
            "losing": self._preview_rows(tree_sudo, losing, -volume),
            "gaining": self._preview_rows(tree_sudo, gaining, volume),
            "losing_count": len(losing),
            "gaining_count": len(gaining),
        }

    def _line_above(self, place):
        """Return (place id, partner id) of a place and everybody above, nearest first."""
        if not place:
            return []
        above = place.tree_id._upline(place.partner_id.id, position=place.position_no)
        return [
            (place.id, place.partner_id.id),
            *((row.place_id, row.partner_id) for row in above),
        ]

    def _preview_rows(self, tree, line, change):
        shown = line[:PAGE_SIZE]
        volumes = self._team_volumes(tree, [row[0] for row in shown])
        partners = self.env["res.partner"].browse([row[1] for row in shown])
        return [
            {
                "partner": partner,
                "level": number,
                "before": before,
                "after": before + change,
            }
            for number, (partner, (_places, before)) in enumerate(
                zip(partners, volumes, strict=True), start=1
            )
        ]

    def _team_volumes(self, tree, line):
        """Return the team of each place of an upline, in one walk through the largest team.

        :param line: place ids, nearest first, each the parent of the one before
        :return: list of (places in the team, PV of the period), the place itself included
        """
        date_from, date_to = self._preview_range()
        rows = self.env.execute_query(
            SQL(
                """WITH RECURSIVE down (id, partner_id, position_no, no) AS (
                    SELECT e.id, e.partner_id, e.position_no, l.no
                      FROM unnest(%(line)s::int[]) WITH ORDINALITY AS l(id, no)
                      JOIN mlm_place e ON e.id = l.id
                    UNION ALL
                    SELECT e.id, e.partner_id, e.position_no, d.no
                      FROM down d CROSS JOIN LATERAL (
                        SELECT id, partner_id, position_no FROM mlm_place
                         WHERE parent_id = d.id AND active AND id <> ALL(%(line)s::int[])
                        OFFSET 0) e),
                owned AS (
                    SELECT owner_id, sum(pv) AS pv FROM mlm_volume
                     WHERE company_id = %(company)s AND date_commission >= %(date_from)s
                       AND date_commission < %(date_to)s AND owner_id IS NOT NULL
                     GROUP BY owner_id),
                own AS (
                    SELECT d.no, count(*) AS places, COALESCE(sum(o.pv), 0) AS pv FROM down d
                      LEFT JOIN owned o ON o.owner_id = d.partner_id AND d.position_no = 1
                     GROUP BY d.no)
                SELECT (sum(places) OVER (ORDER BY no))::int,
                       trim_scale(sum(pv) OVER (ORDER BY no))::text
                  FROM own ORDER BY no""",
                line=list(line),
                company=tree.company_id.id,
                date_from=date_from,
                date_to=date_to,
            )
        )
        # Odoo reads NUMERIC as float; as text it stays exact.
        return [(places, Decimal(volume)) for places, volume in rows]
