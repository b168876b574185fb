# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..const import COUNT_LIMIT


class ResPartner(models.Model):
    _inherit = "res.partner"

    mlm_place_ids = fields.One2many("mlm.place", "partner_id", string="Places", readonly=True)
    mlm_upline_count = fields.Char(
        compute="_compute_mlm_team_counts", string="Upline", groups="mlm_base.group_mlm_user"
    )
    mlm_downline_count = fields.Char(
        compute="_compute_mlm_team_counts", string="Downline", groups="mlm_base.group_mlm_user"
    )
    mlm_above_id = fields.Many2one(
        "res.partner",
        string="In the Team of",
        compute="_compute_mlm_line_searches",
        search="_search_mlm_above_id",
        groups="mlm_base.group_mlm_user",
        help="Search only: everybody below that member in the sponsor tree.",
    )
    mlm_below_id = fields.Many2one(
        "res.partner",
        string="In the Upline of",
        compute="_compute_mlm_line_searches",
        search="_search_mlm_below_id",
        groups="mlm_base.group_mlm_user",
        help="Search only: everybody above that member in the sponsor tree.",
    )

    # === COMPUTE METHODS === #

    def _compute_mlm_team_counts(self):
        """Count the sponsor tree around these members in one statement.

        The downline is counted up to ``COUNT_LIMIT``; above that the button shows a plus sign.
        """
        counts = self._mlm_team_counts()
        for partner in self:
            up, down = counts.get(partner.id, (0, 0))
            partner.mlm_upline_count = str(up)
            partner.mlm_downline_count = f"{COUNT_LIMIT}+" if down > COUNT_LIMIT else str(down)

    def _mlm_team_counts(self):
        """Return {partner id: (upline, downline)} of the sponsor tree."""
        self.env["mlm.place"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT s.partner_id, up.no, down.no
                  FROM mlm_place s JOIN mlm_tree t ON t.id = s.tree_id AND t.kind = 'sponsor'
                 CROSS JOIN LATERAL (
                    WITH RECURSIVE line (id, parent_id, level, mark, next_mark) AS (
                        SELECT s.id, s.parent_id, 0, s.id, 1
                        UNION ALL
                        SELECT e.id, e.parent_id, l.level + 1,
                               CASE WHEN l.level + 1 = l.next_mark THEN e.id ELSE l.mark END,
                               CASE WHEN l.level + 1 = l.next_mark THEN l.next_mark * 2
                                    ELSE l.next_mark END
                          FROM line l JOIN mlm_place e ON e.id = l.parent_id
                         WHERE e.id <> l.mark)
                    SELECT count(*) - 1 AS no FROM line) up
                 CROSS JOIN LATERAL (
                    WITH RECURSIVE team (id) AS (
                        SELECT s.id
                        UNION ALL
                        SELECT e.id FROM team m CROSS JOIN LATERAL (
                            SELECT id FROM mlm_place WHERE parent_id = m.id AND active OFFSET 0) e
                         WHERE e.id <> s.id)
                    SELECT count(*) - 1 AS no FROM (
                        SELECT 1 FROM team LIMIT %(limit)s) counted) down
                 WHERE s.partner_id = ANY(%(partners)s) AND s.position_no = 1""",
                partners=list(self._origin.ids),
                limit=COUNT_LIMIT + 2,
            )
        )
        return {row[0]: (row[1], row[2]) for row in rows}

    def _compute_mlm_line_searches(self):
        self.mlm_above_id = False
        self.mlm_below_id = False

    @api.model
    def _search_mlm_above_id(self, operator, value):
        return self._mlm_search_line("_down_cte", operator, value)

    @api.model
    def _search_mlm_below_id(self, operator, value):
        return self._mlm_search_line("_up_cte", operator, value)

    @api.model
    def _mlm_search_line(self, cte, operator, value):
        """Return the domain of everybody below (or above) some members, as a subquery."""
        if operator != "in":
            return NotImplemented
        domains = []
        members = self.env["res.partner"].browse([one for one in value if isinstance(one, int)])
        for member in members.exists():
            company = member.mlm_company_id
            if not company:
                continue
            tree_sudo = self.env["mlm.tree"]._get_sponsor_tree(company)
            line = getattr(tree_sudo, cte)("line", member.id)
            query = SQL("(WITH RECURSIVE %s SELECT partner_id FROM line WHERE level > 0)", line)
            domains.append(Domain("id", "in", query))
        return Domain.OR(domains)

    # === CRUD METHODS === #

    def write(self, vals):
        companies = {}
        if vals.get("mlm_market_id") or vals.get("mlm_company_id"):
            companies = {partner: partner.mlm_company_id for partner in self}
        result = super().write(vals)
        self.filtered(
            lambda partner: companies.get(partner) not in (None, partner.mlm_company_id)
        )._mlm_leave_other_companies()
        if vals.get("mlm_type_id") or vals.get("mlm_market_id"):
            # Contacts can join the network without a sponsor; the hook below is silent then.
            self.env["mlm.tree"]._follow_sponsors(self.ids)
            self.env["mlm.tree"]._enrol(self.ids)
        return result

    def _mlm_leave_other_companies(self):
        """End the places of members whose market now belongs to another company.

        Sponsor and frontline cannot stay behind (``mlm_base`` refuses that). Who leads a team in
        another tree of the old company is refused here: those below need a place first.

        :raise UserError: somebody stands below one of the places
        """
        if not self:
            return
        self.flush_recordset()
        foreign = (
            self.env["mlm.place"]
            .sudo()
            .search([("partner_id", "in", self.ids)])
            .filtered(lambda place: place.company_id != place.partner_id.mlm_company_id)
        )
        foreign._end()
        waiting = (
            self.env["mlm.holding"]
            .sudo()
            .search([("partner_id", "in", self.ids), ("state", "=", "waiting")])
        )
        waiting.filtered(lambda row: row.company_id != row.partner_id.mlm_company_id).write(
            {"state": "cancelled"}
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_placed(self):
        """Say why, before the database refuses: people with a place are part of the network."""
        placed = (
            self.env["mlm.place"]
            .sudo()
            .with_context(active_test=False)
            .search([("partner_id", "in", self.ids)], limit=1)
        )
        if placed:
            raise UserError(
                self.env._(
                    "%(member)s has a place in %(tree)s and cannot be deleted. End the "
                    "membership and archive the contact instead.",
                    member=placed.partner_id.display_name,
                    tree=placed.tree_id.name,
                )
            )

    # === ACTION METHODS === #

    def action_mlm_upline(self):
        """Open everybody above this member in the sponsor tree."""
        return self._mlm_team_action(self.env._("Upline"), "mlm_below_id")

    def action_mlm_downline(self):
        """Open everybody below this member in the sponsor tree."""
        return self._mlm_team_action(self.env._("Downline"), "mlm_above_id")

    def action_mlm_hierarchy(self):
        """Show this member in the sponsor tree."""
        self.ensure_one()
        place = self.env["mlm.place"].search(
            [("partner_id", "=", self.id), ("tree_id.kind", "=", "sponsor")], limit=1
        )
        if not place:
            raise UserError(
                self.env._(
                    "%(member)s has no place in a sponsor tree. Set the partner type, market and "
                    "status first.",
                    member=self.display_name,
                )
            )
        return place.action_open_hierarchy()

    def action_mlm_places(self):
        """Open the places of this member in all trees."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("mlm_genealogy.mlm_place_action")
        return action | {"domain": [("partner_id", "=", self.id)], "context": {}}

    def _mlm_team_action(self, title, field_name):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mlm_base.res_partner_action_members"
        )
        return {
            **action,
            "display_name": title,
            "domain": [(field_name, "=", self.id)],
            "context": {"mlm_show_number": True, "create": False},
        }

    # === HOOKS === #

    @api.model
    def _mlm_sponsor_changed(self, changes):
        """Keep the sponsor trees in step and enrol new partners in the other trees.

        :param changes: list of (partner id, old sponsor id, new sponsor id)
        """
        result = super()._mlm_sponsor_changed(changes)
        partner_ids = [change[0] for change in changes]
        self.env["mlm.tree"]._follow_sponsors(partner_ids)
        self.env["mlm.tree"]._enrol(partner_ids)
        return result
