# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.http import request
from odoo.tools.mail import parse_contact_from_email

from odoo.addons.website_mass_mailing.controllers.main import (
    MassMailController as WebsiteMassMailController,
)


class NewsletterController(WebsiteMassMailController):
    """Subscriptions by visitors are requests; only the link in the mail subscribes."""

    @http.route()
    def subscribe(self, list_id, value, subscription_type, **post):
        """Ask the owner of the address; the answer is the same whether it is known or not."""
        answer = super().subscribe(list_id, value, subscription_type, **post)
        if answer.get("toast_type") == "success":
            answer["toast_content"] = request.env._(
                "We have sent you a mail. Please press the button in it to subscribe."
            )
        return answer

    @staticmethod
    def subscribe_to_newsletter(subscription_type, value, list_id, fname, address_name=None):
        """Mail the owner of the address; nothing is stored about the address but the request."""
        name, email = parse_contact_from_email(value)
        mailing_list = request.env["mailing.list"].sudo().browse(int(list_id)).exists()
        request.env["mlm.newsletter.optin"]._ask(email, mailing_list, name or address_name)

    @http.route()
    def mailing_update_list_subscription(self, hash_token=None, **post):
        """The link of a mail proves the address; the login of a portal user doesn't."""
        if hash_token:
            request.update_context(mlm_address_proven=True)
        return super().mailing_update_list_subscription(hash_token=hash_token, **post)

    @http.route(
        "/newsletter/confirm/<int:optin_id>/<string:token>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET", "POST"],
    )
    def confirm(self, optin_id, token, **post):
        """Show a button (mail scanners open links), and subscribe when it is pressed."""
        optin = request.env["mlm.newsletter.optin"]._find(optin_id, token)
        if not optin:
            response = request.render("mlm_marketing.newsletter_unknown", {})
            response.status_code = 404
            return response
        done = request.httprequest.method == "POST"
        values = {
            "email": optin.email,
            "lists": ", ".join(optin.list_ids.filtered("is_public").mapped("name")),
            "text": optin.text,
            "done": done,
        }
        if done:
            optin._confirm(request.httprequest.remote_addr)
        response = request.render("mlm_marketing.newsletter_confirm", values)
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
