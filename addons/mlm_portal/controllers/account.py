# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.mlm_commission.einvoice import ubl
from odoo.addons.portal.controllers.portal import pager

from ..models.portal.res_partner_calculator import MOST
from .portal_network import NetworkPortal

TRIES_PER_HOUR = 100
ENTRIES_PER_PAGE = 50
PAGE = {"type": "http", "auth": "user", "website": True, "sitemap": False}


class AccountPortal(NetworkPortal):
    """The commission account of a partner, its e-invoices, and what partners earn."""

    @http.route(["/my/commissions/account", "/my/commissions/account/page/<int:page>"], **PAGE)
    def account(self, page=1, **kwargs):
        """Earned, settled, due, held, on its way, paid: newest first, with running balance."""
        owner = self._owner()
        Entry_sudo = request.env["mlm.account.entry"].sudo()
        domain = [("partner_id", "=", owner.id)]
        pages = pager(
            url="/my/commissions/account",
            total=Entry_sudo.search_count(domain),
            page=page,
            step=ENTRIES_PER_PAGE,
        )
        return self._page(
            "portal_account",
            {
                "page_name": "mlm_commissions",
                "entries": Entry_sudo.search(
                    domain, limit=ENTRIES_PER_PAGE, offset=pages["offset"]
                ),
                "sums": owner._mlm_account_sums(),
                "pager": pages,
            },
        )

    @http.route("/my/commissions/income", **PAGE)
    def income(self, **kwargs):
        """What partners of the company earned in the last twelve closed months."""
        return self._page(
            "portal_income",
            {"page_name": "mlm_commissions", "income": self._partner()._mlm_income_figures()},
        )

    @http.route("/my/commissions/calculator", **PAGE)
    def calculator(self, **asked):
        """What the plan would pay for sales of the own team, beside what partners really earn."""
        partner = self._partner()
        values = {"page_name": "mlm_commissions", "asked": asked, "most": MOST, "result": None}
        values["income"] = partner._mlm_income_figures()
        if asked and values["income"]:
            limits = request.env["mlm.rate.limit"].sudo()
            try:
                if not limits._allow("calculator", str(request.env.uid), TRIES_PER_HOUR):
                    raise UserError(
                        request.env._("You have calculated a lot. Please try again in an hour.")
                    )
                values["result"] = partner._mlm_calculate(asked)
            except UserError as error:
                values["problem"] = str(error)
        return self._page("portal_calculator", values)

    @http.route("/my/commissions/<int:statement_id>/document.xml", **PAGE)
    def document_xml(self, statement_id, **kwargs):
        """The settlement document as electronic invoice (XRechnung)."""
        statement = self._statement(statement_id)
        move = statement.move_id
        if move.state != "posted":
            raise NotFound()
        try:
            content = ubl.write(move._mlm_einvoice())
        except UserError as error:
            return self._statement_page(statement, str(error))
        move._mlm_log_transmission(
            "download",
            address=request.httprequest.remote_addr,
            user_agent=request.httprequest.user_agent.string,
        )
        return self._file(content, "application/xml", f"{move._mlm_settlement_file_name()}.xml")
