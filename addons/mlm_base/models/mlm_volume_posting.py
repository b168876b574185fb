# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Posting: invoice lines become volume rows, by a constant number of statements."""

from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ..const import AUTOSHIP, FIRST_ORDER, GOODS, PURCHASE, RETAIL

COLUMNS = SQL(
    """company_id, market_id, buyer_id, owner_id, buyer_type_id, buyer_role, product_id,
    product_class, kind, entry, version, quantity, pv, cv, net, currency_id, net_currency,
    currency_rate, date_order, date_invoice, date_delivered, date_release, date_commission, move_id,
    move_line_id, order_id, sale_line_id, reversed_id, reason, created_uid"""
)


class MlmVolume(models.Model):
    _inherit = "mlm.volume"

    @api.model
    def _record_moves(self, moves):
        """Write the volume of posted customer invoices and credit notes.

        One row per product line with points, and per product line of a member even without points
        (reports need net sales). Down payments, sections and notes give none. What is recorded
        already is left alone, so calling this twice changes nothing; two transactions posting the
        same invoice meet in the unique index. The number of statements does not depend on the
        number of invoices.

        :param moves: ``account.move`` records, of any type and state
        :return: number of rows written
        """
        moves = moves.filtered(
            lambda move: move.state == "posted" and move.is_sale_document(include_receipts=True)
        )
        if not moves:
            return 0
        self.env.flush_all()
        credited, written = self._record_credits(moves)
        written += self._insert_plain(moves, credited)
        self._queue_facts(move_ids=moves.ids)
        return written

    @api.model
    def _unrecord_moves(self, moves, reason=None):
        """Reverse the volume of invoices that are no longer posted; nothing is deleted.

        Each live row gets a mirror row with the same dates, in the first open period.

        :param moves: ``account.move`` records
        :param str reason: kept on the rows
        :return: number of rows written
        """
        if not moves:
            return 0
        self.env.flush_all()
        live = self.env.execute_query(
            SQL(
                "SELECT DISTINCT v.company_id, v.date_commission FROM mlm_volume v WHERE %s",
                self._sql_live(moves.ids),
            )
        )
        if not live:
            return 0
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO mlm_volume (%(columns)s)
                SELECT v.company_id, v.market_id, v.buyer_id, v.owner_id, v.buyer_type_id,
                       v.buyer_role, v.product_id, v.product_class, v.kind, 'reversal', v.version,
                       -v.quantity, -v.pv, -v.cv, -v.net, v.currency_id, -v.net_currency,
                       v.currency_rate, v.date_order, v.date_invoice, NULL, v.date_release,
                       opened.commission_date, v.move_id, v.move_line_id, v.order_id,
                       v.sale_line_id, v.id, %(reason)s, %(uid)s
                  FROM mlm_volume v
                  JOIN (%(opened)s) AS opened
                    ON opened.company_id = v.company_id AND opened.day = v.date_commission
                 WHERE %(live)s
                    ON CONFLICT DO NOTHING
                 RETURNING id
                """,
                columns=COLUMNS,
                reason=reason or self.env._("Invoice reset to draft or cancelled"),
                uid=self.env.uid,
                opened=self._sql_commission_dates(live),
                live=self._sql_live(moves.ids),
            )
        )
        self.invalidate_model(["reversing_ids"])
        self._queue_facts(move_ids=moves.ids)
        return len(rows)

    # === SQL PARTS === #
    @api.model
    def _sql_live(self, move_ids):
        """Condition on ``mlm_volume v``: a row of these moves that was not reversed."""
        return SQL(
            """v.move_id = ANY(%s) AND v.entry <> 'reversal' AND NOT EXISTS (
                 SELECT 1 FROM mlm_volume r
                  WHERE r.reversed_id = v.id AND r.entry = 'reversal'
                    AND r.move_line_id = v.move_line_id)""",
            list(move_ids),
        )

    @api.model
    def _sql_lines(self, move_ids):
        """Subquery: the product lines of posted moves that are not yet recorded.

        ``direction`` is +1 for what the buyer got and -1 for what it gave back; ``quantity`` is in
        the product's unit of measure, signed like ``net`` (company currency, + = sale).
        """
        sale_line = self.env["sale.order.line"]
        return SQL(
            """
            SELECT l.id, l.move_id, l.product_id, l.price_unit, l.discount,
                   l.mlm_reversed_line_id, m.reversed_entry_id, m.move_type, m.company_id,
                   m.currency_id, m.invoice_date, m.partner_shipping_id,
                   coalesce(m.invoice_currency_rate, 1) AS currency_rate,
                   round(l.quantity * coalesce(lu.factor / nullif(pu.factor, 0), 1), 4)
                        * doc.sign AS quantity,
                   -l.balance AS net, -l.amount_currency AS net_currency,
                   sign(l.quantity) * doc.sign AS direction,
                   sol.id AS sale_line_id, sol.order_id, sol.mlm_unit_pv, sol.mlm_unit_cv,
                   CASE WHEN %(is_delivery)s THEN 'shipping' ELSE t.mlm_commission_class
                        END AS product_class,
                   CASE WHEN contact.mlm_type_id IS NOT NULL THEN contact.id
                        ELSE coalesce(contact.commercial_partner_id, contact.id) END AS buyer_id,
                   coalesce(posted.last_version, 0) + 1 AS version
              FROM account_move_line l
              JOIN account_move m ON m.id = l.move_id
             CROSS JOIN LATERAL (
                   SELECT CASE WHEN m.move_type = 'out_refund' THEN -1 ELSE 1 END AS sign) AS doc
              JOIN product_product p ON p.id = l.product_id
              JOIN product_template t ON t.id = p.product_tmpl_id
              JOIN uom_uom pu ON pu.id = t.uom_id
              LEFT JOIN uom_uom lu ON lu.id = l.product_uom_id
              LEFT JOIN LATERAL (
                   SELECT s.* FROM sale_order_line_invoice_rel rel
                     JOIN sale_order_line s ON s.id = rel.order_line_id
                    WHERE rel.invoice_line_id = l.id ORDER BY s.id LIMIT 1) AS sol ON TRUE
              LEFT JOIN sale_order so ON so.id = sol.order_id
              JOIN res_partner contact ON contact.id = coalesce(so.partner_id, m.partner_id)
              LEFT JOIN LATERAL (
                   SELECT max(v.version) AS last_version,
                          bool_or(v.entry <> 'reversal' AND NOT EXISTS (
                              SELECT 1 FROM mlm_volume r
                               WHERE r.reversed_id = v.id AND r.entry = 'reversal'
                                 AND r.move_line_id = v.move_line_id)) AS is_live
                     FROM mlm_volume v WHERE v.move_line_id = l.id) AS posted ON TRUE
             WHERE l.move_id = ANY(%(move_ids)s) AND m.state = 'posted'
               AND l.display_type = 'product'
               AND NOT coalesce(l.is_downpayment, FALSE)
               AND NOT coalesce(sol.is_downpayment, FALSE)
               AND NOT coalesce(posted.is_live, FALSE)
            """,
            move_ids=list(move_ids),
            # The column exists only while the module “delivery” is installed.
            is_delivery=SQL("coalesce(sol.is_delivery, FALSE)")
            if "is_delivery" in sale_line._fields
            else SQL("FALSE"),
        )

    @api.model
    def _sql_commission_dates(self, company_dates):
        """Subquery ``company_id, day, commission_date`` for pairs of company id and day."""
        by_company = defaultdict(set)
        for company_id, day in company_dates:
            by_company[company_id].add(day)
        rows = []
        for company in self.env["res.company"].browse(by_company):
            opened = self._get_open_commission_dates(company, sorted(by_company[company.id]))
            rows.extend((company.id, day, new_day) for day, new_day in opened.items())
        return SQL(
            "SELECT * FROM unnest(%s::integer[], %s::date[], %s::date[])"
            " AS given (company_id, day, commission_date)",
            [row[0] for row in rows],
            [row[1] for row in rows],
            [row[2] for row in rows],
        )

    @api.model
    def _insert_plain(self, moves, except_line_ids):
        """Write the lines that take back no row: points frozen on the order, or looked up.

        :param moves: posted sale documents
        :param except_line_ids: invoice lines already written as credits
        :return: number of rows written
        """
        buyers = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT line.company_id, line.invoice_date, line.buyer_id
                  FROM (%s) AS line WHERE line.id <> ALL(%s)
                """,
                self._sql_lines(moves.ids),
                list(except_line_ids),
            )
        )
        if not buyers:
            return 0
        owner_map = self.env["res.partner"]._mlm_owner_map(sorted({row[2] for row in buyers}))
        rows = self.env.execute_query(
            SQL(
                "INSERT INTO mlm_volume (%s) %s ON CONFLICT DO NOTHING RETURNING id",
                COLUMNS,
                self._sql_plain_rows(
                    moves.ids, except_line_ids, owner_map, {row[:2] for row in buyers}
                ),
            )
        )
        return len(rows)

    @api.model
    def _sql_plain_rows(self, move_ids, except_line_ids, owner_map, company_dates):
        """The SELECT of :meth:`_insert_plain`, in the order of ``COLUMNS``."""
        owners = [(buyer, owner) for buyer, owner in owner_map.items() if owner]
        points = self.env["mlm.product.points"]._sql_points(
            SQL("line.product_id"),
            "t",
            SQL("buyer.mlm_type_id"),
            SQL("coalesce(ship.country_id, buyer.country_id, seller.country_id)"),
            SQL("line.invoice_date"),
        )
        return SQL(
            """
            SELECT line.company_id, market.id, line.buyer_id, owners.owner_id, buyer.mlm_type_id,
                   coalesce(so.mlm_buyer_role, %(buyer_role)s), line.product_id,
                   line.product_class,
                   %(kind)s,
                   CASE WHEN line.direction < 0 THEN 'credit' ELSE 'invoice' END,
                   line.version, line.quantity,
                   round(value.pv * line.quantity, 4), round(value.cv * line.quantity, 4),
                   line.net, line.currency_id, line.net_currency, line.currency_rate,
                   (so.date_order AT TIME ZONE 'UTC' AT TIME ZONE coalesce(seller.tz, 'UTC'))::date,
                   line.invoice_date,
                   CASE WHEN line.direction > 0 AND (t.type = 'service' OR so.id IS NULL)
                        THEN line.invoice_date END,
                   CASE WHEN line.direction < 0 THEN line.invoice_date END,
                   opened.commission_date, line.move_id, line.id, line.order_id,
                   line.sale_line_id, NULL, NULL, %(uid)s
              FROM (%(lines)s) AS line
              JOIN product_product p ON p.id = line.product_id
              JOIN product_template t ON t.id = p.product_tmpl_id
              JOIN res_company company ON company.id = line.company_id
              JOIN res_partner seller ON seller.id = company.partner_id
              JOIN res_partner buyer ON buyer.id = line.buyer_id
              LEFT JOIN mlm_partner_type type ON type.id = buyer.mlm_type_id
              LEFT JOIN sale_order so ON so.id = line.order_id
              LEFT JOIN res_partner ship ON ship.id = line.partner_shipping_id
              LEFT JOIN unnest(%(buyers)s::integer[], %(owners)s::integer[])
                        AS owners (buyer_id, owner_id) ON owners.buyer_id = line.buyer_id
              JOIN (%(opened)s) AS opened
                ON opened.company_id = line.company_id AND opened.day = line.invoice_date
              LEFT JOIN LATERAL (%(market)s) AS market ON TRUE
             CROSS JOIN LATERAL (%(points)s) AS points
             CROSS JOIN LATERAL (
                   SELECT coalesce(line.mlm_unit_pv, points.pv) AS pv,
                          CASE WHEN line.product_class = %(goods)s
                               THEN coalesce(line.mlm_unit_cv, points.cv) ELSE 0 END AS cv
                   ) AS value
             WHERE line.id <> ALL(%(except_ids)s)
               AND (buyer.mlm_type_id IS NOT NULL
                    OR value.pv * line.quantity <> 0 OR value.cv * line.quantity <> 0)
             ORDER BY line.move_id, line.id
            """,
            buyer_role=self.env["res.partner"]._sql_mlm_buyer_role("buyer", "type"),
            kind=self._sql_kind(),
            goods=GOODS,
            uid=self.env.uid,
            lines=self._sql_with_first(self._sql_lines(move_ids)),
            buyers=[buyer for buyer, _owner in owners],
            owners=[owner for _buyer, owner in owners],
            opened=self._sql_commission_dates(company_dates),
            market=self._sql_market(),
            points=points,
            except_ids=list(except_line_ids),
        )

    @api.model
    def _sql_market(self):
        """Subquery: the market of a row, the buyer's own, else as ``_get_for_country`` finds it."""
        return SQL(
            """
            SELECT mk.id
              FROM mlm_market mk
             CROSS JOIN LATERAL (
                   SELECT EXISTS (
                       SELECT 1 FROM res_country_res_country_group_rel rel
                        WHERE rel.res_country_group_id = mk.country_group_id
                          AND rel.res_country_id = coalesce(buyer.country_id, ship.country_id)
                   ) AS is_local) AS place
             WHERE mk.company_id = line.company_id
               AND (mk.id = buyer.mlm_market_id
                    OR (mk.active AND (place.is_local OR mk.country_group_id IS NULL)))
             ORDER BY (mk.id = buyer.mlm_market_id) DESC NULLS LAST, place.is_local DESC,
                      mk.sequence, mk.id
             LIMIT 1
            """
        )

    @api.model
    def _sql_kind(self):
        """Expression: first order, else the kind chosen on the order, else by the buyer's role."""
        return SQL(
            """CASE WHEN %s THEN %s
                    ELSE coalesce(so.mlm_kind,
                         CASE WHEN type.role = 'partner' THEN %s ELSE %s END) END""",
            self._sql_is_first_order(),
            FIRST_ORDER,
            PURCHASE,
            RETAIL,
        )

    @api.model
    def _sql_is_first_order(self):
        """Condition: these are goods of the first order that this buyer was ever invoiced.

        An order delivered and invoiced in parts is one order. Autoship is never a first order.
        """
        return SQL(
            """line.product_class = %(goods)s AND line.direction > 0
               AND coalesce(so.mlm_kind, '') <> %(autoship)s
               AND (line.move_id = line.first_move_id OR line.order_id = line.first_order_id)
               AND NOT EXISTS (
                   SELECT 1 FROM mlm_volume v
                    WHERE v.buyer_id = line.buyer_id AND v.company_id = line.company_id
                      AND v.entry = 'invoice' AND v.product_class = %(goods)s
                      AND v.move_id <> line.move_id
                      AND (v.order_id IS NULL OR v.order_id IS DISTINCT FROM line.order_id)
                      AND NOT EXISTS (
                          SELECT 1 FROM mlm_volume r
                           WHERE r.reversed_id = v.id AND r.entry = 'reversal'))""",
            goods=GOODS,
            autoship=AUTOSHIP,
        )

    @api.model
    def _sql_with_first(self, lines):
        """Subquery: the lines with the first goods document of their buyer among them."""
        return SQL(
            """
            SELECT found.*,
                   first_value(found.move_id) OVER buyer_goods AS first_move_id,
                   first_value(found.order_id) OVER buyer_goods AS first_order_id
              FROM (%s) AS found
            WINDOW buyer_goods AS (
                   PARTITION BY found.company_id, found.buyer_id,
                                found.product_class = %s AND found.direction > 0
                   ORDER BY found.invoice_date, found.move_id, found.id)
            """,
            lines,
            GOODS,
        )
