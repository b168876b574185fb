# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import fields, models

from ..registration.res_partner import short_name

NEWCOMER_DAYS = 30
# A declaration holds for twelve months of settlement; ask before it ends.
DECLARATION_MONTHS = 11


class ResPartner(models.Model):
    """What a partner's start page in the portal says. Words and numbers only, no records."""

    _inherit = "res.partner"

    def _mlm_dashboard(self):
        """Return the data of the start page.

        :return: dict: ``figures`` (None before the first run), ``other_figures`` (of the week, if
            weeks and months run side by side), ``conditions`` of the next rank, ``newcomers``,
            ``news``, ``todos``, ``referral``
        """
        self.ensure_one()
        results = self.env["mlm.member.result"]._mlm_latest_each(self)
        return {
            "figures": self._mlm_dashboard_figures(results[:1]),
            "other_figures": [self._mlm_dashboard_figures(result) for result in results[1:]],
            **self._mlm_dashboard_rank(results[:1]),
            "growth": self._mlm_growth(),
            "newcomers": self._mlm_dashboard_newcomers(),
            "days": self._mlm_profile_days(),
            "news": self.env["mlm.news"]._for_partner(self),
            "todos": self._mlm_dashboard_todos(),
            "referral": self._mlm_dashboard_referral(),
        }

    def _mlm_dashboard_figures(self, result):
        if not result:
            return None
        return {
            "period": result.run_id.period_id.name,
            "at": result.run_id.create_date,
            "is_final": result.run_id.kind == "final",
            "is_active": result.is_active,
            "rank": result.rank_id.display_name or None,
            "title": result.title_id.display_name or None,
            "personal_volume": result.personal_volume,
            "group_volume": result.group_volume,
            "team_size": max(result.team_size - 1, 0),
            "amount": result.amount,
            "currency": result.currency_id,
        }

    def _mlm_dashboard_rank(self, result):
        """Return the next rank and each of its conditions with a text and how full its bar is."""
        told = self.env["mlm.next.rank"]._of(result) if result else None
        if not told or not told["next"]:
            return {"next_rank": None, "conditions": []}
        text = self.env["mlm.explanation"]
        told = text._named(told, result.run_id.plan_version_id)
        return {
            "next_rank": told["next"],
            "conditions": [
                {
                    "text": text._condition_text(state),
                    "is_met": state["met"],
                    "percent": _percent(state),
                }
                for state in told["conditions"]
            ],
        }

    def _mlm_dashboard_newcomers(self):
        """Return who joined the frontline lately; the direct sponsor sees the names."""
        since = fields.Date.context_today(self) - relativedelta(days=NEWCOMER_DAYS)
        newcomers = self.sudo().search(
            [
                ("mlm_sponsor_id", "=", self.id),
                ("mlm_role", "=", "partner"),
                ("mlm_date_joined", ">=", since),
            ],
            order="mlm_date_joined desc, id desc",
            limit=10,
        )
        rights = self._mlm_rights_by_member(dict.fromkeys(newcomers.ids, 1))
        return [
            {
                "name": one.name if "full_name" in rights[one.id] else short_name(one.name),
                "city": "city" in rights[one.id] and one.city,
                "date": one.mlm_date_joined,
            }
            for one in newcomers
        ]

    def _mlm_dashboard_todos(self):
        """Return what keeps the partner from being paid: text and where to go."""
        partner = self.sudo()
        todos = []
        if not partner.bank_ids:
            todos.append((self.env._("Add your bank account"), "/my/bank"))
        if not partner.user_ids.filtered("totp_enabled"):
            todos.append((self.env._("Set up the second factor"), "/my/security"))
        today = fields.Date.context_today(self)
        declared = max(partner.mlm_tax_status_ids.mapped("date_declared"), default=None)
        if not declared:
            todos.append((self.env._("Declare your tax status"), "/my/profile"))
        elif declared < today - relativedelta(months=DECLARATION_MONTHS):
            todos.append((self.env._("Declare your tax status again"), "/my/profile"))
        needed = (
            self.env["mlm.agreement"].sudo()._needed_by(partner.mlm_type_id, partner.mlm_company_id)
        )
        versions = needed.current_version_id
        accepted = versions._accepted_by(partner)
        todos += [
            (self.env._("Accept the agreement: %(name)s", name=version.display_name), None)
            for version in versions
            if (self.id, version.id) not in accepted
        ]
        return [{"text": text, "url": url} for text, url in todos]

    def _mlm_dashboard_referral(self):
        """Return the own link with its figures of the last thirty days, None without the right."""
        if not self._mlm_takes_on():
            return None
        code = self.env["mlm.referral.code"]._of_partner(self)
        since = fields.Date.context_today(self) - relativedelta(days=NEWCOMER_DAYS)
        [[visits, registrations]] = (
            self.env["mlm.referral.day"]
            .sudo()
            ._read_group(
                [("code_id.partner_id", "=", self.id), ("date", ">=", since)],
                [],
                ["visits:sum", "registrations:sum"],
            )
        )
        return {
            "link": code._link(),
            "code": code.code,
            "visits": visits or 0,
            "registrations": registrations or 0,
        }


def _percent(state):
    """Return how much of a condition is reached, 0 to 100; None where there is no measure.

    >>> _percent({"kind": "measure", "met": False, "value": 30, "min": 40})
    75
    """
    if state["met"]:
        return 100
    if not state.get("min"):
        return None
    return max(0, min(99, int(100 * state["value"] / state["min"])))
