# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.mlm_portal.controllers.referral import ReferralController

from ..models.mlm_partner_page import MOST_PRODUCTS

MESSAGES_PER_HOUR = 5
MESSAGES_TO_ONE_PER_HOUR = 20
SEEN_KEY = "mlm_page_seen"
PAGE = {"type": "http", "auth": "public", "website": True, "sitemap": False}


class PartnerPageMixin:
    """What the public page and its preview share: words and prices, no record of a partner."""

    def _page_values(self, page, code):
        """Return what the template of a page shows.

        :param page: mlm.partner.page (sudo), the version to show
        :param str code: word of the partner's link
        """
        company = page.company_id
        return {
            "code": code,
            "name": page.partner_id._mlm_public_name(),
            "company_name": company.name,
            "headline": page.headline or "",
            "story": page.story or "",
            "page_lang": (page.lang or "en_US").replace("_", "-"),
            "has_photo": bool(page.photo),
            "products": self._page_products(page),
            "takes_messages": page.takes_messages,
        }

    def _page_products(self, page):
        """Return the recommended goods as this visitor finds and pays them in the shop."""
        website = request.website
        if not page.product_ids or not website.has_ecommerce_access():
            return []
        offered = Domain(website.sale_product_domain()) & Domain("id", "in", page.product_ids.ids)
        products = request.env["product.template"].search(offered, limit=MOST_PRODUCTS)
        prices = products._get_sales_prices(website)
        shows_unit_price = website.env["res.groups"]._is_feature_enabled(
            "website_sale.group_show_uom_price"
        )
        return [
            {
                "name": product.name,
                "url": product.website_url,
                "image": f"/web/image/product.template/{product.id}/image_256",
                "price": prices[product.id]["price_reduce"],
                "crossed_out": prices[product.id].get("base_price"),
                "points": prices[product.id].get("mlm_points"),
                "unit_price": shows_unit_price
                and product._get_base_unit_price(prices[product.id]["price_reduce"]),
                "unit": product.base_unit_name,
            }
            for product in products
        ]


class PartnerPages(PartnerPageMixin, ReferralController):
    """The page of a partner for strangers. To read it proves the visit as the link itself does."""

    def _sponsor_values(self, code, sponsor):
        """Tell the invitation whether there is more to read."""
        values = super()._sponsor_values(code, sponsor)
        public = request.env["mlm.partner.page"]._public(code.partner_id)
        return {**values, "has_partner_page": bool(public)}

    def _public_page(self, word):
        """Return (code, page), both sudo, or (None, the answer that says why not)."""
        code, refusal = self._open_code(word)
        if refusal:
            return None, refusal
        page = request.env["mlm.partner.page"]._public(code.partner_id)
        if page:
            return code, page
        response = request.render("mlm_portal_site.page_gone", {"code": code.code})
        response.status_code = 404
        return None, response

    @http.route("/r/<string:code>/site", **PAGE, methods=["GET"])
    def partner_page(self, code, sent=None, **kwargs):
        """The public version."""
        code, page = self._public_page(code)
        if not code:
            return page
        return self._show(code, page, {"sent": bool(sent)})

    def _show(self, code, page, values):
        token = self._remember_visit(code)
        self._count_view(code)
        sponsor = self._visit(token).code.partner_id
        response = request.render(
            "mlm_portal_site.page",
            {
                "values": {},
                "errors": {},
                "preview": False,
                "visit_token": token,
                **self._sponsor_values(code, sponsor),
                **self._page_values(page, code.code),
                **values,
            },
        )
        if not page.is_indexed:
            response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Cache-Control"] = "no-store"
        return response

    def _count_view(self, code):
        if request.session.get(SEEN_KEY) != code.id:
            request.session[SEEN_KEY] = code.id
            code._count(page_views=1)

    @http.route("/r/<string:code>/site/photo", **PAGE, methods=["GET"])
    def partner_page_photo(self, code, **kwargs):
        """The photo of the public version."""
        code, page = self._public_page(code)
        if not code:
            return page
        return photo_response(page)

    @http.route("/r/<string:code>/site/message", **PAGE, methods=["POST"], captcha="mlm_page")
    def partner_page_message(self, code, **post):
        """Take a message to the partner, whose address nobody learns."""
        code, page = self._public_page(code)
        if not code:
            return page
        if not page.takes_messages:
            raise NotFound()
        values, errors = request.env["mlm.partner.message"]._clean(post)
        if errors:
            return self._show(code, page, {"values": post, "errors": errors})
        partner = code.partner_id
        # The field that people don't see is filled in by machines only.
        if not post.get("fax"):
            if not self._allowed("page_message", MESSAGES_PER_HOUR) or not self._allowed(
                "page_message_to", MESSAGES_TO_ONE_PER_HOUR, f"partner {partner.id}"
            ):
                return self._refuse_many()
            request.env["mlm.partner.message"]._deliver(partner, values)
            code._count(page_messages=1)
        return request.redirect(f"/r/{code.code}/site?sent=1#mlm_message")


def photo_response(page):
    """Return the photo of a version; 404 without one."""
    photo = page._photo()
    if not photo:
        raise NotFound()
    return request.make_response(
        photo,
        [
            ("Content-Type", "image/jpeg"),
            ("Content-Length", len(photo)),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store"),
        ],
    )
