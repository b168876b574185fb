# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ..const import ANALYZE_THRESHOLD


class MlmTree(models.Model):
    """The sponsor tree, which always repeats what the contacts say."""

    _inherit = "mlm.tree"

    @api.model
    def _get_sponsor_tree(self, company):
        """Return the sponsor tree of a company (sudo); it is made when first asked for."""
        Tree_sudo = self.sudo().with_context(active_test=False)
        tree = Tree_sudo.search([("kind", "=", "sponsor"), ("company_id", "=", company.id)])
        return tree or Tree_sudo.create(
            {
                "name": "Sponsor",
                "code": "sponsor",
                "kind": "sponsor",
                "sequence": 1,
                "company_id": company.id,
            }
        )

    @api.model
    def _follow_sponsors(self, partner_ids=None):
        """Bring the sponsor trees into step with the contacts: two statements for any number.

        Members without a place get one (valid from the day they joined; from today on for those who
        come from another company's network, or back), places whose parent is
        not the sponsor's place are hung over from today on.

        :param partner_ids: contacts that are new or whose sponsor changed; None = all
        :return: (number of new places, number of places hung over)
        """
        self.env["res.partner"].flush_model()
        self.env["mlm.place"].flush_model()
        for company in self._sponsor_companies(partner_ids):
            self._get_sponsor_tree(company)
        self.flush_model()
        number = float("inf") if partner_ids is None else len(partner_ids)
        self._refresh_plans(number)
        if number > ANALYZE_THRESHOLD:
            # New members are joined to each other; the planner takes them for a handful.
            self.env.cr.execute("SET LOCAL enable_nestloop = off")
        created = self._add_sponsor_places(partner_ids)
        if number > ANALYZE_THRESHOLD:
            self.env.cr.execute("SET LOCAL enable_nestloop = on")
        self._refresh_plans(number)
        moved = self._hang_over_sponsor_places(partner_ids)
        if created or moved:
            self.env["mlm.place"].invalidate_model(flush=False)
            self.env["mlm.place.history"].invalidate_model(flush=False)
        return created, moved

    @api.model
    def _sponsor_companies(self, partner_ids):
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT p.mlm_company_id FROM res_partner p
                 WHERE p.mlm_company_id IS NOT NULL AND p.mlm_type_id IS NOT NULL
                   AND %s AND NOT EXISTS (
                    SELECT 1 FROM mlm_tree t
                     WHERE t.company_id = p.mlm_company_id AND t.kind = 'sponsor')""",
                self._among(SQL("p.id"), partner_ids),
            )
        )
        return self.env["res.company"].browse([row[0] for row in rows])

    @api.model
    def _among(self, column, partner_ids):
        if partner_ids is None:
            return SQL("TRUE")
        return SQL("%s = ANY(%s)", column, list(partner_ids))

    @api.model
    def _add_sponsor_places(self, partner_ids):
        self.env.cr.execute(
            SQL(
                # Places are shown in the order of their ids: that of enrolment, not of the disk.
                """WITH fresh AS (
                    SELECT nextval('mlm_place_id_seq') AS id, enrolled.* FROM (
                        SELECT t.id AS tree_id, t.company_id,
                               p.id AS partner_id, p.mlm_sponsor_id AS sponsor_id,
                               CASE WHEN EXISTS (SELECT 1 FROM mlm_place ended
                                                  WHERE ended.partner_id = p.id
                                                    AND NOT ended.active)
                                    THEN %(today)s
                                    ELSE LEAST(COALESCE(p.mlm_date_joined, %(today)s), %(today)s)
                                    END AS day
                          FROM res_partner p
                          JOIN mlm_tree t
                            ON t.kind = 'sponsor' AND t.company_id = p.mlm_company_id
                         WHERE p.mlm_type_id IS NOT NULL AND %(among)s
                           AND NOT EXISTS (SELECT 1 FROM mlm_place old
                                            WHERE old.tree_id = t.id AND old.partner_id = p.id
                                              AND old.active)
                         ORDER BY p.id) enrolled)
                INSERT INTO mlm_place (id, tree_id, company_id, partner_id, sponsor_id, parent_id,
                       leg, position_no, date_from, active, child_seq,
                       create_uid, create_date, write_uid, write_date)
                SELECT f.id, f.tree_id, f.company_id, f.partner_id, f.sponsor_id,
                       COALESCE(s.id, g.id), 0, 1, f.day, TRUE, 0,
                       %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
                  FROM fresh f
                  LEFT JOIN mlm_place s ON s.tree_id = f.tree_id
                        AND s.partner_id = f.sponsor_id AND s.position_no = 1
                  LEFT JOIN fresh g ON g.tree_id = f.tree_id AND g.partner_id = f.sponsor_id
                ON CONFLICT DO NOTHING""",
                today=fields.Date.context_today(self),
                among=self._among(SQL("p.id"), partner_ids),
                uid=self.env.uid,
            )
        )
        return self.env.cr.rowcount

    @api.model
    def _hang_over_sponsor_places(self, partner_ids):
        self._set_effective_date(fields.Date.context_today(self))
        among = SQL(
            "(%s OR %s)",
            self._among(SQL("p.id"), partner_ids),
            self._among(SQL("p.mlm_sponsor_id"), partner_ids),
        )
        self.env.cr.execute(
            SQL(
                """UPDATE mlm_place c
                   SET parent_id = want.parent_id, sponsor_id = want.sponsor_id
                  FROM (SELECT mine.id, s.id AS parent_id, p.mlm_sponsor_id AS sponsor_id
                          FROM res_partner p
                          JOIN mlm_place mine ON mine.partner_id = p.id AND mine.position_no = 1
                          JOIN mlm_tree t ON t.id = mine.tree_id AND t.kind = 'sponsor'
                          LEFT JOIN mlm_place s ON s.tree_id = t.id AND s.position_no = 1
                                AND s.partner_id = p.mlm_sponsor_id
                         WHERE %s AND (mine.parent_id IS DISTINCT FROM s.id
                               OR mine.sponsor_id IS DISTINCT FROM p.mlm_sponsor_id)) want
                 WHERE c.id = want.id""",
                among,
            )
        )
        moved = self.env.cr.rowcount
        self._set_effective_date(None)
        return moved
