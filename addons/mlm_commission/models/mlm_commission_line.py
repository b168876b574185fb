# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo import fields, models
from odoo.tools import SQL

from ..bulk_tables import BulkTable

LINES = BulkTable(
    name="mlm_commission_line",
    columns={
        "id": "bigint",
        "run_id": "integer",
        "partner_id": "integer",
        "bonus_id": "integer",
        "volume_id": "bigint",
        "level": "smallint",
        "skipped": "integer",
        "base": "numeric",
        "rate": "numeric",
        "amount": "numeric",
    },
    indexes=("id", "partner_id, id", "volume_id"),
)


class MlmCommissionLine(models.Model):
    """What one member earns from one volume row by one bonus. Written by runs only."""

    _name = "mlm.commission.line"
    _description = "Commission Line"
    _inherit = ["mlm.run.row"]
    _bulk_table = LINES
    _auto = False
    _log_access = False
    _order = "run_id desc, id"
    _rec_name = "bonus_id"

    partner_id = fields.Many2one("res.partner", string="Earner", readonly=True)
    bonus_id = fields.Many2one("mlm.plan.bonus", readonly=True)
    volume_id = fields.Many2one("mlm.volume", string="Source", readonly=True)
    buyer_id = fields.Many2one(related="volume_id.buyer_id")
    product_id = fields.Many2one(related="volume_id.product_id")
    move_id = fields.Many2one(related="volume_id.move_id")
    level = fields.Integer(readonly=True, aggregator=None)
    skipped = fields.Integer(
        string="Passed Over",
        readonly=True,
        aggregator=None,
        help="Members between buyer and earner who used up no level.",
    )
    base = fields.Float(
        digits=(20, 4),
        readonly=True,
        help="Points of the sale; of a matching bonus the amount that is matched.",
    )
    rate = fields.Float(string="Rate (%)", digits=(16, 4), readonly=True, aggregator=None)
    amount = fields.Monetary(readonly=True)

    def _compute_display_name(self):
        for line in self:
            name = line.bonus_id.display_name
            if line.level:
                name = self.env._("%(bonus)s, level %(level)s", bonus=name, level=line.level)
            line.display_name = name

    def _sums(self, run):
        """Exact totals of a run: rows (partner id, bonus code, Decimal amount)."""
        rows = self.env.execute_query(
            SQL(
                """SELECT l.partner_id, b.code, sum(l.amount)::text
                     FROM mlm_commission_line l JOIN mlm_plan_bonus b ON b.id = l.bonus_id
                    WHERE l.run_id = %s GROUP BY l.partner_id, b.code, b.sequence
                    ORDER BY l.partner_id, b.sequence""",
                run.id,
            )
        )
        # As text: Odoo's cursors hand NUMERIC out as float.
        return [(partner, code, Decimal(amount)) for partner, code, amount in rows]

    def _sums_of(self, run, partner, first=0):
        """Exact totals of a member in a run: {bonus code: Decimal}.

        :param int first: id from which on lines count
        """
        rows = self.env.execute_query(
            SQL(
                """SELECT b.code, sum(l.amount)::text
                     FROM mlm_commission_line l JOIN mlm_plan_bonus b ON b.id = l.bonus_id
                    WHERE l.run_id = %s AND l.partner_id = %s AND l.id >= %s GROUP BY b.code""",
                run.id,
                partner.id,
                first,
            )
        )
        return {code: Decimal(amount) for code, amount in rows}

    def action_view_source(self):
        """Open the invoice or credit note that caused the line."""
        self.ensure_one()
        return self.volume_id.action_open_move()
