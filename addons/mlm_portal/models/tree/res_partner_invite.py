# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import fields, models

MONTHS_SHOWN = 12


class ResPartner(models.Model):
    """What a partner needs to invite others."""

    _inherit = "res.partner"

    def _mlm_invite(self):
        """Return the values of the invite page: link, code, texts, months; None without the right.

        Figures are of all links this partner ever had.
        """
        self.ensure_one()
        if not self._mlm_takes_on():
            return None
        code = self.env["mlm.referral.code"]._of_partner(self)
        link, name = code._link(), self.sudo().name
        months = self._mlm_link_months("visits", "registrations")
        return {
            "link": link,
            "code": code.code,
            "texts": [
                {
                    "id": text.id,
                    "title": text.name,
                    "lang": text.lang,
                    "channel": text.channel,
                    "channel_name": dict(text._fields["channel"]._description_selection(self.env))[
                        text.channel
                    ],
                    "version": text.version,
                    "text": text._filled(link, name),
                }
                for text in self.env["mlm.claim.text"]._for_partner(self)
            ],
            "months": months,
            "visits": sum(month["visits"] for month in months),
            "registrations": sum(month["registrations"] for month in months),
            "most": max((month["visits"] for month in months), default=0),
        }

    def _mlm_link_months(self, *figures):
        """Return sums of all own links for the last twelve months, the newest first.

        :param str figures: fields of ``mlm.referral.day``
        :return: list of dicts: ``start`` (first day of the month) and the figures
        """
        first = fields.Date.context_today(self).replace(day=1)
        starts = [first - relativedelta(months=number) for number in range(MONTHS_SHOWN)]
        found = {
            month: sums
            for month, *sums in self.env["mlm.referral.day"]
            .sudo()
            ._read_group(
                [("code_id.partner_id", "=", self.id), ("date", ">=", starts[-1])],
                ["date:month"],
                [f"{name}:sum" for name in figures],
            )
        }
        nothing = [0] * len(figures)
        return [
            {
                "start": start,
                **{
                    name: number or 0
                    for name, number in zip(figures, found.get(start, nothing), strict=True)
                },
            }
            for start in starts
        ]
