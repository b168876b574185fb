# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo import Command, api, models

from ..story.pictures import logo, packshot
from ..story.shop import CATEGORIES, GREEN, SHOWN

GERMAN = "de_DE"
PARTNER, CUSTOMER = "partner", "customer"


class MlmDemo(models.AbstractModel):
    """The shop's products, a way to pay, and two people who log in."""

    _inherit = "mlm.demo"

    @api.model
    def _open_shop(self):
        """Open the shop and the portal, once; what is there stays as it is."""
        if self.env["res.users"].sudo().search_count([("login", "=", PARTNER)], limit=1):
            return False
        company = self.env.ref("base.main_company")
        self = self.sudo().with_company(company).with_context(no_reset_password=True)  # noqa: PLW0642
        self._name_website()
        self._show_products()
        self._offer_payment()
        company.mlm_autoship_open = True
        partner = self._best_earner()
        for person, login in ((partner, PARTNER), (self._customer_of(partner), CUSTOMER)):
            self._give_login(person, login)
        return True

    @api.model
    def logins(self):
        found = self.env["res.users"].search([("login", "in", (PARTNER, CUSTOMER))], order="id")
        people = [(user.name, user.login, user.login) for user in found]
        return [*super().logins(), *people]

    # === SHOP === #

    @api.model
    def _name_website(self):
        website = self.env.ref("website.default_website")
        german = self.env["res.lang"]._activate_lang(GERMAN)
        picture = base64.b64encode(logo("Lindenhof", GREEN))
        self.env.company.logo = picture
        website.write(
            {
                "name": self.env.company.name,
                "company_id": self.env.company.id,
                "logo": picture,
                "language_ids": [Command.link(german.id)],
            }
        )

    @api.model
    def _show_products(self):
        """Publish what has a picture and words; only the training stays off the shelf."""
        shelves = self._build_shelves()
        for code, shown in SHOWN.items():
            product = self._product(code).product_tmpl_id
            product.write(
                {
                    "image_1920": base64.b64encode(packshot(shown.shape, shown.colour)),
                    "description_sale": shown.english,
                    "public_categ_ids": [Command.link(shelves[product.categ_id.name].id)],
                    "is_published": True,
                }
            )
            product.with_context(lang=GERMAN).description_sale = shown.german

    @api.model
    def _build_shelves(self):
        """Return the shop's categories by the name of the products' category."""
        shelves = {}
        for sequence, (category, (english, german)) in enumerate(CATEGORIES.items()):
            shelf = self.env["product.public.category"].create(
                {"name": english, "sequence": sequence}
            )
            shelf.with_context(lang=GERMAN).name = german
            shelves[category] = shelf
        return shelves

    @api.model
    def _offer_payment(self):
        provider = self.env["payment.provider"].search(
            [("code", "=", "demo"), ("company_id", "=", self.env.company.id)], limit=1
        )
        provider.write({"state": "test", "is_published": True})
        provider.payment_method_ids.active = True

    # === PEOPLE === #

    @api.model
    def _best_earner(self):
        """Return the partner below another one who earned most."""
        for partner, _earned in self.env["mlm.statement"]._read_group(
            [("company_id", "=", self.env.company.id)],
            ["partner_id"],
            ["amount_earned:sum"],
            order="amount_earned:sum DESC",
        ):
            if partner.mlm_sponsor_id and partner.mlm_state == "active":
                return partner
        return self.env["res.partner"]

    @api.model
    def _customer_of(self, partner):
        """Return an active customer whom the partner recruited, the longest-standing."""
        return self.env["res.partner"].search(
            [
                ("mlm_sponsor_id", "=", partner.id),
                ("mlm_state", "=", "active"),
                ("mlm_type_id.role", "=", "customer"),
            ],
            order="id",
            limit=1,
        )

    @api.model
    def _give_login(self, person, login):
        """Let a member into the portal; the password is the login: this is a demo."""
        self.env["res.users"].create(
            {
                "partner_id": person.id,
                "login": login,
                "password": login,
                "company_id": self.env.company.id,
                "company_ids": [Command.set(self.env.company.ids)],
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
