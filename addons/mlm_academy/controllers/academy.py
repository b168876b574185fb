# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.mlm_portal.controllers.portal_network import NetworkPortal

PAGE = {"type": "http", "auth": "user", "website": True, "sitemap": False}
MOST_OFFERED = 12


class AcademyPortal(NetworkPortal):
    """Courses, mandatory training and certificates of who is logged in."""

    @http.route("/my/academy", **PAGE)
    def academy(self, **kwargs):
        """What has to be taken, own courses with their progress, certificates, further courses."""
        partner = request.env.user.partner_id
        # Not sudo: the rules of the courses say what the reader sees.
        Course = request.env["slide.channel"]
        here = request.website.website_domain()
        response = request.render(
            "mlm_academy.portal_academy",
            {
                "page_name": "mlm_academy",
                "partner": partner,
                "rows": partner._mlm_training_rows(),
                "courses": Course.search([*here, ("is_member", "=", True)]),
                "offered": Course.search(
                    [
                        *here,
                        ("is_member", "=", False),
                        ("is_visible", "=", True),
                        ("enroll", "=", "public"),
                    ],
                    limit=MOST_OFFERED,
                ),
                "records": self._own_records(),
            },
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    @http.route(
        "/my/academy/start/<int:training_id>",
        type="http",
        auth="user",
        website=True,
        sitemap=False,
        methods=["POST"],
    )
    def start(self, training_id, **kwargs):
        """Enrol in the course of an own training and go there; a renewal begins anew."""
        channel = request.env.user.partner_id._mlm_start_training(training_id)
        if not channel:
            raise NotFound()
        return request.redirect(channel.website_url)

    @http.route("/my/academy/certificate/<int:certificate_id>", **PAGE)
    def certificate(self, certificate_id, **kwargs):
        """An own certificate as PDF."""
        record = self._own_records().filtered(lambda one: one.id == certificate_id)
        if not record or record.is_revoked:
            raise NotFound()
        return self._file(
            record._certificate_pdf(), "application/pdf", f"{record.name.replace('/', '-')}.pdf"
        )

    def _own_records(self):
        """Return the own training records (sudo), newest first."""
        return (
            request.env["mlm.training.record"]
            .sudo()
            .search([("partner_id", "=", request.env.user.partner_id.id)])
        )
