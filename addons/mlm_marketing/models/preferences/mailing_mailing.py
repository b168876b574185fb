# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

DAYS = {"week": 7, "month": 30}


class MailingMailing(models.Model):
    """Newsletters keep to how often each contact wants them."""

    _inherit = "mailing.mailing"

    def _get_recipients_domain(self):
        domain = super()._get_recipients_domain()
        if self.mailing_model_real != "res.partner" or not self._mlm_is_newsletter():
            return domain
        return domain & Domain.custom(
            to_sql=lambda model, alias, query: self._sql_not_too_often(alias)
        )

    def _mlm_is_newsletter(self):
        """Whether this is advertising to many, no step of a series and no team mail."""
        return bool(self.mlm_purpose_id and not self.mlm_step_id and not self.mlm_team_mail_id)

    def _sql_not_too_often(self, alias):
        """Return the condition that a contact got no other newsletter in its time of quiet."""
        self.env.flush_all()
        now = fields.Datetime.now()
        quiet = [
            SQL(
                """(%(wish)s = %(name)s AND EXISTS (
                        SELECT 1 FROM mailing_trace t JOIN mailing_mailing m
                            ON m.id = t.mass_mailing_id
                         WHERE t.model = 'res.partner' AND t.res_id = %(id)s
                           AND t.create_date > %(since)s AND m.id <> %(own)s
                           AND t.trace_status NOT IN ('cancel', 'error')
                           AND m.mlm_purpose_id IS NOT NULL AND m.mlm_step_id IS NULL
                           AND m.mlm_team_mail_id IS NULL))""",
                wish=SQL.identifier(alias, "mlm_mail_frequency"),
                name=name,
                id=SQL.identifier(alias, "id"),
                since=fields.Datetime.subtract(now, days=days),
                own=self._origin.id or 0,
            )
            for name, days in DAYS.items()
        ]
        return SQL("coalesce(NOT (%s), TRUE)", SQL(" OR ").join(quiet))
