# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class MlmAuditLog(models.Model):
    """Who changed a sensitive value of a member, from what to what. Bank numbers are masked."""

    _name = "mlm.audit.log"
    _inherit = ["mlm.append.only"]
    _description = "Audit Log"
    _order = "id desc"
    _rec_name = "field"

    changed_at = fields.Datetime(
        string="When", required=True, readonly=True, default=fields.Datetime.now, index=True
    )
    user_id = fields.Many2one(
        "res.users", string="Who", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", readonly=True, ondelete="restrict")
    partner_id = fields.Many2one(
        "res.partner", string="Member", readonly=True, index="btree_not_null", ondelete="set null"
    )
    model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="model", required=True, readonly=True
    )
    field = fields.Char(required=True, readonly=True)
    old_value = fields.Char(readonly=True)
    new_value = fields.Char(readonly=True)

    field_label = fields.Char(string="Value Of", compute="_compute_field_label")

    _record_idx = models.Index("(model, res_id)")

    @api.depends("model", "field")
    def _compute_field_label(self):
        """The field's words in the reader's language; the technical name if it is gone."""
        for log in self:
            field = log.model in self.env and self.env[log.model]._fields.get(log.field)
            log.field_label = field._description_string(self.env) if field else log.field

    @api.model
    def _record(self, entries):
        """Write log rows; the user and the time are the present ones.

        :param list entries: dicts with partner (record), model, res_id, field, old, new
        :return: the rows (sudo)
        """
        return self.sudo().create(
            [
                {
                    "user_id": self.env.uid,
                    "company_id": entry["partner"].sudo().mlm_company_id.id,
                    "partner_id": entry["partner"].id,
                    "model": entry["model"],
                    "res_id": entry["res_id"],
                    "field": entry["field"],
                    "old_value": entry["old"] or False,
                    "new_value": entry["new"] or False,
                }
                for entry in entries
            ]
        )

    @api.model
    def _mask(self, number):
        """Return a bank number of which only country and the last four characters are readable.

        'DE89 3704 0044 0532 0130 00' becomes 'DE••••••••••••••••3000'.

        :param str number: account number as typed
        """
        plain = "".join((number or "").split())
        head, tail = (2, 4) if len(plain) >= 12 else (0, min(4, len(plain) // 2))
        return plain[:head] + "•" * (len(plain) - head - tail) + plain[len(plain) - tail :]
