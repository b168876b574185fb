# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import datetime

from odoo import Command, api, models

from ..story.catalog import (
    CATEGORIES,
    COMPANY,
    COMPANY_IBAN_SERIAL,
    ITEMS,
    PRICELISTS,
    STAFF,
    WAREHOUSES,
)
from ..story.people import account_number

CHART = "de_skr03"
OPENING = datetime.date(2026, 1, 1)
OPENING_BALANCE = 60_000


class MlmDemo(models.AbstractModel):
    """The company: accounts, warehouses, products, prices, staff."""

    _inherit = "mlm.demo"

    @api.model
    def _build_company(self):
        company = self.env.company
        self._load_german()
        company.write({**COMPANY, "country_id": self.env.ref("base.de").id})
        company.partner_id.tz = "Europe/Berlin"
        self.env.user.tz = "Europe/Berlin"
        self._load_chart(company)
        self.env["res.partner.bank"].create(
            {
                "acc_number": account_number(COMPANY_IBAN_SERIAL),
                "partner_id": company.partner_id.id,
                "company_id": company.id,
            }
        )
        self._build_bank(company)
        self._build_warehouses(company)
        self.env["mlm.market"].create(
            {
                "name": "Deutschland",
                "code": "DE",
                "company_id": company.id,
                "currency_id": company.currency_id.id,
                "release_rule": "delivery_payment",
                "withdrawal_days": 14,
                "grace_days": 3,
            }
        )

    @api.model
    def _load_german(self):
        """Members are written to in German, and staff may choose it."""
        Lang = self.env["res.lang"]
        if Lang.search_count([("code", "=", "de_DE")], limit=1):
            return
        Lang._activate_lang("de_DE")
        Module = self.env["ir.module.module"]
        installed = Module.search([("state", "=", "installed")])
        Module._load_module_terms(installed.mapped("name"), ["de_DE"])

    @api.model
    def _load_chart(self, company):
        """Load the German chart of accounts; the generic one must not follow at the end."""
        if company.chart_template != CHART:
            self.env["account.chart.template"]._load(CHART, company, install_demo=False)
        registry = self.env.registry
        if hasattr(registry, "_auto_install_template"):
            del registry._auto_install_template
        self.env.invalidate_all()

    @api.model
    def _build_bank(self, company):
        """Payments hit the bank account at once: the demo company has no bank statements."""
        journal = self._bank_journal()
        lines = journal.inbound_payment_method_line_ids | journal.outbound_payment_method_line_ids
        lines.payment_account_id = journal.default_account_id
        equity = self.env["account.account"].search(
            [("account_type", "=", "equity"), ("company_ids", "in", company.ids)], limit=1
        )
        opening = self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": OPENING,
                "ref": "Eröffnung",
                "line_ids": [
                    Command.create(
                        {"account_id": journal.default_account_id.id, "debit": OPENING_BALANCE}
                    ),
                    Command.create({"account_id": equity.id, "credit": OPENING_BALANCE}),
                ],
            }
        )
        opening.action_post()

    @api.model
    def _build_warehouses(self, company):
        Warehouse = self.env["stock.warehouse"]
        first = Warehouse.search([("company_id", "=", company.id)], limit=1)
        for (code, name), warehouse in zip(WAREHOUSES, (first, Warehouse), strict=True):
            values = {"code": code, "name": name}
            if warehouse:
                warehouse.write(values)
            else:
                Warehouse.create({**values, "company_id": company.id})

    @api.model
    def _warehouses(self):
        """Return the two warehouses in the order of the story."""
        return [
            self.env["stock.warehouse"].search(
                [("code", "=", code), ("company_id", "=", self.env.company.id)]
            )
            for code, __ in WAREHOUSES
        ]

    # === PRODUCTS === #

    @api.model
    def _build_products(self):
        Chart = self.env["account.chart.template"]
        sale_taxes = {rate: Chart.ref(f"tax_ust_{rate}_skr03") for rate in (7, 19)}
        purchase_taxes = {rate: Chart.ref(f"tax_vst_{rate}_skr03") for rate in (7, 19)}
        categories = dict(
            zip(
                CATEGORIES,
                self.env["product.category"].create([{"name": name} for name in CATEGORIES]),
                strict=True,
            )
        )
        self.env["product.template"].create(
            [
                {
                    "name": item.name,
                    "default_code": item.code,
                    "type": "service" if item.product_class == "training" else "consu",
                    "is_storable": item.product_class != "training",
                    "invoice_policy": "order" if item.product_class == "training" else "delivery",
                    "categ_id": categories[item.category].id,
                    "list_price": float(item.price),
                    "standard_price": float(item.cost),
                    "weight": item.weight,
                    "taxes_id": [Command.set(sale_taxes[item.tax].ids)],
                    "supplier_taxes_id": [Command.set(purchase_taxes[item.tax].ids)],
                    "mlm_commission_class": item.product_class,
                    "mlm_pv": item.pv,
                    "mlm_cv": item.cv,
                }
                for item in ITEMS
            ]
        )
        self._build_pricelists()

    @api.model
    def _build_pricelists(self):
        self.env["res.config.settings"].create({"group_product_pricelist": True}).execute()
        self.env["product.pricelist"].create(
            [
                {
                    "name": name,
                    "company_id": self.env.company.id,
                    "currency_id": self.env.company.currency_id.id,
                    "sequence": sequence,
                    "mlm_partner_type_ids": [Command.link(self.env.ref(f"mlm_base.{xmlid}").id)],
                    "item_ids": [
                        Command.create(
                            {
                                "applied_on": "3_global",
                                "compute_price": "percentage",
                                "percent_price": discount,
                            }
                        )
                    ],
                }
                for sequence, (name, xmlid, discount) in enumerate(PRICELISTS, start=20)
            ]
        )

    # === STAFF === #

    @api.model
    def _build_staff(self):
        """Users whose password is their login: this is a demo."""
        Users = self.env["res.users"]
        for role, login, xmlids in STAFF:
            groups = [Command.link(self.env.ref(xmlid).id) for xmlid in xmlids]
            user = Users.search([("login", "=", login)])
            if user:
                user.write({"group_ids": groups})
                continue
            groups.append(Command.link(self.env.ref("base.group_user").id))
            Users.create(
                {
                    "name": role,
                    "login": login,
                    "password": login,
                    "email": f"{login}@lindenhof.example.com",
                    "tz": "Europe/Berlin",
                    "company_id": self.env.company.id,
                    "company_ids": [Command.set(self.env.company.ids)],
                    "group_ids": groups,
                }
            )
