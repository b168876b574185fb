# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.mlm_portal.controllers.portal_network import NetworkPortal
from odoo.addons.mlm_portal.controllers.referral import ReferralMixin

from ..models.mlm_partner_page import MOST_HEADLINE, MOST_PRODUCTS, MOST_STORY
from ..photo import MOST_BYTES
from .page import PartnerPageMixin, photo_response

CHANGES_PER_HOUR = 60
FOUND_PRODUCTS = 20
PAGE = {"type": "http", "auth": "user", "website": True, "sitemap": False}


class PartnerPageEditor(PartnerPageMixin, ReferralMixin, NetworkPortal):
    """A partner writes its own page. No address names a version: it is always the own newest."""

    def _author(self):
        """Return the partner (not sudo) who may have a page, else 404."""
        partner = self._partner()
        if not partner._mlm_takes_on():
            raise NotFound()
        return partner

    @http.route("/my/site", **PAGE, methods=["GET", "POST"])
    def page_editor(self, search="", photo=None, action="save", **post):
        """Write, submit, or take offline.

        :param str action: save, search (products), submit, offline
        """
        partner = self._author()
        if request.httprequest.method == "GET":
            return self._editor(partner, search)
        if not self._allowed("partner_page", CHANGES_PER_HOUR, f"partner {partner.id}"):
            return self._refuse_many()
        Page = request.env["mlm.partner.page"]
        if action == "offline":
            Page._take_offline(partner)
            return request.redirect("/my/site")
        content = photo.read(MOST_BYTES + 1) if hasattr(photo, "read") else None
        form = request.httprequest.form
        chosen = [int(one) for one in form.getlist("product") if one.isdecimal() and len(one) < 10]
        try:
            with request.env.cr.savepoint():
                page = Page._save(partner, {**post, "product_ids": chosen}, content)
                if action == "submit":
                    page._submit()
        except UserError as error:
            return self._editor(partner, search, {**post, "product_ids": chosen}, str(error))
        return request.redirect_query("/my/site", {"search": search} if action == "search" else {})

    def _editor(self, partner, search="", typed=None, error=None):
        values = partner._mlm_page_editor()
        page = values["page"]
        Product = request.env["product.template"]
        shop = request.website.sale_product_domain()
        chosen_ids = typed["product_ids"] if typed else page.product_ids.ids
        chosen = Product.search([*shop, ("id", "in", chosen_ids)])
        found = Product.search(
            [*shop, ("id", "not in", chosen.ids), *([("name", "ilike", search)] if search else [])],
            limit=FOUND_PRODUCTS,
        )
        return self._editor_page(
            "editor",
            {
                **values,
                "typed": typed or {},
                "error": error,
                "search": search,
                "chosen": chosen,
                "found": found,
                "code": request.env["mlm.referral.code"]._of_partner(partner),
                "limits": (MOST_HEADLINE, MOST_STORY, MOST_PRODUCTS),
            },
        )

    def _editor_page(self, template, values):
        response = request.render(
            f"mlm_portal_site.{template}", {"page_name": "mlm_partner_page", **values}
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    @http.route("/my/site/preview", **PAGE)
    def page_preview(self, **kwargs):
        """The own newest version as strangers will see it, for its author only."""
        partner = self._author()
        page = self._newest(partner)
        return self._editor_page(
            "page",
            {
                "values": {},
                "errors": {},
                "preview": True,
                "visit_token": "",
                "other_sponsor": "",
                "may_sign_up": False,
                "sent": False,
                **self._page_values(
                    page, request.env["mlm.referral.code"]._of_partner(partner).code
                ),
            },
        )

    @http.route("/my/site/photo", **PAGE)
    def page_preview_photo(self, **kwargs):
        """The photo of the own newest version."""
        return photo_response(self._newest(self._author()))

    def _newest(self, partner):
        page = request.env["mlm.partner.page"]._newest(partner)
        if not page:
            raise NotFound()
        return page
