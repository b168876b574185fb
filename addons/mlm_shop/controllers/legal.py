# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from ..models.legal.mlm_legal_text import KINDS

# Germans look for these addresses.
ADDRESSES = {
    "imprint": ["/imprint", "/impressum"],
    "terms": ["/legal/terms", "/agb"],
    "privacy": ["/legal/privacy", "/datenschutz"],
    "instruction": ["/legal/withdrawal", "/widerrufsbelehrung"],
    "shipping": ["/legal/shipping", "/versand"],
    "accessibility": ["/accessibility", "/barrierefreiheit"],
}
KIND_OF = {address: kind for kind, addresses in ADDRESSES.items() for address in addresses}


class LegalPages(http.Controller):
    @http.route(list(KIND_OF), type="http", auth="public", website=True, sitemap=True)
    def legal_text(self, **kwargs):
        """The text in force, with its version and day."""
        path = request.httprequest.path.rstrip("/")
        kind = next((kind for address, kind in KIND_OF.items() if path.endswith(address)), None)
        company = request.website.sudo().company_id
        text = request.env["mlm.legal.text"]._current(company, [kind])
        if not text:
            raise NotFound()
        title = dict(KINDS)[kind]
        return request.render("mlm_shop.legal_text", {"text": text, "title": title})

    @http.route(
        "/shop/guarantee-notice.png", type="http", auth="public", website=True, sitemap=False
    )
    def guarantee_notice(self, **kwargs):
        """The official notice in the reader's language, unchanged."""
        company = request.website.sudo().company_id
        notice = request.env["mlm.guarantee.notice"]._shown(company)
        if not notice:
            raise NotFound()
        stream = request.env["ir.binary"].sudo()._get_stream_from(notice, "image")
        return stream.get_response(max_age=3600)
