# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

KINDS = [
    ("booking", "Entries"),
    ("partner", "Partners"),
    ("account", "Accounts"),
    ("documents", "Documents"),
    ("csv", "Own CSV"),
]


class MlmDatevFile(models.Model):
    """What has been handed out: evidence, written once per file."""

    _name = "mlm.datev.file"
    _description = "Exported File"
    _inherit = ["mlm.append.only"]
    _order = "id desc"

    export_id = fields.Many2one(
        "datev_export_dtvf.export", index=True, required=True, readonly=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(selection=KINDS, required=True, readonly=True)
    name = fields.Char(string="File", required=True, readonly=True)
    sha256 = fields.Char(string="SHA-256", required=True, readonly=True)
    row_count = fields.Integer(string="Rows", readonly=True)
    amount_debit = fields.Monetary(
        string="Debit", readonly=True, help="Sum of the debit sides of the exported entries."
    )
    reason = fields.Text(readonly=True, help="Why the period was exported again.")
