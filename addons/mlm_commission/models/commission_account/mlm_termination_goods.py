# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Buying back of saleable goods at the end of a contract."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class MlmTermination(models.Model):
    _inherit = "mlm.termination"

    good_ids = fields.One2many("mlm.termination.good", "termination_id", string="Goods")
    buyback_months = fields.Integer(string="Bought Within (Months)", default=12)
    buyback_percent = fields.Float(string="Share of the Price (%)", default=90, digits=(5, 2))
    amount_goods = fields.Monetary(
        string="To Credit", compute="_compute_goods", help="Net of tax, by a credit note."
    )
    amount_goods_commission = fields.Monetary(
        string="Commission Taken Back",
        compute="_compute_goods",
        help="What the partner got on these purchases. The credit note takes it back in the "
        "volume ledger, by the next statement; don't deduct it from the credit note too.",
    )
    amount_goods_net = fields.Monetary(string="Buy-back", compute="_compute_goods")

    _buyback_fair = models.Constraint(
        "CHECK(buyback_percent >= 90 AND buyback_percent <= 100 AND buyback_months >= 12)",
        "Goods of the last twelve months or more are bought back at 90 % or more of their price.",
    )

    @api.depends("good_ids.amount", "good_ids.amount_commission")
    def _compute_goods(self):
        for record in self:
            record.amount_goods = sum(record.good_ids.mapped("amount"))
            record.amount_goods_commission = sum(record.good_ids.mapped("amount_commission"))
            record.amount_goods_net = record.amount_goods - record.amount_goods_commission

    def action_load_goods(self):
        """List what the partner bought and has not given back; clerks enter what is returned."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise UserError(self.env._("A termination that took effect stays."))
        self.env.flush_all()
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT v.id AS volume, v.product_id, v.move_id, v.date_invoice AS date,
                       v.quantity + coalesce(sum(b.quantity), 0) AS quantity_bought,
                       v.net / v.quantity AS price_unit,
                       coalesce((SELECT sum(l.amount) FROM mlm_commission_line l
                                   JOIN mlm_run u ON u.id = l.run_id AND u.kind = 'final'
                                    AND u.state = 'done'
                                  WHERE l.volume_id = v.id AND l.partner_id = v.buyer_id), 0)
                           / v.quantity AS commission_unit
                  FROM mlm_volume v LEFT JOIN mlm_volume b ON b.reversed_id = v.id
                 WHERE v.company_id = %(company)s AND v.buyer_id = %(partner)s
                   AND v.entry = 'invoice' AND v.quantity > 0
                   AND v.product_class IN ('goods', 'kit')
                   AND v.date_invoice > %(since)s AND v.date_invoice <= %(until)s
                 GROUP BY v.id, v.product_id, v.move_id, v.date_invoice, v.quantity, v.net,
                          v.buyer_id
                HAVING v.quantity + coalesce(sum(b.quantity), 0) > 0
                 ORDER BY v.date_invoice, v.id""",
                company=self.company_id.id,
                partner=self.partner_id.id,
                since=fields.Date.subtract(self.date_end, months=self.buyback_months),
                until=self.date_end,
            )
        )
        known = set(self.good_ids.mapped("volume"))
        self.good_ids = [Command.create(row) for row in rows if row["volume"] not in known]


class MlmTerminationGood(models.Model):
    """Goods that the partner bought, and how many of them come back saleable."""

    _name = "mlm.termination.good"
    _description = "Goods to Buy Back"
    _order = "date, id"
    _rec_name = "product_id"

    termination_id = fields.Many2one(
        "mlm.termination", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="termination_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    volume = fields.Integer(string="Volume Row", readonly=True, aggregator=None)
    product_id = fields.Many2one("product.product", readonly=True, ondelete="restrict")
    move_id = fields.Many2one("account.move", string="Invoice", readonly=True, ondelete="restrict")
    date = fields.Date(readonly=True)
    quantity_bought = fields.Float(string="Bought", digits="Product Unit", readonly=True)
    quantity = fields.Float(string="Returned Saleable", digits="Product Unit")
    price_unit = fields.Float(string="Net Price", digits=(20, 6), readonly=True, aggregator=None)
    commission_unit = fields.Float(digits=(20, 6), readonly=True, aggregator=None)
    amount = fields.Monetary(string="To Credit", compute="_compute_amount")
    amount_commission = fields.Monetary(string="Commission", compute="_compute_amount")

    _quantity_sane = models.Constraint(
        "CHECK(coalesce(quantity, 0) >= 0 AND coalesce(quantity, 0) <= quantity_bought)",
        "Not more can come back than was bought.",
    )

    @api.depends("quantity", "price_unit", "commission_unit", "termination_id.buyback_percent")
    def _compute_amount(self):
        for good in self:
            share = good.termination_id.buyback_percent / 100
            good.amount = good.currency_id.round(good.quantity * good.price_unit * share)
            good.amount_commission = good.currency_id.round(good.quantity * good.commission_unit)
