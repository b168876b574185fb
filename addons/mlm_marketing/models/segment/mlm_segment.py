# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

# Figures of members come from the company's newest finished run of these kinds: today's figures,
# or a closed period.
FIGURE_KINDS = ("live", "final")


class MlmSegment(models.Model):
    """People of the network with something in common: one statement of SQL finds them all.

    Every filled-in criterion narrows the segment; several values of one criterion widen it.
    """

    _name = "mlm.segment"
    _description = "Segment"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    state = fields.Selection(
        [("active", "Active members"), ("applicant", "Applicants"), ("ended", "Former members")],
        string="Life Cycle",
        required=True,
        default="active",
    )
    type_ids = fields.Many2many("mlm.partner.type", string="Types")
    market_ids = fields.Many2many("mlm.market", string="Markets")
    lang_ids = fields.Many2many("res.lang", string="Languages")
    leader_id = fields.Many2one(
        "res.partner",
        string="Team Of",
        domain=[("mlm_role", "=", "partner")],
        help="Everybody below this partner in the sponsor tree.",
    )
    rank_codes = fields.Char(
        string="Ranks",
        help="Codes of ranks, separated by commas, as the plan names them. Example: silver, gold",
    )
    rank_when = fields.Selection(
        [
            ("now", "hold it now"),
            ("reached", "reached it in the last closed period"),
            ("lost", "lost it in the last closed period"),
        ],
        string="Who",
        default="now",
    )
    activity = fields.Selection(
        [
            ("active", "Active"),
            ("inactive", "Not active"),
            ("at_risk", "At risk: active in the last closed period, not yet in this one"),
        ],
        help="By the activity rule of the plan, in the newest figures.",
    )
    joined_days = fields.Integer(
        string="Newcomers", help="Joined in so many last days; 0: whenever."
    )
    silent_days = fields.Integer(
        string="Without Order", help="Nothing ordered in so many last days; 0: no matter."
    )
    purpose_ids = fields.Many2many(
        "mlm.consent.purpose",
        string="Consents",
        help="All of them given and not withdrawn.",
    )
    filter_id = fields.Many2one("mailing.filter", readonly=True, copy=False, ondelete="set null")
    member_count = fields.Integer(string="Members", compute="_compute_member_count")

    _days_positive = models.Constraint(
        "CHECK(joined_days >= 0 AND silent_days >= 0)", "Days can't be negative."
    )

    def _compute_member_count(self):
        for segment in self:
            [[count]] = self.env.execute_query(
                SQL("SELECT count(*) FROM (%s) found", segment._sql_members())
            )
            segment.member_count = count

    @api.constrains("rank_codes", "company_id")
    def _check_rank_codes(self):
        for segment in self.filtered("rank_codes"):
            known = set(
                self.env["mlm.plan.rank"]
                .sudo()
                .search([("version_id.plan_id.company_id", "=", segment.company_id.id)])
                .mapped("code")
            )
            unknown = [code for code in segment._rank_code_list() if code not in known]
            if unknown:
                raise ValidationError(
                    self.env._(
                        "No plan has a rank “%(code)s”. Known ranks: %(known)s.",
                        code=unknown[0],
                        known=", ".join(sorted(known)) or "-",
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        segments = super().create(vals_list)
        for segment in segments:
            segment._write_filter()
        return segments

    def write(self, vals):
        result = super().write(vals)
        if "name" in vals or "active" in vals:
            for segment in self:
                segment._write_filter()
        return result

    def unlink(self):
        filters = self.filter_id.sudo()
        result = super().unlink()
        filters.unlink()
        return result

    def _write_filter(self):
        """Keep the saved filter by which mailings choose this segment."""
        self.ensure_one()
        if not self.active:
            self.filter_id.sudo().unlink()
            return
        values = {
            "name": self.name,
            "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
            "mailing_domain": repr([("mlm_segment_ids", "in", [self.id])]),
        }
        if self.filter_id:
            self.filter_id.sudo().write(values)
        else:
            self.filter_id = self.env["mailing.filter"].sudo().create(values)

    # === ACTIONS === #

    def action_view_members(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "res.partner",
            "view_mode": "list,kanban,form",
            "domain": [("mlm_segment_ids", "in", self.ids)],
        }

    def action_new_mailing(self):
        """Write a newsletter to this segment."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Newsletter"),
            "res_model": "mailing.mailing",
            "view_mode": "form",
            "context": {
                "default_mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "default_mailing_filter_id": self.filter_id.id,
                "default_mailing_domain": self.filter_id.mailing_domain,
            },
        }

    # === THE STATEMENT === #

    def _domain(self):
        """Return the segment as a Domain on res.partner."""
        self.ensure_one()
        return Domain("mlm_segment_ids", "in", self.ids)

    def _sql_members(self):
        """Return the statement that finds the ids of the segment's people."""
        self.ensure_one()
        self.env.flush_all()
        return SQL(
            "SELECT p.id FROM res_partner p WHERE %s", SQL(" AND ").join(self._sql_conditions())
        )

    def _sql_conditions(self):
        """Return the conditions on res_partner p, one per criterion."""
        states = {
            "active": ["active"],
            "applicant": ["applicant"],
            "ended": ["suspended", "terminated"],
        }
        conditions = [
            SQL("p.active"),
            SQL("p.mlm_company_id = %s", self.company_id.id),
            SQL("p.mlm_state = ANY(%s)", states[self.state]),
        ]
        today = fields.Date.context_today(self)
        if self.type_ids:
            conditions.append(SQL("p.mlm_type_id = ANY(%s)", self.type_ids.ids))
        if self.market_ids:
            conditions.append(SQL("p.mlm_market_id = ANY(%s)", self.market_ids.ids))
        if self.lang_ids:
            conditions.append(SQL("p.lang = ANY(%s)", self.lang_ids.mapped("code")))
        if self.joined_days:
            since = fields.Date.subtract(today, days=self.joined_days)
            conditions.append(SQL("p.mlm_date_joined >= %s", since))
        if self.silent_days:
            since = fields.Date.subtract(today, days=self.silent_days)
            conditions.append(
                SQL(
                    """NOT EXISTS (SELECT 1 FROM sale_order o
                            WHERE o.partner_id = p.id AND o.state = 'sale'
                              AND o.date_order >= %s)""",
                    since,
                )
            )
        if self.leader_id:
            conditions.append(self._sql_team())
        if self.rank_codes:
            conditions.append(self._sql_rank())
        if self.activity:
            conditions.append(self._sql_activity())
        conditions += [sql_consent("p", purpose) for purpose in self.purpose_ids]
        return conditions

    def _sql_team(self):
        return SQL(
            """p.id IN (WITH RECURSIVE team(id) AS (
                    SELECT id FROM res_partner WHERE mlm_sponsor_id = %s
                    UNION SELECT c.id FROM res_partner c JOIN team t ON c.mlm_sponsor_id = t.id)
                SELECT id FROM team)""",
            self.leader_id.id,
        )

    def _rank_code_list(self):
        return [code.strip() for code in (self.rank_codes or "").split(",") if code.strip()]

    def _newest_run(self, kinds):
        """Return the newest finished run of these kinds in the company's monthly periods."""
        return (
            self.env["mlm.run"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("kind", "in", kinds),
                    ("state", "=", "done"),
                    ("period_id.kind", "=", "month"),
                ],
                order="id desc",
                limit=1,
            )
        )

    def _sql_rank(self):
        codes = self._rank_code_list()
        if self.rank_when == "now":
            return SQL(
                """p.id IN (SELECT m.partner_id FROM mlm_member_result m
                     JOIN mlm_plan_rank r ON r.id = m.rank_id
                    WHERE m.run_id = %s AND r.code = ANY(%s))""",
                self._newest_run(FIGURE_KINDS).id or 0,
                codes,
            )
        reached = self.rank_when == "reached"
        return SQL(
            """p.id IN (SELECT v.partner_id FROM mlm_rank_movement v
                 JOIN mlm_plan_rank r ON r.id = v.%(rank)s
                WHERE v.run_id = %(run)s AND v.movement = ANY(%(movements)s)
                  AND r.code = ANY(%(codes)s))""",
            rank=SQL.identifier("rank_id" if reached else "rank_before_id"),
            run=self._newest_run(["final"]).id or 0,
            movements=["up", "new"] if reached else ["down", "lost"],
            codes=codes,
        )

    def _sql_activity(self):
        is_active = SQL(
            """p.id IN (SELECT m.partner_id FROM mlm_member_result m
                        WHERE m.run_id = %s AND m.is_active)""",
            self._newest_run(FIGURE_KINDS).id or 0,
        )
        if self.activity == "active":
            return is_active
        if self.activity == "inactive":
            return SQL("NOT %s", is_active)
        was_active = SQL(
            """p.id IN (SELECT m.partner_id FROM mlm_member_result m
                        WHERE m.run_id = %s AND m.is_active)""",
            self._newest_run(["final"]).id or 0,
        )
        return SQL("%s AND NOT %s", was_active, is_active)


def sql_consent(alias, purpose):
    """Return the condition that the latest word of a contact on this purpose is a yes.

    :param str alias: alias of res_partner in the statement
    :param purpose: mlm.consent.purpose record
    """
    return SQL(
        """coalesce((SELECT c.is_given FROM mlm_consent c
                      WHERE c.partner_id = %s AND c.purpose_id = %s
                      ORDER BY c.given_at DESC, c.id DESC LIMIT 1), FALSE)""",
        SQL.identifier(alias, "id"),
        purpose.id,
    )
