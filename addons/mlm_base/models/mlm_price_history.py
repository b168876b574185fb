# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

QUEUE = "mlm_base.price_history"
LOWEST_PRICE_DAYS = 30


class MlmPriceHistory(models.Model):
    """What a product cost in a price list, and when: one row per price and time span.

    Written whenever a price, a price rule or its dates change, once per transaction. Rules that
    begin or end in the future are written ahead with their dates; what lies ahead is rewritten at
    the next change, what lies behind never.
    """

    _name = "mlm.price.history"
    _description = "Price History"
    _order = "date_from desc, id desc"

    # === FIELDS === #
    product_id = fields.Many2one(
        "product.product", required=True, index=True, ondelete="cascade", readonly=True
    )
    product_tmpl_id = fields.Many2one(
        related="product_id.product_tmpl_id", store=True, index=True, string="Product Template"
    )
    pricelist_id = fields.Many2one(
        "product.pricelist",
        index="btree_not_null",
        ondelete="cascade",
        readonly=True,
        help="Empty: the list price of the product.",
    )
    country_group_id = fields.Many2one(
        "res.country.group",
        ondelete="set null",
        readonly=True,
        help="The country group of the price list, if it has exactly one.",
    )
    company_id = fields.Many2one("res.company", index="btree_not_null", readonly=True)
    date_from = fields.Datetime(string="From", required=True, readonly=True)
    date_to = fields.Datetime(string="Until", readonly=True)
    price = fields.Monetary(required=True, readonly=True, aggregator=None)
    price_gross = fields.Monetary(
        string="Price incl. Tax",
        readonly=True,
        aggregator=None,
        help="With the product's own sales taxes: what a consumer at home pays.",
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)

    _dates_ordered = models.Constraint(
        "CHECK(date_to IS NULL OR date_from < date_to)", "A price must end after it begins."
    )
    _lookup_idx = models.Index("(product_id, pricelist_id, date_from)")

    # === QUEUE === #
    @api.model
    def _queue(self, products=None, pricelists=None):
        """Have prices written to the history before commit.

        :param products: ``product.product`` records; None: all that are for sale
        :param pricelists: ``product.pricelist`` records, those based on them are added; None: the
            list price and all price lists
        """
        precommit = self.env.cr.precommit
        queue = precommit.data.get(QUEUE)
        if queue is None:
            queue = precommit.data[QUEUE] = []
            precommit.add(self.sudo()._process_queue)
        queue.append((products and products.ids, pricelists and pricelists.ids))

    @api.model
    def _process_queue(self):
        """Work off what ``_queue`` collected in this transaction."""
        queue = self.env.cr.precommit.data.pop(QUEUE, None)
        if not queue:
            return
        Pricelist = self.env["product.pricelist"].sudo()
        Product = self.env["product.product"].sudo()
        wanted = {}
        for product_ids, pricelist_ids in queue:
            if pricelist_ids is None:
                pricelists = [Pricelist, *Pricelist.search([])]
            else:
                pricelists = self._with_dependents(Pricelist.browse(pricelist_ids).exists())
            for pricelist in pricelists:
                known = wanted.setdefault(pricelist, set())
                if product_ids is None or known is None:
                    wanted[pricelist] = None
                else:
                    known.update(product_ids)
        for pricelist, product_ids in wanted.items():
            if product_ids is None:
                products = Product.search([("sale_ok", "=", True)])
            else:
                products = Product.browse(product_ids).exists()
            self._record(products, pricelist)

    @api.model
    def _with_dependents(self, pricelists):
        """Return the price lists and all whose prices are computed from theirs."""
        Item = self.env["product.pricelist.item"].sudo()
        found = pricelists
        while pricelists:
            items = Item.search(
                [("base", "=", "pricelist"), ("base_pricelist_id", "in", pricelists.ids)]
            )
            pricelists = items.pricelist_id - found
            found |= pricelists
        return found

    # === BUSINESS METHODS === #
    @api.model
    def _record(self, products, pricelist):
        """Write the prices of products in one list, from now on, where they differ.

        :param products: ``product.product`` records (sudo)
        :param pricelist: ``product.pricelist`` record (sudo); empty: list prices
        """
        if not products:
            return
        now = fields.Datetime.now()
        company = pricelist.company_id or self.env.company
        currency = pricelist.currency_id or company.currency_id
        spans = self._get_price_spans(products, pricelist, now)
        known = self.sudo().search(
            [
                ("product_id", "in", products.ids),
                ("pricelist_id", "=", pricelist.id or False),
                "|",
                ("date_to", "=", False),
                ("date_to", ">", now),
            ],
            order="date_from, id",
        )
        # A price that was entered in this very second, or lies ahead, was never in force.
        known.filtered(lambda row: row.date_from >= now).unlink()
        running = {row.product_id.id: row for row in known.exists()}
        base_vals = {
            "pricelist_id": pricelist.id,
            "country_group_id": pricelist.country_group_ids.id
            if len(pricelist.country_group_ids) == 1
            else False,
            "company_id": pricelist.company_id.id,
            "currency_id": currency.id,
        }
        vals_list = []
        for product in products:
            vals_list += self._prepare_product_spans(
                product, spans[product.id], running.get(product.id), base_vals, company, currency
            )
        self.sudo().create(vals_list)

    @api.model
    def _prepare_product_spans(self, product, spans, row, base_vals, company, currency):
        """Close or prolong the running row of a product; return the rows to create."""
        if not pricelist_is_active(spans):
            if row:
                row.date_to = spans[0][0]
            return []
        taxes = product.taxes_id._filter_taxes_by_company(company)
        vals_list = []
        for start, end, price in spans:
            gross = taxes.compute_all(price, currency, 1.0, product)["total_included"]
            if row and start == spans[0][0]:
                same = (
                    currency.compare_amounts(row.price, price) == 0
                    and currency.compare_amounts(row.price_gross, gross) == 0
                    and row.currency_id == currency
                )
                row.date_to = end if same else start
                if same:
                    continue
            vals_list.append(
                {
                    **base_vals,
                    "product_id": product.id,
                    "date_from": start,
                    "date_to": end,
                    "price": price,
                    "price_gross": gross,
                }
            )
        return vals_list

    @api.model
    def _get_price_spans(self, products, pricelist, now):
        """Return for each product its present and foreseeable prices.

        :return: {product id: [(from, to or False, price or None), …]}; None: list archived
        """
        if pricelist and not pricelist.active:
            return {product.id: [(now, False, None)] for product in products}
        starts = [now, *self._get_boundaries(pricelist, now)]
        result = {product.id: [] for product in products}
        for index, start in enumerate(starts):
            end = starts[index + 1] if index + 1 < len(starts) else False
            if pricelist:
                prices = pricelist._get_products_price(products, 1.0, date=start)
            else:
                prices = {product.id: product.lst_price for product in products}
            for product in products:
                spans = result[product.id]
                price = prices[product.id]
                if spans and spans[-1][2] == price:
                    spans[-1] = (spans[-1][0], end, price)
                else:
                    spans.append((start, end, price))
        return result

    @api.model
    def _get_boundaries(self, pricelist, now):
        """Return the future moments at which rules of the list, or of its bases, begin or end."""
        Item = self.env["product.pricelist.item"].sudo()
        lists = found = pricelist
        while lists:
            bases = Item.search(
                [("pricelist_id", "in", lists.ids), ("base", "=", "pricelist")]
            ).base_pricelist_id
            lists = bases - found
            found |= lists
        items = Item.search(
            [
                ("pricelist_id", "in", found.ids),
                "|",
                ("date_start", ">", now),
                ("date_end", ">=", now),
            ]
        )
        moments = set(items.mapped("date_start")) | {
            # A rule still holds at its last second.
            end + timedelta(seconds=1)
            for end in items.mapped("date_end")
            if end
        }
        return sorted(moment for moment in moments if moment and moment > now)


