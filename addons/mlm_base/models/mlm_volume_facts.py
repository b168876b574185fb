# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Facts on volume rows: delivered, paid, released. Computed for all rows at once, in SQL."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..const import (
    CONSUMER_ROLES,
    DEFAULT_GRACE_DAYS,
    DEFAULT_RELEASE_RULE,
    DEFAULT_WITHDRAWAL_DAYS,
)

QUEUE = "mlm_base.volume_facts"


class MlmVolume(models.Model):
    _inherit = "mlm.volume"

    # === QUEUE === #
    @api.model
    def _queue_facts(self, move_ids=(), order_ids=()):
        """Note documents whose deliveries or payments changed; processed once, before commit.

        Whoever searches the ledger in the meantime sees the new facts, see ``_search``.

        :param move_ids: ids of ``account.move``
        :param order_ids: ids of ``sale.order``
        """
        precommit = self.env.cr.precommit
        queue = precommit.data.get(QUEUE)
        if queue is None:
            queue = precommit.data[QUEUE] = (set(), set())
            precommit.add(self.sudo()._process_fact_queue)
        queue[0].update(move_ids)
        queue[1].update(order_ids)

    @api.model
    def _process_fact_queue(self):
        """Work off what ``_queue_facts`` collected in this transaction."""
        # A payment state that waits for its computation has not been noted yet.
        self.env["account.move"].flush_model(["payment_state"])
        queue = self.env.cr.precommit.data.pop(QUEUE, None)
        if queue and (queue[0] or queue[1]):
            self._update_facts(move_ids=queue[0], order_ids=queue[1])

    # === BUSINESS METHODS === #
    @api.model
    def _update_facts(self, move_ids=(), order_ids=()):
        """Recompute delivery, payment and release of the rows of these documents.

        * Delivered: the day on which the line's quantity had been shipped; services and sales
          without an order count as delivered with the invoice. Cleared when goods come back
          before they are credited; a credit note alone does not change it. What has been taken
          back entirely before it counted as delivered counts with the credit note: sale and
          credit are then released together instead of waiting for ever.
        * Paid: the day of the last payment, or credit used for it, once the invoice is paid;
          cleared when it is not.
        * Released: by the market's rule, see ``_sql_release``. A release day that has been
          reached is final: a settlement may have used it, later corrections are new rows.
        * Rows that take back others are released with them, but not before their own document.

        :param move_ids: ids of ``account.move``, invoices or credit notes
        :param order_ids: ids of ``sale.order``
        """
        self.env.flush_all()
        today = fields.Date.context_today(self)
        row_ids = self._get_fact_scope(move_ids, order_ids)
        if not row_ids:
            return
        self.env.cr.execute("SELECT set_config('mlm.audit_uid', %s, true)", (str(self.env.uid),))
        self.env.cr.execute(
            SQL(
                """
                WITH scope AS MATERIALIZED (SELECT * FROM mlm_volume WHERE id = ANY(%(ids)s)),
                delivered AS (%(delivered)s),
                shipped AS (%(shipped)s),
                paid AS (%(paid)s),
                fact AS (
                    SELECT scope.id, delivered.day AS delivered, paid.day AS paid,
                           %(release)s AS release
                      FROM scope
                      JOIN res_company company ON company.id = scope.company_id
                      LEFT JOIN mlm_market market ON market.id = scope.market_id
                      LEFT JOIN delivered ON delivered.id = scope.id
                      LEFT JOIN shipped ON shipped.order_id = scope.order_id
                      LEFT JOIN paid ON paid.move_id = scope.move_id
                )
                UPDATE mlm_volume v
                   SET date_delivered = fact.delivered, date_paid = fact.paid,
                       date_release = CASE WHEN v.date_release <= %(today)s
                                           THEN v.date_release ELSE fact.release END
                  FROM fact
                 WHERE v.id = fact.id
                   AND (v.date_delivered IS DISTINCT FROM fact.delivered
                        OR v.date_paid IS DISTINCT FROM fact.paid
                        OR (v.date_release IS DISTINCT FROM fact.release
                            AND (v.date_release IS NULL OR v.date_release > %(today)s)))
                """,
                ids=row_ids,
                today=today,
                delivered=self._sql_delivered(today),
                shipped=self._sql_shipped(),
                paid=self._sql_paid(today),
                release=self._sql_release(),
            )
        )
        self._release_reversals(row_ids, today)
        self.env.cr.execute("SELECT set_config('mlm.audit_uid', '', true)")
        self.invalidate_model(["date_delivered", "date_paid", "date_release", "log_ids"])

    @api.model
    def _get_fact_scope(self, move_ids, order_ids):
        """Return the ids of the invoice rows to look at: a whole order is judged together."""
        rows = self.env.execute_query(
            SQL(
                """
                WITH RECURSIVE touched AS (
                    SELECT v.id, v.entry, v.order_id, v.reversed_id
                      FROM mlm_volume v
                     WHERE v.move_id = ANY(%(moves)s) OR v.order_id = ANY(%(orders)s)
                    UNION
                    SELECT v.id, v.entry, v.order_id, v.reversed_id
                      FROM touched JOIN mlm_volume v ON v.id = touched.reversed_id
                ), orders AS (
                    SELECT DISTINCT order_id FROM touched WHERE order_id IS NOT NULL
                )
                SELECT v.id FROM mlm_volume v JOIN orders USING (order_id)
                 WHERE v.entry = 'invoice'
                UNION
                SELECT id FROM touched WHERE entry = 'invoice'
                """,
                moves=list(move_ids),
                orders=list(order_ids),
            )
        )
        return [row_id for (row_id,) in rows]

    @api.model
    def _sql_delivered(self, today):
        """Subquery ``id, day``: when what a row sold had been shipped, NULL if it is not."""
        return SQL(
            """
            WITH RECURSIVE family AS (
                SELECT scope.id AS root_id, scope.id FROM scope
                UNION ALL
                SELECT family.root_id, child.id
                  FROM family JOIN mlm_volume child ON child.reversed_id = family.id
            ), kept AS (
                SELECT family.root_id AS id, sum(v.quantity) AS quantity,
                       max(v.date_invoice) AS last_day
                  FROM family JOIN mlm_volume v ON v.id = family.id GROUP BY family.root_id
            ), need AS (
                SELECT scope.id, scope.sale_line_id, kept.quantity, kept.last_day,
                       sum(kept.quantity) OVER (
                           PARTITION BY scope.sale_line_id ORDER BY scope.id) AS upto
                  FROM scope JOIN kept ON kept.id = scope.id
            ), outgoing AS (
                SELECT sm.sale_line_id,
                       (sm.date AT TIME ZONE 'UTC' AT TIME ZONE coalesce(seller.tz, 'UTC'))::date
                           AS day,
                       sum(sm.quantity * coalesce(mu.factor / nullif(pu.factor, 0), 1)) OVER (
                           PARTITION BY sm.sale_line_id ORDER BY sm.date, sm.id) AS upto
                  FROM stock_move sm
                  JOIN stock_location dest ON dest.id = sm.location_dest_id
                  JOIN res_company company ON company.id = sm.company_id
                  JOIN res_partner seller ON seller.id = company.partner_id
                  JOIN product_product p ON p.id = sm.product_id
                  JOIN product_template t ON t.id = p.product_tmpl_id
                  JOIN uom_uom pu ON pu.id = t.uom_id
                  LEFT JOIN uom_uom mu ON mu.id = sm.product_uom
                 WHERE sm.sale_line_id IN (SELECT sale_line_id FROM scope)
                   AND sm.state = 'done' AND dest.usage = 'customer'
            )
            SELECT scope.id,
                   CASE WHEN t.type = 'service' OR scope.sale_line_id IS NULL
                        THEN scope.date_invoice
                        WHEN need.quantity <= 0
                        THEN coalesce(scope.date_delivered, need.last_day)
                        WHEN s.qty_delivered * coalesce(su.factor / nullif(pu.factor, 0), 1)
                             >= need.upto - 0.00005
                        THEN coalesce(
                             (SELECT min(o.day) FROM outgoing o
                               WHERE o.sale_line_id = scope.sale_line_id
                                 AND o.upto >= need.upto - 0.00005),
                             (SELECT max(o.day) FROM outgoing o
                               WHERE o.sale_line_id = scope.sale_line_id),
                             scope.date_delivered, %(today)s)
                        END AS day
              FROM scope
              JOIN need ON need.id = scope.id
              JOIN product_product p ON p.id = scope.product_id
              JOIN product_template t ON t.id = p.product_tmpl_id
              JOIN uom_uom pu ON pu.id = t.uom_id
              LEFT JOIN sale_order_line s ON s.id = scope.sale_line_id
              LEFT JOIN uom_uom su ON su.id = s.product_uom_id
            """,
            today=today,
        )

    @api.model
    def _sql_shipped(self):
        """Subquery ``order_id, is_open, day``: whether an order still has goods to come."""
        return SQL(
            """
            SELECT s.order_id,
                   bool_or(sm.state NOT IN ('done', 'cancel')) AS is_open,
                   max((sm.date AT TIME ZONE 'UTC' AT TIME ZONE coalesce(seller.tz, 'UTC'))::date)
                       FILTER (WHERE sm.state = 'done') AS day
              FROM sale_order_line s
              JOIN stock_move sm ON sm.sale_line_id = s.id
              JOIN stock_location dest ON dest.id = sm.location_dest_id AND dest.usage = 'customer'
              JOIN res_company company ON company.id = sm.company_id
              JOIN res_partner seller ON seller.id = company.partner_id
             WHERE s.order_id IN (SELECT order_id FROM scope)
             GROUP BY s.order_id
            """
        )

    @api.model
    def _sql_paid(self, today):
        """Subquery ``move_id, day``: when an invoice had been paid; unpaid invoices are missing."""
        return SQL(
            """
            SELECT m.id AS move_id,
                   coalesce(
                     (SELECT max(part.max_date)
                        FROM account_move_line l
                        JOIN account_account a
                          ON a.id = l.account_id AND a.account_type = 'asset_receivable'
                        JOIN account_partial_reconcile part
                          ON part.debit_move_id = l.id OR part.credit_move_id = l.id
                       WHERE l.move_id = m.id),
                     (SELECT max(pay.date)
                        FROM account_move__account_payment rel
                        JOIN account_payment pay ON pay.id = rel.payment_id
                       WHERE rel.invoice_id = m.id AND pay.state IN ('in_process', 'paid')),
                     CASE WHEN m.amount_total = 0 THEN m.invoice_date END,
                     (SELECT max(old.date_paid) FROM scope old WHERE old.move_id = m.id),
                     %(today)s) AS day
              FROM account_move m
             WHERE m.id IN (SELECT move_id FROM scope)
               AND m.state = 'posted' AND m.payment_state IN ('paid', 'in_payment', 'reversed')
            """,
            today=today,
        )

    @api.model
    def _sql_release(self):
        """Expression: the release day by the market's rule, NULL while a condition is open.

        ``invoice``: the invoice date. ``delivery``: delivery, for consumers plus the withdrawal
        period, plus grace. ``payment``: payment plus grace. ``delivery_payment``: the later of
        delivery with withdrawal period and payment, plus grace (LEGAL.md E1). A consumer's
        withdrawal period begins with the last delivery of the order.
        """
        return SQL(
            """
            CASE coalesce(market.release_rule, %(rule)s)
            WHEN 'invoice' THEN scope.date_invoice
            WHEN 'delivery' THEN %(received)s + %(grace)s
            WHEN 'payment' THEN paid.day + %(grace)s
            ELSE CASE WHEN %(received)s IS NOT NULL AND paid.day IS NOT NULL
                      THEN greatest(%(received)s, paid.day) + %(grace)s END
            END
            """,
            rule=DEFAULT_RELEASE_RULE,
            grace=SQL("coalesce(market.grace_days, %s)", DEFAULT_GRACE_DAYS),
            received=SQL(
                """
                CASE WHEN scope.buyer_role = ANY(%s)
                     THEN CASE WHEN delivered.day IS NOT NULL
                                AND NOT coalesce(shipped.is_open, FALSE)
                               THEN greatest(delivered.day, shipped.day)
                                    + coalesce(market.withdrawal_days, %s) END
                     ELSE delivered.day END
                """,
                list(CONSUMER_ROLES),
                DEFAULT_WITHDRAWAL_DAYS,
            ),
        )

    @api.model
    def _release_reversals(self, row_ids, today):
        """Release rows that take back others: with them, not before their own document."""
        self.env.cr.execute(
            SQL(
                """
                WITH RECURSIVE chain AS (
                    SELECT c.id, CASE WHEN v.date_release IS NOT NULL
                                      THEN greatest(v.date_release, c.date_invoice) END AS day
                      FROM mlm_volume v JOIN mlm_volume c ON c.reversed_id = v.id
                     WHERE v.id = ANY(%(ids)s)
                    UNION ALL
                    SELECT c.id, CASE WHEN chain.day IS NOT NULL
                                      THEN greatest(chain.day, c.date_invoice) END
                      FROM chain JOIN mlm_volume c ON c.reversed_id = chain.id
                )
                UPDATE mlm_volume v SET date_release = chain.day
                  FROM chain
                 WHERE v.id = chain.id AND v.date_release IS DISTINCT FROM chain.day
                   AND (v.date_release IS NULL OR v.date_release > %(today)s)
                """,
                ids=row_ids,
                today=today,
            )
        )
