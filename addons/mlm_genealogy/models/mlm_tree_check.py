# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

KINDS = [
    ("orphan", "Stands under a place of another tree or an archived one"),
    ("cycle", "Stands in or below a circle"),
    ("leg", "Wrong leg"),
    ("sponsor", "Sponsor tree out of step with the contact"),
    ("missing", "Member without place in the sponsor tree"),
    ("history", "History does not agree with the place"),
    ("history_gap", "Gap or overlap in the history"),
    ("customer", "Customer stands above a partner"),
]
# A damaged import can produce a million findings; the report names so many per kind.
FINDINGS_LIMIT = 1000


class MlmTreeCheck(models.Model):
    """The report of one integrity check of one tree."""

    _name = "mlm.tree.check"
    _description = "Integrity Check of a Tree"
    _order = "id desc"
    _rec_name = "tree_id"

    tree_id = fields.Many2one(
        "mlm.tree", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="tree_id.company_id", store=True, precompute=True, index=True
    )
    checked_at = fields.Datetime(readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", readonly=True, default=lambda self: self.env.user)
    place_count = fields.Integer(string="Places", readonly=True)
    finding_ids = fields.One2many("mlm.tree.check.finding", "check_id", readonly=True)
    finding_count = fields.Integer(string="Findings", readonly=True)
    state = fields.Selection(
        [("ok", "In Order"), ("findings", "Findings")], readonly=True, required=True, default="ok"
    )


class MlmTreeCheckFinding(models.Model):
    """One thing an integrity check has found."""

    _name = "mlm.tree.check.finding"
    _description = "Finding of an Integrity Check"
    _order = "check_id desc, kind, id"
    _rec_name = "kind"
    _log_access = False

    check_id = fields.Many2one(
        "mlm.tree.check", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="check_id.company_id")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    place_id = fields.Many2one("mlm.place", readonly=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", readonly=True, ondelete="cascade")

    def action_open(self):
        """Open the place, or the contact of a member who has none."""
        self.ensure_one()
        record = self.place_id or self.partner_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
        }


class MlmTree(models.Model):
    """The integrity check: one statement per question, none of them depends on the depth."""

    _inherit = "mlm.tree"

    @api.model
    def _cron_check(self):
        """Check every tree; keep the reports of the last month and those with findings."""
        for tree in self.search([("active", "=", True)]):
            tree._run_check()
            self.env["ir.cron"]._commit_progress(1)
        old = fields.Datetime.subtract(fields.Datetime.now(), days=31)
        self.env["mlm.tree.check"].search([("state", "=", "ok"), ("checked_at", "<", old)]).unlink()

    def _run_check(self):
        """Check these trees and return one ``mlm.tree.check`` each."""
        self.env.flush_all()
        self.invalidate_recordset(["place_count"])
        checks = self.env["mlm.tree.check"]
        for tree in self:
            findings = [
                {"kind": kind, "place_id": place_id, "partner_id": partner_id}
                for kind, query in tree._check_queries().items()
                for place_id, partner_id in self.env.execute_query(
                    SQL("%s LIMIT %s", query, FINDINGS_LIMIT)
                )
            ]
            checks += self.env["mlm.tree.check"].create(
                {
                    "tree_id": tree.id,
                    "place_count": tree.place_count,
                    "finding_count": len(findings),
                    "state": "findings" if findings else "ok",
                    "finding_ids": [fields.Command.create(vals) for vals in findings],
                }
            )
        return checks

    def _check_queries(self):
        """Return {kind of finding: SELECT place id, partner id}; other modules may add."""
        self.ensure_one()
        queries = {
            "orphan": self._check_orphan(),
            "cycle": self._check_cycle(),
            "history": self._check_history(),
            "history_gap": self._check_history_gap(),
            "customer": self._check_customer(),
        }
        if self._leg_width():
            queries["leg"] = SQL(
                """SELECT id, partner_id FROM mlm_place
                 WHERE tree_id = %s AND active AND CASE WHEN parent_id IS NULL THEN leg <> 0
                       ELSE leg NOT BETWEEN 1 AND %s END""",
                self.id,
                self._leg_width(),
            )
        if self.kind == "sponsor":
            queries["sponsor"] = self._check_sponsor()
            queries["missing"] = SQL(
                """SELECT NULL::int, p.id FROM res_partner p
                 WHERE p.mlm_type_id IS NOT NULL AND p.mlm_company_id = %s AND NOT EXISTS (
                    SELECT 1 FROM mlm_place l
                     WHERE l.tree_id = %s AND l.partner_id = p.id AND l.active)""",
                self.company_id.id,
                self.id,
            )
        return queries

    def _check_orphan(self):
        return SQL(
            """SELECT c.id, c.partner_id FROM mlm_place c JOIN mlm_place p ON p.id = c.parent_id
             WHERE c.tree_id = %s AND c.active AND (p.tree_id <> c.tree_id OR NOT p.active)""",
            self.id,
        )

    def _check_cycle(self):
        """Whoever cannot be reached from a root stands in or below a circle."""
        return SQL(
            """WITH RECURSIVE reached AS (
                SELECT id FROM mlm_place WHERE tree_id = %(tree)s AND parent_id IS NULL
                UNION ALL
                SELECT c.id FROM reached r CROSS JOIN LATERAL (
                    SELECT id FROM mlm_place WHERE parent_id = r.id AND tree_id = %(tree)s
                    OFFSET 0) c),
            lost AS (
                SELECT id FROM mlm_place WHERE tree_id = %(tree)s EXCEPT SELECT id FROM reached)
            SELECT l.id, l.partner_id FROM mlm_place l JOIN lost USING (id)
             WHERE NOT EXISTS (SELECT 1 FROM mlm_place p
                                WHERE p.id = l.parent_id AND p.tree_id <> %(tree)s)""",
            tree=self.id,
        )

    def _check_history(self):
        return SQL(
            """SELECT c.id, c.partner_id FROM mlm_place c
              LEFT JOIN mlm_place_history h ON h.place_id = c.id AND h.valid_to IS NULL
             WHERE c.tree_id = %s AND (c.active <> (h.id IS NOT NULL) OR (h.id IS NOT NULL AND
                   (c.parent_id, c.leg) IS DISTINCT FROM (h.parent_id, h.leg)))""",
            self.id,
        )

    def _check_history_gap(self):
        return SQL(
            """SELECT DISTINCT n.place_id, c.partner_id FROM (
                SELECT place_id, valid_from, lag(valid_to, 1, valid_from) OVER w AS before_to
                  FROM mlm_place_history WHERE tree_id = %s
                WINDOW w AS (PARTITION BY place_id ORDER BY valid_from, id)) n
              JOIN mlm_place c ON c.id = n.place_id
             WHERE n.before_to IS DISTINCT FROM n.valid_from AND c.active""",
            self.id,
        )

    def _check_customer(self):
        return SQL(
            """SELECT p.id, p.partner_id FROM mlm_place p JOIN res_partner r ON r.id = p.partner_id
             WHERE p.tree_id = %s AND p.active AND r.mlm_role = 'customer' AND EXISTS (
                SELECT 1 FROM mlm_place c JOIN res_partner k ON k.id = c.partner_id
                 WHERE c.parent_id = p.id AND c.active AND k.mlm_role = 'partner')""",
            self.id,
        )

    def _check_sponsor(self):
        return SQL(
            """SELECT c.id, c.partner_id FROM mlm_place c
              JOIN res_partner r ON r.id = c.partner_id
              LEFT JOIN mlm_place s ON s.tree_id = c.tree_id AND s.position_no = 1
                    AND s.partner_id = r.mlm_sponsor_id
             WHERE c.tree_id = %s AND c.active AND c.position_no = 1
               AND c.parent_id IS DISTINCT FROM s.id""",
            self.id,
        )
