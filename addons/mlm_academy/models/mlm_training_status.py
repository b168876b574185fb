# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .mlm_training_state import STATES


class MlmTrainingStatus(models.Model):
    """Who has to take what and how far it is, counted for today whenever it is read."""

    _name = "mlm.training.status"
    _description = "Training Status"
    _auto = False
    _log_access = False
    _order = "due_date, id"
    _rec_name = "partner_id"

    training_id = fields.Many2one("mlm.training", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Member", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    sponsor_id = fields.Many2one("res.partner", readonly=True)
    market_id = fields.Many2one("mlm.market", readonly=True)
    type_id = fields.Many2one("mlm.partner.type", readonly=True)
    leader_id = fields.Many2one(
        "res.partner",
        string="Team Of",
        compute="_compute_leader_id",
        search="_search_leader_id",
        help="Everybody below this partner in the sponsor tree.",
    )
    record_id = fields.Many2one("mlm.training.record", readonly=True)
    date_passed = fields.Date(string="Passed On", readonly=True)
    valid_until = fields.Date(readonly=True)
    due_date = fields.Date(string="Due", readonly=True)
    state = fields.Selection(selection=STATES, readonly=True)

    @property
    def _table_query(self):
        trainings = self.env["mlm.training"].sudo().search([])
        self.env.flush_all()
        return SQL(
            """SELECT s.training_id * 4294967296 + s.partner_id AS id, s.*,
                      p.mlm_company_id AS company_id, p.mlm_sponsor_id AS sponsor_id,
                      p.mlm_market_id AS market_id, p.mlm_type_id AS type_id
                 FROM (%s) s JOIN res_partner p ON p.id = s.partner_id""",
            trainings._sql_states(fields.Date.context_today(self)),
        )

    def _compute_leader_id(self):
        self.leader_id = False

    @api.model
    def _search_leader_id(self, operator, value):
        """Find the team of one or several partners, in one statement."""
        if operator not in ("in", "any"):
            return NotImplemented
        domain = value if operator == "any" else [("id", "in", value)]
        leaders = self.env["res.partner"].search(domain)
        self.env["res.partner"].flush_model(["mlm_sponsor_id"])
        team = SQL(
            """(WITH RECURSIVE team(id) AS (
                    SELECT id FROM res_partner WHERE mlm_sponsor_id = ANY(%s)
                    UNION SELECT c.id FROM res_partner c JOIN team t ON c.mlm_sponsor_id = t.id)
                SELECT id FROM team)""",
            leaders.ids,
        )
        return [("partner_id", "in", team)]
