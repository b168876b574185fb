# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.mlm_portal.controllers.referral import ReferralMixin

PAGE = {"type": "http", "website": True, "sitemap": False}
CHANGES_PER_HOUR = 30
LINKS_PER_HOUR = 3


class Preferences(ReferralMixin, http.Controller):
    """What a member wants to get: with its login, or by the link of a mail."""

    def _preferences_page(self, member, token=None, done=None):
        response = request.render(
            "mlm_marketing.preferences",
            {
                **member._mlm_preferences(by_link=bool(token)),
                "page_name": "mlm_preferences",
                "address": f"/preferences/{member.id}/{token}" if token else "/my/preferences",
                "by_link": bool(token),
                "done": done,
            },
        )
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def _save(self, member, token, values):
        if not self._allowed("preferences", CHANGES_PER_HOUR, f"member {member.id}"):
            return self._refuse_many()
        if values.get("block"):
            member._mlm_block_mails()
        else:
            ticked = request.httprequest.form.getlist("purpose")
            purposes = {int(one) for one in ticked if one.isdecimal() and len(one) < 10}
            member._mlm_set_preferences(
                values, purposes, bool(token), request.httprequest.remote_addr
            )
        return self._preferences_page(member, token, done="saved")

    def _own(self):
        member = request.env.user.partner_id
        if not member.sudo().mlm_role:
            raise NotFound()
        return member

    @http.route("/my/preferences", auth="user", **PAGE, methods=["GET", "POST"])
    def own_preferences(self, **values):
        """The page of the member who is logged in."""
        member = self._own()
        if request.httprequest.method == "POST":
            return self._save(member, None, values)
        return self._preferences_page(member)

    @http.route("/my/preferences/link", auth="user", **PAGE, methods=["POST"])
    def mail_link(self, **kwargs):
        """Mail the member the link that proves its address, to lift a block."""
        member = self._own()
        if not self._allowed("preferences_link", LINKS_PER_HOUR, str(request.env.uid)):
            return self._refuse_many()
        template = request.env.ref("mlm_marketing.mail_preferences_link").sudo()
        template.send_mail(member.id, force_send=False)
        return self._preferences_page(member, done="mailed")

    @http.route(
        "/preferences/<int:partner_id>/<string:token>",
        auth="public",
        **PAGE,
        methods=["GET", "POST"],
    )
    def linked_preferences(self, partner_id, token, **values):
        """The page of whoever reads the mailbox to which the link was sent."""
        member = request.env["res.partner"]._mlm_find_by_preferences(partner_id, token)
        if not member:
            raise NotFound()
        if request.httprequest.method == "POST":
            return self._save(member, token, values)
        return self._preferences_page(member, token)
