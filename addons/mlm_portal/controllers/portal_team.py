# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import csv
import io

from odoo import fields, http
from odoo.http import request

from odoo.addons.mlm_base.csv_cell import csv_cell
from odoo.addons.portal.controllers.portal import pager

from .portal_network import NetworkPortal

MEMBERS_PER_PAGE = 50
FILTERS = ("search", "show", "level", "rank", "sort")


class TeamPortal(NetworkPortal):
    """The team of a partner as a list and as a file."""

    def _team_filters(self, values):
        return {name: values.get(name, "") for name in FILTERS}

    @http.route(
        ["/my/team", "/my/team/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        sitemap=False,
        readonly=True,
    )
    def team(self, page=1, **kwargs):
        """The team as far as the partner may see it, nearest first unless sorted otherwise."""
        partner = self._partner()
        filters = self._team_filters(kwargs)
        offset = max(page - 1, 0) * MEMBERS_PER_PAGE
        count, rows = partner._mlm_team(filters, offset, MEMBERS_PER_PAGE)
        pages = pager(
            url="/my/team", url_args=filters, total=count, page=page, step=MEMBERS_PER_PAGE
        )
        return self._page(
            "portal_team",
            {
                "page_name": "mlm_team",
                "rows": rows,
                "count": count,
                "pager": pages,
                "filters": filters,
                "ranks": partner._mlm_team_ranks(),
                "status_names": _status_names(request.env),
            },
        )

    @http.route("/my/team.csv", type="http", auth="user", website=True, sitemap=False)
    def team_csv(self, **kwargs):
        """The same list as a file, without pages."""
        rows = self._partner()._mlm_team(self._team_filters(kwargs))[1]
        statuses = _status_names(request.env)
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=";")
        columns = _columns(request.env)
        writer.writerow(columns.values())
        for row in rows:
            row["status"] = statuses.get(row["status"], row["status"])
            writer.writerow([csv_cell(row[name]) for name in columns])
        content = buffer.getvalue().encode("utf-8-sig")
        name = f"team-{fields.Date.context_today(request.env.user)}.csv"
        return self._file(content, "text/csv", name)

    @http.route("/my/invite", type="http", auth="user", website=True, sitemap=False)
    def invite(self, **kwargs):
        """Link, QR code, cards, approved texts and figures of the own links."""
        values = self._partner()._mlm_invite()
        return self._page("portal_invite", {"page_name": "mlm_invite", "invite": values})


def _status_names(env):
    """Return the words for the statuses that ``member_status`` gives."""
    return {
        "active": env._("Active"),
        "risk": env._("At risk"),
        "inactive": env._("Not active"),
        "new": env._("New"),
        "applicant": env._("Applicant"),
        "suspended": env._("Suspended"),
        "terminated": env._("Terminated"),
    }


def _columns(env):
    """Return the columns of the file: {key of a row: title}."""
    return {
        "number": env._("Number"),
        "name": env._("Name"),
        "level": env._("Level"),
        "rank": env._("Rank"),
        "status": env._("Status"),
        "joined": env._("Joined"),
        "personal_volume": env._("Personal Volume"),
        "group_volume": env._("Group Volume"),
    }
