# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request
from odoo.tools import plaintext2html

from odoo.addons.mlm_portal.controllers.portal_network import NetworkPortal

from .ticket import TICKETS_PER_HOUR


class StatementQuestion(NetworkPortal):
    """A question about an own statement or one of its lines becomes a ticket."""

    @http.route(
        "/my/commissions/<int:statement_id>/ask",
        type="http",
        auth="user",
        website=True,
        sitemap=False,
        methods=["POST"],
    )
    def ask(self, statement_id, line_id=None, question="", **kwargs):
        """Make the ticket; the explanation that the partner has read is attached."""
        statement = self._statement(statement_id)
        question = (question or "").strip()[:4000]
        explanation = self._explanation_of(statement, line_id)
        limits = request.env["mlm.rate.limit"].sudo()
        if not question:
            return self._refused(statement, request.env._("Please write what is unclear."))
        if not limits._allow("helpdesk_ticket", str(request.env.uid), TICKETS_PER_HOUR):
            return self._refused(
                statement,
                request.env._("You have asked a lot in the last hour. Please try again later."),
            )
        ticket = (
            request.env["helpdesk.ticket"]
            .sudo()
            .create(
                {
                    "name": request.env._("Question about %(statement)s", statement=statement.name),
                    "description": plaintext2html(question),
                    "partner_id": self._owner().id,
                    "partner_name": self._owner().name,
                    "partner_email": self._owner().email,
                    "company_id": statement.company_id.id,
                    "category_id": request.env.ref("mlm_helpdesk.category_commission").id,
                    "channel_id": request.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_web").id,
                    "mlm_statement_id": statement.id,
                    "mlm_explanation": explanation,
                }
            )
        )
        ticket.message_subscribe(partner_ids=self._owner().ids)
        return request.redirect(f"/my/ticket/{ticket.id}")

    def _refused(self, statement, problem):
        page = self._statement_page(statement, problem)
        page.status_code = 422
        return page

    def _explanation_of(self, statement, line_id):
        """Return the text of an own line, or of the statement as a whole."""
        if not line_id:
            result = statement._member_result()
            return result.explanation if result else False
        if not str(line_id).isdecimal():
            raise NotFound()
        line_sudo = (
            request.env["mlm.commission.line"]
            .sudo()
            .search(
                [
                    ("id", "=", int(line_id)),
                    ("run_id", "=", statement.run_id.id),
                    ("partner_id", "=", statement.partner_id.id),
                ]
            )
        )
        if not line_sudo:
            raise NotFound()
        return line_sudo.explanation

    def _explanation(self, statement, parts):
        """Offer the question below the explanation; the line stands in the page's address."""
        response = super()._explanation(statement, parts)
        tail = request.httprequest.path.rsplit("/line/", 1)
        response.qcontext["ask_line_id"] = tail[1] if len(tail) > 1 else ""
        return response
