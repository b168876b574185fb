# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Credit notes: which rows they take back, and how much of them."""

from collections import defaultdict
from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from ..volume_math import Figures, Target, allocate

FIGURES = ("quantity", "pv", "cv", "net", "net_currency")
# What `_allocate_credits` returns for each row, in this order.
PART_COLUMNS = (
    *("line", "row", "version", "currency", "rate", "day", "move", "company", "order"),
    *("sale_line", *FIGURES),
)


class MlmVolume(models.Model):
    _inherit = "mlm.volume"

    @api.model
    def _record_credits(self, moves):
        """Write the rows of lines that take back earlier rows.

        A credit note line takes back the line it was copied from; else the lines of the same
        product on the invoice it reverses; else, without such a document, the rows of the same
        order line. A credit of a credit note gives back in the same way. Points come from the
        frozen rows, in proportion, never more than is left (``volume_math.allocate``).

        :param moves: posted sale documents
        :return: (set of invoice line ids written here, number of rows)
        """
        candidates = self._has_credit_lines(moves) and self._get_credit_candidates(moves)
        if not candidates:
            return set(), 0
        # Touching the rows makes a parallel credit of the same rows fail and be retried: both
        # would otherwise see the same points left, and take them twice.
        self.env.cr.execute(
            SQL(
                "UPDATE mlm_volume SET date_release = date_release WHERE id = ANY(%s)",
                sorted({row["row_id"] for row in candidates}),
            )
        )
        rows = self._allocate_credits(candidates)
        return {row[0] for row in rows}, self._insert_credits(rows)

    @api.model
    def _has_credit_lines(self, moves):
        """Return whether a line could take something back: spares sales the search for rows."""
        found = self.env.execute_query(
            SQL(
                """
                SELECT 1
                  FROM account_move_line l JOIN account_move m ON m.id = l.move_id
                 WHERE l.move_id = ANY(%s) AND l.display_type = 'product'
                   AND (m.move_type = 'out_refund' OR m.reversed_entry_id IS NOT NULL
                        OR l.quantity < 0)
                 LIMIT 1
                """,
                moves.ids,
            )
        )
        return bool(found)

    @api.model
    def _get_credit_candidates(self, moves):
        """Return one dict per credit line and row that it may take back, oldest row first."""
        lines = SQL(
            """
            SELECT line.*, (line.mlm_reversed_line_id IS NOT NULL) AS has_line,
                   (line.reversed_entry_id IS NOT NULL) AS has_move
              FROM (%s) AS line
             WHERE line.direction < 0
                OR (line.move_type <> 'out_refund' AND line.reversed_entry_id IS NOT NULL)
            """,
            self._sql_lines(moves.ids),
        )
        return self.env.execute_query_dict(
            SQL(
                """
                WITH line AS MATERIALIZED (%(lines)s)
                SELECT line.id AS line_id, line.move_id, line.company_id, line.invoice_date,
                       line.version, line.currency_id, line.currency_rate::text,
                       line.quantity::text, line.net::text, line.net_currency::text,
                       line.price_unit::text, line.discount::text, line.sale_line_id,
                       line.order_id, v.id AS row_id, v.move_line_id AS row_line_id,
                       coalesce(v.reversed_id, 0) AS row_reversed_id,
                       v.quantity::text AS row_quantity, v.pv::text AS row_pv,
                       v.cv::text AS row_cv, v.net::text AS row_net,
                       v.net_currency::text AS row_net_currency, v.currency_id AS row_currency_id,
                       origin.price_unit::text AS row_price, origin.discount::text AS row_discount
                  FROM line
                 CROSS JOIN LATERAL (
                    SELECT * FROM mlm_volume x
                     WHERE x.move_line_id = line.mlm_reversed_line_id
                    UNION ALL
                    SELECT * FROM mlm_volume x
                     WHERE NOT line.has_line AND line.has_move
                       AND x.move_id = line.reversed_entry_id
                       AND x.product_id = line.product_id
                    UNION ALL
                    SELECT * FROM mlm_volume x
                     WHERE NOT line.has_line AND NOT line.has_move
                       AND x.sale_line_id = line.sale_line_id
                       AND NOT EXISTS (
                           SELECT 1 FROM mlm_volume r
                            WHERE r.reversed_id = x.id AND r.entry = 'reversal'
                              AND r.move_line_id = x.move_line_id)
                    ) AS v
                  LEFT JOIN account_move_line origin ON origin.id = v.move_line_id
                 WHERE v.entry <> 'reversal' AND v.move_id <> line.move_id
                   AND sign(coalesce(nullif(v.quantity, 0), v.net)) = -line.direction
                   AND NOT EXISTS (
                       SELECT 1 FROM mlm_volume newer
                        WHERE newer.move_line_id = v.move_line_id
                          AND newer.version > v.version AND newer.entry <> 'reversal')
                 ORDER BY line.id, v.id
                """,
                lines=lines,
            )
        )

    @api.model
    def _get_taken(self, keys):
        """Return what other documents took from posted lines, net of what was given back.

        Earlier postings of the same line count, so nothing is taken twice after a correction; the
        line's own reversals do not.

        :param keys: iterable of (move line id, reversed row id or 0)
        :return: {key: Figures}, signed as in the ledger
        """
        keys = sorted(set(keys))
        rows = self.env.execute_query_dict(
            SQL(
                """
                WITH RECURSIVE family AS (
                    SELECT v.id, root.line_id, root.reversed_id, 0 AS depth
                      FROM unnest(%(lines)s::integer[], %(reversed)s::bigint[])
                           AS root (line_id, reversed_id)
                      JOIN mlm_volume v
                        ON v.move_line_id = root.line_id AND v.entry <> 'reversal'
                       AND coalesce(v.reversed_id, 0) = root.reversed_id
                    UNION ALL
                    SELECT child.id, family.line_id, family.reversed_id, family.depth + 1
                      FROM family
                      JOIN mlm_volume child ON child.reversed_id = family.id
                     WHERE NOT (child.entry = 'reversal' AND child.move_line_id = family.line_id)
                )
                SELECT family.line_id, family.reversed_id, sum(v.quantity)::text AS quantity,
                       sum(v.pv)::text AS pv, sum(v.cv)::text AS cv, sum(v.net)::text AS net,
                       sum(v.net_currency)::text AS net_currency
                  FROM family JOIN mlm_volume v ON v.id = family.id
                 WHERE family.depth > 0
                 GROUP BY family.line_id, family.reversed_id
                """,
                lines=[key[0] for key in keys],
                reversed=[key[1] for key in keys],
            )
        )
        return {
            (row["line_id"], row["reversed_id"]): Figures(
                **{name: Decimal(row[name]) for name in FIGURES}
            )
            for row in rows
        }

    @api.model
    def _allocate_credits(self, candidates):
        """Turn candidates into rows to write.

        :return: list of tuples (line id, row id, version, currency, rate, invoice date, move id,
            company id, order id, sale line id, quantity, pv, cv, net, net in currency)
        """
        taken = self._get_taken((row["row_line_id"], row["row_reversed_id"]) for row in candidates)
        targets = {}
        by_line = defaultdict(list)
        lines = {}
        foreign = set()
        for row in candidates:
            if row["row_id"] not in targets:
                targets[row["row_id"]] = self._prepare_target(
                    row, taken.get((row["row_line_id"], row["row_reversed_id"]), Figures())
                )
            by_line[row["line_id"]].append(targets[row["row_id"]])
            if row["row_currency_id"] != row["currency_id"]:
                foreign.add(row["line_id"])
            lines[row["line_id"]] = row
        result = []
        for line_id, row in lines.items():
            credit = Figures(
                quantity=Decimal(row["quantity"]),
                net=Decimal(row["net"]),
                net_currency=Decimal(row["net_currency"]),
            )
            price = (Decimal(row["price_unit"] or 0), Decimal(row["discount"] or 0))
            money = "net_currency" if line_id not in foreign else "net"
            parts = allocate(credit, price, by_line[line_id], money)
            result.extend(self._prepare_credit_row(row, part) for part in parts)
        return result

    @api.model
    def _prepare_credit_row(self, row, part):
        """Return one row of :meth:`_allocate_credits`."""
        return (
            row["line_id"],
            part.target.row_id,
            row["version"],
            row["currency_id"],
            Decimal(row["currency_rate"]),
            row["invoice_date"],
            row["move_id"],
            row["company_id"],
            row["order_id"],
            row["sale_line_id"],
            *(getattr(part.taken, name) for name in FIGURES),
        )

    @api.model
    def _prepare_target(self, row, taken):
        """Return the ``Target`` of a candidate; prices in other currencies are never equal."""
        original = Figures(**{name: Decimal(row[f"row_{name}"]) for name in FIGURES})
        left = Figures(**{name: getattr(original, name) + getattr(taken, name) for name in FIGURES})
        price = ()
        if row["row_price"] is not None and row["row_currency_id"] == row["currency_id"]:
            price = (Decimal(row["row_price"]), Decimal(row["row_discount"] or 0))
        return Target(row_id=row["row_id"], original=original, left=left, price=price)

    @api.model
    def _insert_credits(self, rows):
        """Write the allocated rows with one statement; who and what comes from the row taken back.

        :param rows: see :meth:`_allocate_credits`
        :return: number of rows written
        """
        columns = [list(column) for column in zip(*rows, strict=True)]
        inserted = self.env.execute_query(
            SQL(
                """
                INSERT INTO mlm_volume (
                    company_id, market_id, buyer_id, owner_id, buyer_type_id, buyer_role,
                    product_id, product_class, kind, entry, version, quantity, pv, cv, net,
                    currency_id, net_currency, currency_rate, date_order, date_invoice,
                    date_release, date_commission, move_id, move_line_id, order_id, sale_line_id,
                    reversed_id, created_uid)
                SELECT v.company_id, v.market_id, v.buyer_id, v.owner_id, v.buyer_type_id,
                       v.buyer_role, v.product_id, v.product_class, v.kind, 'credit', part.version,
                       part.quantity, part.pv, part.cv, part.net, part.currency_id,
                       part.net_currency, part.rate, v.date_order, part.day, NULL,
                       opened.commission_date, part.move_id, part.line_id,
                       coalesce(v.order_id, part.order_id),
                       coalesce(v.sale_line_id, part.sale_line_id), v.id, %(uid)s
                  FROM unnest(
                       %(line)s::integer[], %(row)s::bigint[], %(version)s::integer[],
                       %(currency)s::integer[], %(rate)s::numeric[], %(day)s::date[],
                       %(move)s::integer[], %(company)s::integer[], %(order)s::integer[],
                       %(sale_line)s::integer[], %(quantity)s::numeric[], %(pv)s::numeric[],
                       %(cv)s::numeric[], %(net)s::numeric[], %(net_currency)s::numeric[])
                       AS part (line_id, row_id, version, currency_id, rate, day, move_id,
                                company_id, order_id, sale_line_id, quantity, pv, cv, net,
                                net_currency)
                  JOIN mlm_volume v ON v.id = part.row_id
                  JOIN (%(opened)s) AS opened
                    ON opened.company_id = part.company_id AND opened.day = part.day
                 ORDER BY part.line_id, v.id
                    ON CONFLICT DO NOTHING
                RETURNING id
                """,
                **dict(zip(PART_COLUMNS, columns, strict=True)),
                uid=self.env.uid,
                opened=self._sql_commission_dates({(row[7], row[5]) for row in rows}),
            )
        )
        self.invalidate_model(["reversing_ids"])
        return len(inserted)
