# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

TAX_STATUSES = [
    ("regular", "Business with VAT"),
    ("small", "Small Business without VAT"),
    ("private", "Private, No Business Yet"),
    ("eu_business", "Business in Another EU Country"),
    ("eu_small", "Small Business in Another EU Country"),
    ("third_country", "Business outside the EU"),
]
SOURCES = [
    ("portal", "In the Portal"),
    ("paper", "On Paper"),
    ("import", "Taken Over with Old Data"),
]


class MlmTaxStatus(models.Model):
    """What a partner declared to be for tax, from a date on. Rows are evidence and never change.

    A status holds until the next one begins; the yearly re-declaration is a further row.
    """

    _name = "mlm.tax.status"
    _description = "Tax Status"
    _inherit = ["mlm.append.only"]
    _order = "partner_id, date_from desc, id desc"
    _rec_name = "status"

    partner_id = fields.Many2one(
        "res.partner",
        string="Member",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("mlm_role", "=", "partner")],
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, ondelete="restrict"
    )
    status = fields.Selection(selection=TAX_STATUSES, required=True)
    date_from = fields.Date(string="Valid From", required=True, default=fields.Date.context_today)
    date_declared = fields.Date(
        string="Declared On",
        required=True,
        default=fields.Date.context_today,
        help="A declaration holds for twelve months of settlement.",
    )
    is_founding_year = fields.Boolean(
        string="Founded This Year",
        help="In the year of foundation the lower limit of small businesses counts (§ 19 UStG).",
    )
    source = fields.Selection(selection=SOURCES, required=True, default="paper")
    evidence = fields.Binary(attachment=True)
    evidence_name = fields.Char(string="File Name")
    evidence_hash = fields.Char(string="Hash of the File (SHA-256)", readonly=True)
    note = fields.Char()

    @api.model_create_multi
    def create(self, vals_list):
        """Record declarations with the hash of their evidence.

        :raise UserError: a date lies in the future, or a person claims what only the portal records
        """
        today = fields.Date.context_today(self)
        rows = []
        for vals in vals_list:
            declared = fields.Date.to_date(vals.get("date_declared") or today)
            if declared > today:
                raise UserError(self.env._("A declaration can't be dated in the future."))
            if vals.get("source") == "portal" and not self.env.su:
                raise UserError(
                    self.env._(
                        "Only the portal records what was declared there. Choose “On Paper”."
                    )
                )
            data = base64.b64decode(vals.get("evidence") or b"")
            rows.append({**vals, "evidence_hash": data and hashlib.sha256(data).hexdigest()})
        return super().create(rows)

    @api.model
    def _of_partners(self, partners, company, date):
        """Return the status that holds on a day, one statement for all.

        :param partners: res.partner records
        :param company: the paying res.company
        :param date: day of performance
        :return: {partner id: mlm.tax.status record}; partners without one are missing
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (partner_id) partner_id, id
                     FROM mlm_tax_status
                    WHERE company_id = %s AND partner_id = ANY(%s) AND date_from <= %s
                    ORDER BY partner_id, date_from DESC, id DESC""",
                company.id,
                partners.ids,
                fields.Date.to_date(date),
            )
        )
        statuses = self.browse([row[1] for row in rows])
        return {partner: status for (partner, __), status in zip(rows, statuses, strict=True)}
