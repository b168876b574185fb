# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which rows of the ledger a run reads."""

import json

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.mlm_base.const import COMMISSION_CLASSES, VOLUME_KINDS

from ..bulk_tables import read_integers
from ..const import FINAL, FINISHED, OPEN, POINT_DIGITS, UNDATED
from ..engine.exact import narrowed
from ..engine.lookup import positions
from ..engine.model import NO_DAY, Volumes
from ..engine.tree import owners_now
from ..input_arrays import CLASS_UNIT, KIND_UNIT, Rows, sql_number, used_words

# Words of most rows, the most frequent first; a company with others has its own looked up.
STANDARD_KINDS = [kind for kind, _label in VOLUME_KINDS]
STANDARD_CLASSES = [name for name, _label in COMMISSION_CLASSES]


class MlmRun(models.Model):
    _inherit = "mlm.run"

    def _read_volumes(self, network, only=None):
        """The period's rows: those released by the cut-off once it is reached, before that all.

        A month also takes what one of its weeks has paid on, and the other way round.

        :param SQL only: a further condition on the rows, for a part of the network
        """
        chosen = self._sql_chosen(only)
        rows = self._read_rows(network.markets, chosen, STANDARD_KINDS, STANDARD_CLASSES)
        if rows.has_other_words():
            rows = self._read_rows(network.markets, chosen, *self._words(chosen))
        return self._volumes_of(network, rows)

    def _sql_chosen(self, only=None):
        """The condition on the ledger's rows that the run looks at."""
        period = self.period_id
        released = SQL("TRUE")
        if period.state not in FINISHED and (self.kind == FINAL or period.state != OPEN):
            released = SQL(
                "(date_release <= %s OR %s)",
                self.date_cutoff,
                self.env["mlm.volume"]._sql_counted_elsewhere(period),
            )
        return SQL(
            """company_id = %(company)s AND date_commission >= %(start)s
               AND date_commission < %(end)s AND %(released)s AND %(condition)s AND %(only)s""",
            company=self.company_id.id,
            start=self._first_day_seen(),
            end=period.date_to,
            released=released,
            condition=self._volume_condition(),
            only=only or SQL("TRUE"),
        )

    def _read_rows(self, markets, chosen, kinds, classes):
        """Rows of the ledger.

        :param markets: codes of the plan's markets
        :param SQL chosen: the condition on the rows
        :param kinds: kinds that rows may have
        :param classes: product classes that they may have
        :rtype: Rows
        """
        columns = read_integers(
            self.env.cr,
            SQL(
                """SELECT id, buyer_id, coalesce(owner_id, 0), (pv * %(scale)s)::bigint,
                          (cv * %(scale)s)::bigint, (net * %(scale)s)::bigint,
                          coalesce(nullif(coalesce(date_order, date_invoice), %(undated)s)
                                   - DATE '1970-01-01', %(no_day)s),
                          (date_commission >= %(fresh)s)::int + 2 * %(market)s
                          + %(kind_unit)s * %(kind)s + %(class_unit)s * %(product_class)s
                     FROM mlm_volume WHERE %(chosen)s""",
                scale=10**POINT_DIGITS,
                no_day=int(NO_DAY),
                undated=UNDATED,
                kind=sql_number(SQL("kind"), kinds),
                product_class=sql_number(SQL("product_class"), classes),
                kind_unit=KIND_UNIT,
                class_unit=CLASS_UNIT,
                chosen=chosen,
                fresh=self.period_id.date_from,
                market=self._sql_market(markets, SQL("market_id")),
            ),
            "qiiqqqii",
        )
        return Rows(columns, list(kinds), list(classes)).sorted()

    def _volumes_of(self, network, rows):
        """Rows of the ledger as the engine wants them: members by their index.

        :param Rows rows: as read
        :rtype: Volumes
        """
        ids, buyer_ids, owner_ids, pv, cv, net, day, facts = rows.columns
        buyer = owner = positions(network.ids, buyer_ids)
        if owner_ids is not buyer_ids:
            owner = positions(network.ids, owner_ids)
        kind, kinds = used_words(facts % CLASS_UNIT // KIND_UNIT - 1, rows.kinds)
        product_class, classes = used_words(facts // CLASS_UNIT - 1, rows.classes)
        return Volumes(
            ids=ids,
            buyer=buyer,
            owner=owners_now(owner, buyer, network),
            pv=pv,
            cv=cv,
            net=net,
            day=narrowed(day),
            market=narrowed(facts % KIND_UNIT // 2 - 1),
            fresh=facts & 1 > 0,
            kind=narrowed(kind),
            product_class=narrowed(product_class),
            kinds=kinds,
            classes=classes,
            digits=POINT_DIGITS,
            markets=network.markets,
            period=self.period_id.kind if self._is_part() else None,
            rates=self.market_rates or {},
        )

    def _sql_market(self, codes, column):
        """The number of a row's market among the plan's markets, from 1; 0 for no such market.

        :param codes: codes of the plan's markets
        :param SQL column: id of the market
        """
        if not codes:
            return SQL("0")
        markets = self.env["mlm.market"].sudo().with_context(active_test=False).search([])
        known = {m.id: list(codes).index(m.code) + 1 for m in markets if m.code in codes}
        return SQL("coalesce((%s::jsonb ->> %s::text)::int, 0)", json.dumps(known), column)

    def _is_part(self):
        """Whether the period is a part of the plan's own periods: a week of a monthly plan."""
        return self.period_id.kind != (self.plan_version_id.plan_id.period_kind or "month")

    def _first_day_seen(self):
        """First day of the rows that measures look at: in a week, that of the month in which the
        week ends (or of the week, if that is earlier)."""
        period = self.period_id
        if not self._is_part():
            return period.date_from
        last_day = fields.Date.subtract(period.date_to, days=1)
        return min(period.date_from, last_day.replace(day=1))

    def _volume_condition(self):
        """A further condition on the rows of the period."""
        return SQL("TRUE")

    def _words(self, chosen):
        """Kinds and product classes of the rows, sorted."""
        rows = self.env.execute_query(
            SQL("SELECT DISTINCT kind, product_class FROM mlm_volume WHERE %s", chosen)
        )
        kinds, classes = zip(*rows, strict=True)
        return sorted(set(kinds)), sorted(set(classes))
