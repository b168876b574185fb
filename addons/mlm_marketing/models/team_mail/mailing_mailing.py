# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.fields import Domain


class MailingMailing(models.Model):
    """The mailing behind a team mail finds its recipients when it goes out."""

    _inherit = "mailing.mailing"

    mlm_team_mail_id = fields.Many2one(
        "mlm.team.mail", string="Team Mail", readonly=True, ondelete="cascade", copy=False
    )

    def _get_recipients_domain(self):
        domain = super()._get_recipients_domain()
        if not self.mlm_team_mail_id:
            return domain
        team_mail = self.mlm_team_mail_id
        return domain & Domain.custom(
            to_sql=lambda model, alias, query: team_mail._sql_is_recipient(alias)
        )

    def _mlm_sender_of_market(self):
        """A team mail bears its leader's name and brings the answers to its own page."""
        return not self.mlm_team_mail_id and super()._mlm_sender_of_market()
