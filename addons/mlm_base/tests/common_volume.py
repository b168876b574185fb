# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager

from odoo import Command, fields
from odoo.exceptions import ValidationError
from odoo.tests import Form, freeze_time

from odoo.addons.account.tests.common import AccountTestInvoicingCommon


class RefusalMixin:
    @contextmanager
    def assertRefused(self, text, exception=ValidationError):
        """Expect an error with a text; undo what was done before it."""
        with self.assertRaises(exception) as caught:
            yield
        self.assertIn(text, str(caught.exception))


class VolumeCommon(RefusalMixin, AccountTestInvoicingCommon):
    """A company with a market, a small sponsor line and products with points.

    ::

        top (distributor)
        └── partner (distributor)
            ├── reseller
            ├── customer (customer)
            └── friend (preferred customer)
    """

    @classmethod
    def get_default_groups(cls):
        return (
            super().get_default_groups()
            | cls.quick_ref("mlm_base.group_mlm_manager")
            | (
                cls.quick_ref("sales_team.group_sale_manager")
                | cls.quick_ref("stock.group_stock_manager")
                | cls.quick_ref("product.group_product_manager")
                | cls.quick_ref("uom.group_uom")
                | cls.quick_ref("product.group_product_pricelist")
            )
        )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.company = cls.env.company
        cls.company.partner_id.tz = "Europe/Berlin"
        cls.germany = cls.env.ref("base.de")
        cls.france = cls.env.ref("base.fr")
        cls.group_de = cls.env["res.country.group"].create(
            {"name": "Test DE", "country_ids": [Command.set(cls.germany.ids)]}
        )
        cls.group_fr = cls.env["res.country.group"].create(
            {"name": "Test FR", "country_ids": [Command.set(cls.france.ids)]}
        )
        cls.market = cls.env["mlm.market"].create(
            {
                "name": "Test Germany",
                "code": "TDE",
                "country_group_id": cls.group_de.id,
                "currency_id": cls.company.currency_id.id,
                "company_id": cls.company.id,
                "release_rule": "delivery_payment",
                "withdrawal_days": 14,
                "grace_days": 3,
            }
        )
        cls.type_customer = cls.env.ref("mlm_base.partner_type_customer")
        cls.type_preferred = cls.env.ref("mlm_base.partner_type_preferred_customer")
        cls.type_reseller = cls.env.ref("mlm_base.partner_type_reseller")
        cls.type_distributor = cls.env.ref("mlm_base.partner_type_distributor")
        cls.top = cls.make_member("Top", cls.type_distributor)
        cls.partner = cls.make_member("Partner", cls.type_distributor, cls.top)
        cls.reseller = cls.make_member("Reseller", cls.type_reseller, cls.partner)
        cls.customer = cls.make_member("Customer", cls.type_customer, cls.partner)
        cls.friend = cls.make_member("Friend", cls.type_preferred, cls.partner)
        cls.stranger = cls.env["res.partner"].create({"name": "Nobody's Customer"})
        cls.soap = cls.make_product("Soap", 20, 10, 8)
        cls.oil = cls.make_product("Oil", 50, 30.5, 25.25)
        cls.starter = cls.make_product("Starter Kit", 99, 0, 0, mlm_commission_class="kit")
        cls.Volume = cls.env["mlm.volume"]

    @classmethod
    def make_member(cls, name, partner_type, sponsor=None, **values):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "mlm_type_id": partner_type.id,
                "mlm_sponsor_id": sponsor and sponsor.id,
                "mlm_state": "active",
                "mlm_market_id": cls.market.id,
                "country_id": cls.germany.id,
                "property_account_receivable_id": cls.company_data["default_account_receivable"].id,
                **values,
            }
        )

    @classmethod
    def make_product(cls, name, price, pv, cv, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "list_price": price,
                "mlm_pv": pv,
                "mlm_cv": cv,
                "type": "consu",
                "is_storable": True,
                "invoice_policy": "order",
                "taxes_id": [Command.clear()],
                **values,
            }
        )

    @classmethod
    def make_invoice(cls, buyer, lines, date="2026-03-02", move_type="out_invoice", **values):
        """Return a draft invoice; lines: (product, quantity[, price])."""
        return cls.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": buyer.id,
                "invoice_date": date,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": line[0].id,
                            "quantity": line[1],
                            "price_unit": line[2] if len(line) > 2 else line[0].list_price,
                            "tax_ids": [Command.clear()],
                        }
                    )
                    for line in lines
                ],
                **values,
            }
        )

    @classmethod
    def sell(cls, buyer, lines, date="2026-03-02", **values):
        """Return a posted invoice."""
        invoice = cls.make_invoice(buyer, lines, date, **values)
        invoice.action_post()
        return invoice

    @classmethod
    def make_order(cls, buyer, lines, date="2026-03-02", **values):
        """Return a confirmed order; lines: (product, quantity)."""
        with freeze_time(f"{date} 10:00:00"):
            order = cls.env["sale.order"].create(
                {
                    "partner_id": buyer.id,
                    "order_line": [
                        Command.create({"product_id": product.id, "product_uom_qty": quantity})
                        for product, quantity in lines
                    ],
                    **values,
                }
            )
            order.action_confirm()
        return order

    @classmethod
    def invoice_order(cls, order, date="2026-03-02"):
        """Return the posted invoice of what an order has to invoice."""
        invoice = order._create_invoices()
        invoice.invoice_date = date
        invoice.action_post()
        return invoice

    @classmethod
    def deliver(cls, order, date, quantities=None):
        """Ship all, or the given quantities per product and leave a backorder."""
        with freeze_time(f"{date} 10:00:00"):
            picking = order.picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))
            for move in picking.move_ids:
                move.quantity = (
                    move.product_uom_qty if quantities is None else quantities[move.product_id]
                )
                move.picked = bool(move.quantity)
            picking._action_done()
            cls.end_transaction()
        return picking

    @classmethod
    def end_transaction(cls):
        """Do what happens before a commit: bring the facts up to date."""
        cls.env["mlm.volume"]._process_fact_queue()

    @classmethod
    def give_back(cls, picking, date):
        """Return everything of a delivery to stock, to be refunded."""
        with freeze_time(f"{date} 10:00:00"):
            form = Form(
                cls.env["stock.return.picking"].with_context(
                    active_ids=picking.ids, active_id=picking.id, active_model="stock.picking"
                )
            )
            wizard = form.save()
            for line in wizard.product_return_moves:
                line.quantity = line.move_quantity
                line.to_refund = True
            action = wizard.action_create_returns()
            back = cls.env["stock.picking"].browse(action["res_id"])
            for move in back.move_ids:
                move.quantity = move.product_uom_qty
                move.picked = True
            back._action_done()
        return back

    @classmethod
    def pay(cls, invoice, date):
        with freeze_time(f"{date} 10:00:00"):
            payment = (
                cls.env["account.payment.register"]
                .with_context(active_model="account.move", active_ids=invoice.ids)
                .create({"payment_date": date})
                ._create_payments()
            )
            cls.end_transaction()
        return payment

    @classmethod
    def credit(cls, invoice, date, quantities=None, prices=None, post=True):
        """Return a credit note of an invoice, with changed quantities or prices per product.

        A quantity of 0 removes the line.
        """
        # An empty cache, as a request begins with: what was read with all rights before, taxes of
        # other companies, would be in the way of who writes the note.
        cls.env.invalidate_all()
        note = invoice._reverse_moves([{"invoice_date": date, "date": date}])
        for line in note.invoice_line_ids:
            if quantities is not None:
                quantity = quantities.get(line.product_id, 0)
                if quantity:
                    line.quantity = quantity
                else:
                    line.unlink()
                    continue
            if prices is not None and line.product_id in prices:
                line.price_unit = prices[line.product_id]
        if post:
            note.action_post()
        return note

    def rows(self, moves, *order):
        return self.Volume.search([("move_id", "in", moves.ids)], order="id")

    def assertVolume(self, moves, expected):
        """Compare rows of documents, in order, with (product, pv, cv, net) by hand."""
        found = [(row.product_id.name, row.pv, row.cv, row.net) for row in self.rows(moves)]
        self.assertEqual(found, expected)

    def totals(self, moves):
        """Return (pv, cv, net) of all rows of documents, exactly."""
        self.env.cr.execute(
            "SELECT sum(pv)::text, sum(cv)::text, sum(net)::text FROM mlm_volume"
            " WHERE move_id = ANY(%s)",
            (moves.ids,),
        )
        return tuple(self.env.cr.fetchone())

    def day(self, text):
        return fields.Date.to_date(text)
