# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.helpdesk_mgmt.controllers.main import HelpdeskTicketController

TICKETS_PER_HOUR = 10


class SafeTicketController(HelpdeskTicketController):
    """The helpdesk's portal pages, closed where they let somebody touch tickets of others.

    No child of the portal's controller: it would answer the portal's own addresses, without what
    other modules add to their pages.
    """

    @http.route(methods=["POST"], website=True)
    def support_ticket_close(self, ticket_id=None, stage_id=None, **kw):
        """Close an own ticket: sent from a form, readable by the user, to a stage of its team."""
        number = int(ticket_id) if str(ticket_id or "").isdecimal() else 0
        ticket = request.env["helpdesk.ticket"].search([("id", "=", number)])
        if not ticket:
            raise NotFound()
        stages = ticket.sudo().team_id._get_applicable_stages().filtered("close_from_portal")
        stage = stages.filtered(lambda one: str(one.id) == str(stage_id))
        if not stage:
            raise NotFound()
        ticket.sudo().stage_id = stage
        return request.redirect(f"/my/ticket/{ticket.id}")

    def _get_create_new_ticket_values(self, **kw):
        """Add the own order that the ticket is about, if the page of an order was left for it."""
        values = super()._get_create_new_ticket_values(**kw)
        return {**values, "mlm_order": self._own_order(kw.get("mlm_order_id"))}

    def _prepare_submit_ticket_vals(self, **kw):
        values = super()._prepare_submit_ticket_vals(**kw)
        order = self._own_order(kw.get("mlm_order_id"))
        if order:
            topic = request.env.ref("mlm_helpdesk.category_order")
            values |= {
                "mlm_order_id": order.id,
                "category_id": values["category_id"] or topic.id,
                "company_id": order.company_id.id,
            }
        return values

    def _own_order(self, number):
        """Return the order that a user of the portal may read (by its rules), or none."""
        orders = request.env["sale.order"]
        if not str(number or "").isdecimal() or not orders.has_access("read"):
            return orders
        return orders.search([("id", "=", int(number))])

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
        for name, offered in (("category", self._get_categories()), ("team", self._get_teams())):
            if post.get(name) and post[name] not in map(str, offered.ids if offered else ()):
                return request.env._("Please choose one of the topics and teams on this page.")
        sent = [one for one in request.httprequest.files.getlist("attachment") if one.filename]
        problem = request.env["helpdesk.ticket"]._mlm_problem_of_files(
            [(one.filename, _size(one)) for one in sent]
        )
        if problem:
            return problem
        limits = request.env["mlm.rate.limit"].sudo()
        if not limits._allow("helpdesk_ticket", str(request.env.uid), TICKETS_PER_HOUR):
            return request.env._("You have asked a lot in the last hour. Please try again later.")
        return None


def _size(file):
    size = file.seek(0, 2)
    file.seek(0)
    return size
