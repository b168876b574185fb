# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.fields import Domain

SHOWN_PLACES = 10
RANKING = "ranking"


class ResPartner(models.Model):
    """What a partner sees of contests: the own place, and others as far as they agreed."""

    _inherit = "res.partner"

    def _mlm_contests(self):
        """Return the contests (sudo) that are open to this partner, the newest first."""
        self.ensure_one()
        partner = self.sudo()
        return (
            self.env["mlm.contest"]
            .sudo()
            .search(
                [
                    ("company_id", "=", partner.mlm_company_id.id),
                    ("state", "in", ("running", "counted", "approved")),
                    ("date_from", "<=", fields.Date.context_today(self)),
                    Domain("type_ids", "=", False)
                    | Domain("type_ids", "in", partner.mlm_type_id.ids),
                    Domain("market_ids", "=", False)
                    | Domain("market_ids", "in", partner.mlm_market_id.ids),
                ],
                limit=20,
            )
        )

    def _mlm_contest_ranking(self, contest):
        """Return what this partner may read of a ranking.

        :param contest: mlm.contest record (sudo), one of those open to this partner
        :return: dict: ``own`` (result or empty), ``rows``: the first places as dicts with place,
            name (in full by consent, else initials), score (None without consent), is_own
        """
        self.ensure_one()
        Result = self.env["mlm.contest.result"].sudo()
        first = Result.search([("contest_id", "=", contest.id)], limit=SHOWN_PLACES)
        agreed = first.partner_id._mlm_agreed_to(RANKING)
        return {
            "own": Result.search([("contest_id", "=", contest.id), ("partner_id", "=", self.id)]),
            "rows": [
                {
                    "place": result.place,
                    "is_own": result.partner_id == self,
                    "name": result.partner_id.name
                    if result.partner_id in agreed | self
                    else initials(result.partner_id.name),
                    "score": result.score if result.partner_id in agreed | self else None,
                }
                for result in first
            ],
        }

    def _mlm_agreed_to(self, code):
        """Return those of these partners whose latest word on a purpose is a yes.

        :param str code: code of the mlm.consent.purpose
        """
        purpose = self.env["mlm.consent.purpose"].sudo().search([("code", "=", code)])
        if not purpose or not self:
            return self.browse()
        given = self.env["mlm.consent"].sudo()._current(self, purpose)
        return self.filtered(lambda partner: given[partner.id])


def initials(name):
    """Return the initials of a name.

    >>> initials("Anna Maria Sommer")
    'A. S.'
    """
    parts = (name or "").split()
    return " ".join(f"{part[0]}." for part in (parts[:1] + parts[1:][-1:]))
