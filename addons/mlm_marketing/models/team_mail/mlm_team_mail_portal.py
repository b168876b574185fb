# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models, tools

from odoo.addons.mlm_portal.models.registration.res_partner import short_name

from .mlm_team_mail import FEWEST_SHOWN


class MlmTeamMail(models.Model):
    """What a leader is told of its mails: words and numbers only."""

    _inherit = "mlm.team.mail"

    def _told(self):
        """Return what the leader may know of how a mail went.

        A number below five would tell what a single person did: it is not told.

        :return: dict: ``sent``, ``opened`` (numbers, None = too few to tell), ``answers``: list of
            dicts with name, date and text
        """
        self.ensure_one()
        mail = self.sudo()
        enough = mail.sent_count >= FEWEST_SHOWN
        return {
            "sent": mail.sent_count if enough else None,
            "opened": mail.opened_count if enough and mail.opened_count >= FEWEST_SHOWN else None,
            "answers": [
                {
                    "name": mail._answering(message),
                    "date": message.date,
                    "text": tools.html2plaintext(message.body or ""),
                }
                for message in mail._answers()
            ],
        }

    def _answering(self, message):
        """Return the name of who answered: the sender of an own mail, never its address."""
        name = message.author_id.name or tools.parse_contact_from_email(message.email_from)[0]
        return short_name(name) if name and "@" not in name else self.env._("Somebody")


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _mlm_team_mail_page(self):
        """Return what the page of team mails shows to this leader, who is the one who asks."""
        self.ensure_one()
        company = self.sudo().mlm_company_id
        mails = self.env["mlm.team.mail"].sudo().search([("partner_id", "=", self.id)], limit=30)
        week = fields.Date.start_of(fields.Date.context_today(self), "week")
        return {
            "mails": mails,
            "texts": self.env["mlm.claim.text"]._for_team(self),
            "ranks": self._mlm_team_ranks(),
            "limit": company.mlm_team_mails_per_week,
            "left": max(
                company.mlm_team_mails_per_week
                - len(mails.filtered(lambda mail: mail.week == week)),
                0,
            ),
            "minutes": company.mlm_team_mail_minutes,
        }
