# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import csv
import io

from odoo import fields, http
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager

from .portal_network import NetworkPortal

MEMBERS_PER_PAGE = 50
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class TeamPortal(NetworkPortal):
    """The team of a partner as a list and as a file."""

    @http.route(
        ["/my/team", "/my/team/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        sitemap=False,
    )
    def team(self, page=1, search="", show="", **kwargs):
        """The team, nearest first, as far as the partner may see it."""
        partner = self._partner()
        filters = {"search": search, "show": show}
        count, __ = partner._mlm_team(filters, limit=0)
        pages = pager(
            url="/my/team", url_args=filters, total=count, page=page, step=MEMBERS_PER_PAGE
        )
        rows = partner._mlm_team(filters, pages["offset"], MEMBERS_PER_PAGE)[1]
        return self._page(
            "portal_team",
            {
                "page_name": "mlm_team",
                "rows": rows,
                "count": count,
                "pager": pages,
                "search": search,
                "show": show,
            },
        )

    @http.route("/my/team.csv", type="http", auth="user", website=True, sitemap=False)
    def team_csv(self, search="", show="", **kwargs):
        """The same list as a file, without pages."""
        rows = self._partner()._mlm_team({"search": search, "show": show})[1]
        names = ("number", "name", "level", "rank", "is_active", "joined", "group_volume")
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=";")
        writer.writerow(names)
        for row in rows:
            writer.writerow([_cell(row[name]) for name in names])
        content = buffer.getvalue().encode("utf-8-sig")
        name = f"team-{fields.Date.context_today(request.env.user)}.csv"
        return self._file(content, "text/csv", name)


def _cell(value):
    """Return a cell that no spreadsheet takes for a formula.

    >>> _cell("=1+1")
    "'=1+1"
    """
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