def pricelist_is_active(spans):
    """Return whether spans hold prices; an archived list has one span without a price."""
    return spans[0][2] is not None


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _mlm_lowest_price(self, pricelist=None, at=None, days=LOWEST_PRICE_DAYS):
        """Return the lowest price of the last days before a reduction (§ 11 PAngV).

        :param pricelist: ``product.pricelist`` record; None or empty: list price
        :param datetime at: moment at which the reduced price began; None: the beginning of the
            price now in force, for each product
        :param int days: length of the look-back
        :return: {product id: ``mlm.price.history`` row with the lowest price incl. tax}; empty row
            if there is no history before that moment (then no reduction may be advertised)
        """
        History = self.env["mlm.price.history"].sudo()
        History._process_queue()
        now = fields.Datetime.now()
        rows = History.search(
            [
                ("product_id", "in", self.ids),
                ("pricelist_id", "=", pricelist.id if pricelist else False),
                ("date_from", "<=", now),
            ],
            order="date_from",
        ).grouped("product_id")
        result = {}
        for product in self:
            history = rows.get(product, History)
            begin = at or history[-1:].date_from
            before = history.filtered(
                lambda row, begin=begin: (
                    row.date_from < begin
                    and (not row.date_to or row.date_to > begin - timedelta(days=days))
                )
            )
            result[product.id] = before.sorted(lambda row: (row.price_gross, row.price))[:1]
        return result

    @api.model_create_multi
    def create(self, vals_list):
        products = super().create(vals_list)
        self.env["mlm.price.history"]._queue(products=products)
        return products


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"list_price", "taxes_id", "categ_id", "standard_price"}:
            self.env["mlm.price.history"]._queue(products=self.product_variant_ids)
        return result


class ProductPricelist(models.Model):
    _inherit = "product.pricelist"

    @api.model_create_multi
    def create(self, vals_list):
        pricelists = super().create(vals_list)
        self.env["mlm.price.history"]._queue(pricelists=pricelists)
        return pricelists

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"active", "currency_id", "company_id", "country_group_ids"}:
            self.env["mlm.price.history"]._queue(pricelists=self)
        return result


class ProductPricelistItem(models.Model):
    _inherit = "product.pricelist.item"

    def _mlm_queue_prices(self):
        """Note the prices these rules touch."""
        History = self.env["mlm.price.history"]
        for pricelist, items in self.grouped("pricelist_id").items():
            if not pricelist:
                continue
            if all(item.applied_on in ("1_product", "0_product_variant") for item in items):
                products = (
                    items.product_id
                    | items.filtered(
                        lambda item: not item.product_id
                    ).product_tmpl_id.product_variant_ids
                )
            else:
                products = None
            History._queue(products=products, pricelists=pricelist)

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items._mlm_queue_prices()
        return items

    def write(self, vals):
        self._mlm_queue_prices()
        result = super().write(vals)
        self._mlm_queue_prices()
        return result

    def unlink(self):
        self._mlm_queue_prices()
        return super().unlink()
