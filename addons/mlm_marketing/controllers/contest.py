# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.mlm_portal.controllers.portal_network import NetworkPortal

PAGE = {"type": "http", "auth": "user", "website": True, "sitemap": False}


class ContestPortal(NetworkPortal):
    """Contests that are open to the partner who is logged in."""

    def _contest_page(self, template, **values):
        response = request.render(
            f"mlm_marketing.{template}", {"page_name": "mlm_contests", **values}
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    @http.route("/my/contests", **PAGE)
    def contests(self, **kwargs):
        """Running and past contests."""
        return self._contest_page("portal_contests", contests=self._partner()._mlm_contests())

    @http.route("/my/contests/<int:contest_id>", **PAGE)
    def contest(self, contest_id, **kwargs):
        """Terms, prizes, the own place, and the first places as far as they may be shown."""
        partner = self._partner()
        contest = partner._mlm_contests().filtered(lambda one: one.id == contest_id)
        if not contest:
            raise NotFound()
        return self._contest_page(
            "portal_contest", contest=contest, ranking=partner._mlm_contest_ranking(contest)
        )

    @http.route("/my/hall-of-fame", **PAGE)
    def hall_of_fame(self, **kwargs):
        """Ranks reached and contests won by members who agreed to be shown."""
        fame = self._partner()._mlm_hall_of_fame()
        return self._contest_page("portal_hall_of_fame", fame=fame, page_name="mlm_fame")
