# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.mlm_portal.controllers.portal_network import NetworkPortal
from odoo.addons.mlm_portal.controllers.referral import ReferralMixin
from odoo.addons.portal.controllers.portal import pager

PAGE = {"type": "http", "auth": "user", "website": True, "sitemap": False}
PER_PAGE = 50
SHOWN_PRODUCTS = 100
CARTS_PER_HOUR = 30
FILTERS = {
    "all": [],
    "buying": [("last_order", "!=", False)],
    "never": [("last_order", "=", False)],
}


class CustomersPortal(ReferralMixin, NetworkPortal):
    """A partner's own customers, their orders, and carts put together for them."""

    # === CUSTOMERS === #

    @http.route(["/my/customers", "/my/customers/page/<int:page>"], **PAGE)
    def customers(self, page=1, search="", show="all", **kwargs):
        """The own customers, those who ordered last first."""
        self._partner()
        Customer = request.env["mlm.own.customer"]
        domain = list(FILTERS.get(show, []))
        if search:
            domain += ["|", ("name", "ilike", search), ("number", "ilike", search)]
        pages = pager(
            url="/my/customers",
            total=Customer.search_count(domain),
            page=page,
            step=PER_PAGE,
            url_args={"search": search, "show": show},
        )
        return self._shop_page(
            "portal_customers",
            {
                "customers": Customer.search(domain, limit=PER_PAGE, offset=pages["offset"]),
                "pager": pages,
                "search": search,
                "show": show if show in FILTERS else "all",
            },
        )

    @http.route("/my/customers/<int:customer_id>", **PAGE)
    def customer(self, customer_id, page=1, **kwargs):
        """One own customer with its orders."""
        self._partner()
        customer = self._customer(customer_id)
        Order = request.env["mlm.own.customer.order"]
        domain = [("customer_id", "=", customer.id)]
        pages = pager(
            url=f"/my/customers/{customer.id}",
            total=Order.search_count(domain),
            page=int(page) if str(page).isdigit() else 1,
            step=PER_PAGE,
        )
        return self._shop_page(
            "portal_customer",
            {
                "customer": customer,
                "orders": Order.search(domain, limit=PER_PAGE, offset=pages["offset"]),
                "carts": self._carts([("customer_id", "=", customer.id)]),
                "pager": pages,
            },
        )

    def _customer(self, customer_id):
        """Return an own customer, else 404."""
        customer = request.env["mlm.own.customer"].search([("id", "=", customer_id)])
        if not customer:
            raise NotFound()
        return customer

    def _shop_page(self, template, values):
        response = request.render(f"mlm_shop.{template}", {"page_name": "mlm_customers", **values})
        response.headers["Cache-Control"] = "no-store"
        return response

    # === CARTS OF THE PARTNER === #

    @http.route("/my/carts", **PAGE)
    def carts(self, **kwargs):
        """All carts that the partner shares."""
        self._partner()
        return self._shop_page("portal_carts", {"carts": self._carts([])})

    @http.route("/my/carts/new", methods=["GET", "POST"], **PAGE)
    def new_cart(self, customer_id=None, search="", **post):
        """Choose goods; for one of the own customers, or for whoever gets the link."""
        partner = self._partner()
        customer = None
        if customer_id:
            if not str(customer_id).isdigit():
                raise NotFound()
            customer = self._customer(int(customer_id))
        error = None
        if request.httprequest.method == "POST":
            if not self._allowed("shared_cart", CARTS_PER_HOUR, f"partner {partner.id}"):
                return self._refuse_many()
            try:
                with request.env.cr.savepoint():
                    cart = request.env["mlm.shared.cart"]._build(
                        partner.sudo(),
                        {"name": post.get("name"), "note": post.get("note")},
                        self._quantities(post),
                        customer and request.env["res.partner"].sudo().browse(customer.id),
                    )
                return request.redirect(f"/my/carts/{cart.id}")
            except UserError as refusal:
                error = str(refusal)
            except ValueError:
                error = request.env._("Please enter whole numbers as quantities.")
        domain = [("is_published", "=", True), ("sale_ok", "=", True)]
        if search:
            domain += ["|", ("name", "ilike", search), ("default_code", "ilike", search)]
        products = (
            request.env["product.product"]
            .sudo()
            .search(
                [*domain, *request.website.website_domain()], limit=SHOWN_PRODUCTS, order="name, id"
            )
        )
        return self._shop_page(
            "portal_cart_new",
            {
                "products": products,
                "customer": customer,
                "search": search,
                "error": error,
                "post": post,
            },
        )

    @http.route("/my/carts/<int:cart_id>", **PAGE)
    def cart_shared(self, cart_id, **kwargs):
        """One cart with its link."""
        return self._shop_page("portal_cart", {"cart": self._own_cart(cart_id)})

    @http.route(
        "/my/carts/<int:cart_id>/close",
        type="http",
        auth="user",
        website=True,
        sitemap=False,
        methods=["POST"],
    )
    def close_cart(self, cart_id, **post):
        """Shut the link."""
        self._own_cart(cart_id).is_closed = True
        return request.redirect("/my/carts")

    def _carts(self, domain):
        own = [("partner_id", "=", self._owner().id)]
        return request.env["mlm.shared.cart"].sudo().search([*own, *domain], limit=PER_PAGE)

    def _own_cart(self, cart_id):
        """Return an own cart (sudo), else 404."""
        self._partner()
        cart = self._carts([("id", "=", cart_id)])
        if not cart:
            raise NotFound()
        return cart

    def _quantities(self, post):
        return {
            int(name.removeprefix("quantity_")): int(value or 0)
            for name, value in post.items()
            if name.startswith("quantity_") and value
        }

    # === WHOEVER HAS THE LINK === #

    @http.route(
        "/cart/<int:cart_id>/<string:token>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET", "POST"],
    )
    def open_cart(self, cart_id, token, **post):
        """Show the goods; by a click they are put into the visitor's own cart."""
        cart = request.env["mlm.shared.cart"]._find(cart_id, token)
        if not cart:
            if not self._allowed("shared_cart_link", CARTS_PER_HOUR):
                return self._refuse_many()
            response = request.render("mlm_shop.cart_gone", {})
            response.status_code = 404
            return response
        code = request.env["mlm.referral.code"].sudo()._of_partner(cart.partner_id)
        if code:
            self._remember_visit(code)
        if request.httprequest.method == "GET":
            cart._count("open_count")
            return request.render("mlm_shop.cart_open", {"cart": cart})
        order_sudo = request.cart or request.website._create_cart()
        for line in cart.line_ids:
            if line.product_id._is_add_to_cart_allowed():
                order_sudo._cart_add(product_id=line.product_id.id, quantity=line.quantity)
        cart._count("taken_count")
        return request.redirect("/shop/cart")
