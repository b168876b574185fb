# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager

STATEMENTS_PER_PAGE = 24
# The page shows the beginning; the file has all lines.
SHOWN_LINES = 100


class NetworkPortal(http.Controller):
    """The workplace of a partner: figures and commission, the own ones only."""

    def _owner(self):
        """Return the partner who is logged in (not sudo), also a suspended or former one.

        For the own documents and data only: nobody else's name may stand on such a page.
        """
        partner = request.env.user.partner_id
        if partner.sudo().mlm_role != "partner":
            raise NotFound()
        return partner

    def _partner(self):
        """Return the partner who is logged in (not sudo); others find nothing here."""
        partner = self._owner()
        if not partner._mlm_has_team():
            raise NotFound()
        return partner

    def _statement(self, statement_id):
        """Return an own statement (sudo)."""
        statement_sudo = (
            request.env["mlm.statement"]
            .sudo()
            .search([("id", "=", statement_id), ("partner_id", "=", self._owner().id)])
        )
        if not statement_sudo:
            raise NotFound()
        return statement_sudo

    def _page(self, template, values):
        response = request.render(f"mlm_portal.{template}", values)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _file(self, content, mimetype, name):
        return request.make_response(
            content,
            [
                ("Content-Type", mimetype),
                ("Content-Length", len(content)),
                ("Content-Disposition", http.content_disposition(name)),
                ("Cache-Control", "no-store"),
            ],
        )

    # === START PAGE === #

    @http.route("/my/network", type="http", auth="user", website=True, sitemap=False)
    def network(self, **kwargs):
        """Rank, volumes, expected commission, newcomers, what is to do."""
        if not self._owner()._mlm_has_team():
            return request.redirect("/my/commissions")
        return self._page(
            "portal_network", {"page_name": "mlm_network", **self._partner()._mlm_dashboard()}
        )

    # === COMMISSIONS === #

    @http.route(
        ["/my/commissions", "/my/commissions/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        sitemap=False,
    )
    def commissions(self, page=1, **kwargs):
        """The own statements, newest first."""
        Statement_sudo = request.env["mlm.statement"].sudo()
        domain = [("partner_id", "=", self._owner().id)]
        pages = pager(
            url="/my/commissions",
            total=Statement_sudo.search_count(domain),
            page=page,
            step=STATEMENTS_PER_PAGE,
        )
        return self._page(
            "portal_commissions",
            {
                "page_name": "mlm_commissions",
                "statements": Statement_sudo.search(
                    domain, limit=STATEMENTS_PER_PAGE, offset=pages["offset"]
                ),
                "pager": pages,
                "summaries": self._summaries() if page == 1 else None,
            },
        )

    def _summaries(self):
        """Return the own released annual summaries (sudo), newest first."""
        return (
            request.env["mlm.year.summary"]
            .sudo()
            .search(
                [("partner_id", "=", self._owner().id), ("state", "=", "released")],
                order="year desc, version desc",
            )
        )

    @http.route(
        "/my/commissions/<int:statement_id>", type="http", auth="user", website=True, sitemap=False
    )
    def commission(self, statement_id, **kwargs):
        """One statement: sums, lines, document."""
        return self._statement_page(self._statement(statement_id))

    def _statement_page(self, statement, error=None):
        return self._page(
            "portal_commission",
            {
                "page_name": "mlm_commissions",
                "statement": statement,
                "lines": statement._annex_rows(limit=SHOWN_LINES),
                "line_count": sum(statement.line_ids.mapped("line_count")),
                "may_object": statement.state in ("settled", "paid"),
                "error": error,
            },
        )

    @http.route(
        "/my/commissions/<int:statement_id>/line/<int:line_id>",
        type="http",
        auth="user",
        website=True,
        sitemap=False,
    )
    def line(self, statement_id, line_id, **kwargs):
        """Why a line is there and how its amount came about."""
        statement = self._statement(statement_id)
        line_sudo = (
            request.env["mlm.commission.line"]
            .sudo()
            .search(
                [
                    ("id", "=", line_id),
                    ("run_id", "=", statement.run_id.id),
                    ("partner_id", "=", statement.partner_id.id),
                ]
            )
        )
        if not line_sudo:
            raise NotFound()
        return self._explanation(statement, [line_sudo.explanation])

    @http.route(
        "/my/commissions/<int:statement_id>/why",
        type="http",
        auth="user",
        website=True,
        sitemap=False,
    )
    def why(self, statement_id, **kwargs):
        """Why this much and not more: rank, conditions, bonuses."""
        statement = self._statement(statement_id)
        result = statement._member_result()
        parts = [result.rank_explanation, result.explanation] if result else []
        # Where nothing can be explained, both parts say the same.
        return self._explanation(statement, list(dict.fromkeys(parts)))

    def _explanation(self, statement, parts):
        return self._page(
            "portal_explanation",
            {"page_name": "mlm_commissions", "statement": statement, "parts": parts},
        )

    # === FILES === #

    @http.route(
        "/my/commissions/<int:statement_id>/statement.pdf",
        type="http",
        auth="user",
        website=True,
        sitemap=False,
    )
    def statement_pdf(self, statement_id, **kwargs):
        """The printed statement."""
        statement = self._statement(statement_id)
        return self._pdf("mlm_commission.report_mlm_statement", statement, statement.name)

    @http.route(
        "/my/commissions/<int:statement_id>/lines.csv",
        type="http",
        auth="user",
        website=True,
        sitemap=False,
    )
    def lines_csv(self, statement_id, **kwargs):
        """All lines as a file."""
        statement = self._statement(statement_id)
        return self._file(statement._annex_csv(), "text/csv", f"{statement.name}.csv")

    @http.route(
        "/my/commissions/<int:statement_id>/document.pdf",
        type="http",
        auth="user",
        website=True,
        sitemap=False,
    )
    def document_pdf(self, statement_id, **kwargs):
        """The settlement document in the books."""
        move = self._statement(statement_id).move_id
        if move.state != "posted":
            raise NotFound()
        content = move._mlm_settlement_pdf().raw
        move._mlm_log_transmission(
            "download",
            address=request.httprequest.remote_addr,
            user_agent=request.httprequest.user_agent.string,
        )
        return self._file(content, "application/pdf", f"{move._mlm_settlement_file_name()}.pdf")

    @http.route(
        "/my/commissions/year/<int:summary_id>/<string:kind>",
        type="http",
        auth="user",
        website=True,
        sitemap=False,
    )
    def year_summary(self, summary_id, kind, **kwargs):
        """An annual summary for the tax office as ``pdf`` or ``csv``."""
        summary = self._summaries().filtered(lambda one: one.id == summary_id)
        mimetype = {"pdf": "application/pdf", "csv": "text/csv"}.get(kind)
        if not summary or not mimetype:
            raise NotFound()
        content = base64.b64decode(summary[f"{kind}_file"])
        return self._file(content, mimetype, summary[f"{kind}_name"])

    def _pdf(self, report, record, name):
        content = request.env["ir.actions.report"].sudo()._render_qweb_pdf(report, record.ids)[0]
        return self._file(content, "application/pdf", f"{name}.pdf")

    # === OBJECTION === #

    @http.route(
        "/my/commissions/<int:statement_id>/object",
        type="http",
        auth="user",
        website=True,
        sitemap=False,
        methods=["POST"],
    )
    def object_to_document(self, statement_id, reason=None, **kwargs):
        """Take the partner's objection to its settlement document."""
        statement = self._statement(statement_id)
        try:
            statement._mlm_object_in_portal(reason)
        except UserError as error:
            return self._statement_page(statement, str(error))
        return request.redirect(f"/my/commissions/{statement.id}")
