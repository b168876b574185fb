# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from pathlib import PurePath

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.helpdesk_mgmt.controllers.main import HelpdeskTicketController
from odoo.addons.portal.controllers.portal import CustomerPortal

TICKETS_PER_HOUR = 10
FILES = 5
FILE_BYTES = 10 * 2**20
# Pictures and documents; nothing that runs in a browser.
KINDS = {".png", ".jpg", ".jpeg", ".webp", ".pdf", ".txt", ".csv", ".xlsx", ".docx", ".odt", ".ods"}


class SafeTicketController(HelpdeskTicketController, CustomerPortal):
    """The helpdesk's portal pages, closed where they let somebody touch tickets of others."""

    @http.route(methods=["POST"], website=True)
    def support_ticket_close(self, ticket_id=None, stage_id=None, **kw):
        """Close an own ticket: sent from a form, readable by the user, to a stage of its team."""
        try:
            ticket = self._document_check_access("helpdesk.ticket", int(ticket_id or 0))
        except (AccessError, MissingError, ValueError) as error:
            raise NotFound() from error
        stages = ticket.sudo().team_id._get_applicable_stages().filtered("close_from_portal")
        stage = stages.filtered(lambda one: str(one.id) == str(stage_id))
        if not stage:
            raise NotFound()
        ticket.sudo().stage_id = stage
        return request.redirect(f"/my/ticket/{ticket.id}")

    @http.route(methods=["POST"])
    def submit_ticket(self, **kw):
        """Take in a ticket with few, small files of known kinds, and not too many in an hour."""
        problem = self._problem_of(kw)
        if problem:
            values = self._get_create_new_ticket_values(**kw)
            page = request.render(
                "helpdesk_mgmt.portal_create_ticket", {**values, "mlm_problem": problem}
            )
            page.status_code = 422
            return page
        return super().submit_ticket(**kw)

    def _problem_of(self, post):
        """Return why a ticket isn't taken in, or None."""
        if not (post.get("subject") or "").strip() or not (post.get("description") or "").strip():
            return request.env._("Please enter a subject and what you want to know.")
        files = [one for one in request.httprequest.files.getlist("attachment") if one.filename]
        if len(files) > FILES:
            return request.env._("Please attach %(count)s files at most.", count=FILES)
        for one in files:
            if PurePath(one.filename).suffix.lower() not in KINDS:
                return request.env._(
                    "“%(name)s” can't be attached. Pictures, PDF, text and office files can.",
                    name=one.filename,
                )
            size = one.seek(0, 2)
            one.seek(0)
            if size > FILE_BYTES:
                return request.env._(
                    "“%(name)s” is larger than %(size)s MB.",
                    name=one.filename,
                    size=FILE_BYTES // 2**20,
                )
        limits = request.env["mlm.rate.limit"].sudo()
        if not limits._allow("helpdesk_ticket", str(request.env.uid), TICKETS_PER_HOUR):
            return request.env._("You have asked a lot in the last hour. Please try again later.")
        return None
