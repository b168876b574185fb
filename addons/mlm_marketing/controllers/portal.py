# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

PAGE = 20


class MessagePortal(CustomerPortal):
    """What the company wrote to its members, read by record rule."""

    @http.route(
        ["/my/messages", "/my/messages/page/<int:page>"], type="http", auth="user", website=True
    )
    def my_messages(self, page=1, **kwargs):
        """List the own messages, the newest first."""
        deliveries = request.env["mlm.series.delivery"]
        own = [
            ("partner_id", "=", request.env.user.partner_id.id),
            ("message", "!=", False),
        ]
        pages = pager("/my/messages", deliveries.search_count(own), page, PAGE)
        messages = deliveries.search(own, limit=PAGE, offset=pages["offset"])
        return request.render(
            "mlm_marketing.portal_my_messages",
            {"messages": messages, "pager": pages, "page_name": "mlm_messages"},
        )
