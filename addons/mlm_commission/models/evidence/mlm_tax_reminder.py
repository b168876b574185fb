# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..mlm_statement_check import DECLARATION_MONTHS

# Reminded so long before the declaration gets too old, and again after so many days.
DAYS_BEFORE, DAYS_BETWEEN = 45, 20
REMIND_AT_ONCE = 500


class MlmTaxReminder(models.Model):
    """A partner was asked to confirm its tax status."""

    _name = "mlm.tax.reminder"
    _description = "Reminder of the Tax Declaration"
    _inherit = ["mlm.append.only"]
    _order = "id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Member",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    status_id = fields.Many2one("mlm.tax.status", required=True, readonly=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    sent_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    email = fields.Char(readonly=True)

    @api.model
    def _cron_remind(self):
        """Ask partners by mail whose declaration will be older than a year soon (December)."""
        template = self.env.ref("mlm_commission.mail_template_tax_reminder")
        for status in self._due_statuses():
            lang = status.partner_id.lang
            template.with_context(lang=lang).send_mail(
                status.id, email_layout_xmlid="mail.mail_notification_light"
            )
            self.sudo().create(
                {
                    "partner_id": status.partner_id.id,
                    "status_id": status.id,
                    "company_id": status.company_id.id,
                    "email": status.partner_id.email,
                }
            )

    @api.model
    def _due_statuses(self):
        """Return the latest declarations that get too old soon and were not reminded lately."""
        self.env.flush_all()
        today = fields.Date.context_today(self)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT s.id FROM (
                    SELECT DISTINCT ON (partner_id, company_id) * FROM mlm_tax_status
                     WHERE date_from <= %(today)s
                     ORDER BY partner_id, company_id, date_from DESC, id DESC) s
                  JOIN res_partner p ON p.id = s.partner_id
                 WHERE s.date_declared <= %(limit)s AND p.active AND p.email IS NOT NULL
                   AND p.mlm_state = 'active'
                   AND NOT EXISTS (SELECT FROM mlm_tax_reminder r
                                    WHERE r.status_id = s.id AND r.sent_at > %(last)s)
                 ORDER BY s.date_declared, s.id LIMIT %(count)s""",
                today=today,
                limit=today
                - relativedelta(months=DECLARATION_MONTHS)
                + relativedelta(days=DAYS_BEFORE),
                last=fields.Datetime.now() - relativedelta(days=DAYS_BETWEEN),
                count=REMIND_AT_ONCE,
            )
        )
        return self.env["mlm.tax.status"].browse([status for (status,) in rows])
