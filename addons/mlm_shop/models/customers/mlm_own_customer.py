# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A partner's own customers and their orders, as far as LEGAL F allows: nobody else's."""

from odoo import fields, models
from odoo.tools import SQL

# Orders that a seller may follow; carts and quotations are the customer's own business.
FOLLOWED = ("sale", "cancel")


class MlmOwnCustomer(models.Model):
    """The customers bound to the user who asks.

    The table is made anew for each reader and holds the reader's own customers only: no domain,
    order, grouping or export can reach another one. Customers of the team are in no table.
    """

    _name = "mlm.own.customer"
    _description = "Own Customer"
    _auto = False
    _log_access = False
    _order = "last_order desc, name, id"

    name = fields.Char(readonly=True)
    number = fields.Char(readonly=True)
    joined = fields.Date(readonly=True, help="First day of the month.")
    is_open = fields.Boolean(string="Active", readonly=True)
    last_order = fields.Date(readonly=True)
    order_count = fields.Integer(string="Orders", readonly=True)
    points = fields.Float(string="PV of Twelve Months", digits=(20, 2), readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """SELECT p.id, p.name, p.mlm_member_number AS number,
                      date_trunc('month', p.mlm_date_joined)::date AS joined,
                      p.mlm_state = 'active' AS is_open,
                      o.last_order, coalesce(o.order_count, 0) AS order_count,
                      coalesce(o.points, 0) AS points
                 FROM res_partner p
                 LEFT JOIN (SELECT buyer.id, max(s.date_order)::date AS last_order,
                                   count(*) AS order_count,
                                   sum(s.mlm_pv) FILTER (
                                       WHERE s.date_order > now() - interval '12 months') AS points
                              FROM sale_order s
                              JOIN res_partner c ON c.id = s.partner_id
                              JOIN res_partner buyer
                                ON buyer.id = coalesce(c.commercial_partner_id, c.id)
                             WHERE s.state = 'sale' AND buyer.mlm_sponsor_id = %(reader)s
                             GROUP BY buyer.id) o ON o.id = p.id
                WHERE p.mlm_sponsor_id = %(reader)s AND p.mlm_role = 'customer' AND p.active""",
            reader=self.env["mlm.own.customer"]._reader(),
        )

    def _reader(self):
        """Return the id of the partner who asks, 0 for whoever has no customers."""
        reader = self.env.user.partner_id
        self.env["res.partner"].flush_model()
        self.env["sale.order"].flush_model()
        return reader.id if reader._mlm_has_team() else 0


class MlmOwnCustomerOrder(models.Model):
    """Orders of the reader's own customers: that they are, their points, and where the goods are.

    Neither goods nor amounts: what somebody takes can tell of its health (CJEU C-21/23).
    """

    _name = "mlm.own.customer.order"
    _description = "Order of an Own Customer"
    _auto = False
    _log_access = False
    _order = "date desc, id desc"

    name = fields.Char(readonly=True)
    customer_id = fields.Many2one("mlm.own.customer", readonly=True)
    date = fields.Date(readonly=True)
    is_cancelled = fields.Boolean(readonly=True)
    delivery_status = fields.Selection(
        [
            ("pending", "Not Delivered"),
            ("started", "Started"),
            ("partial", "Partially Delivered"),
            ("full", "Fully Delivered"),
        ],
        readonly=True,
    )
    points = fields.Float(string="PV", digits=(20, 2), readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """SELECT s.id, s.name, buyer.id AS customer_id, s.date_order::date AS date,
                      s.state = 'cancel' AS is_cancelled, s.delivery_status,
                      CASE WHEN s.state = 'sale' THEN s.mlm_pv ELSE 0 END AS points
                 FROM sale_order s
                 JOIN res_partner c ON c.id = s.partner_id
                 JOIN res_partner buyer ON buyer.id = coalesce(c.commercial_partner_id, c.id)
                WHERE buyer.mlm_sponsor_id = %(reader)s AND buyer.mlm_role = 'customer'
                  AND s.state IN %(followed)s""",
            reader=self.env["mlm.own.customer"]._reader(),
            followed=FOLLOWED,
        )
