# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib

from odoo import api, fields, models, tools
from odoo.exceptions import UserError

# What the consumer declared and the receipt states.
EVIDENCE = {
    *("name", "company_id", "contact_name", "email", "reference", "content"),
    *("received_at", "lang", "receipt_hash", "kind", "ends_on"),
}


class MlmDeclaration(models.AbstractModel):
    """What a consumer declares on the website, and the receipt on a durable medium."""

    _name = "mlm.declaration"
    _description = "Declaration of a Consumer"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "received_at desc, id desc"

    name = fields.Char(string="Number", readonly=True, copy=False, required=True, default="/")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    contact_name = fields.Char(string="Name", required=True, readonly=True)
    email = fields.Char(required=True, readonly=True)
    reference = fields.Char(
        string="Contract", required=True, readonly=True, help="As typed: order or member number."
    )
    content = fields.Text(readonly=True, help="The words of the declaration.")
    received_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    lang = fields.Char(string="Language", readonly=True)
    receipt_hash = fields.Char(string="SHA-256 of the Receipt", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["name"] = self.env["ir.sequence"].sudo().next_by_code(self._name) or "/"
        records = super().create(vals_list)
        for record in records:
            record.receipt_hash = hashlib.sha256(record._receipt().encode()).hexdigest()
        return records

    def write(self, vals):
        """Keep the declaration as it was received, and the state to the buttons."""
        if (EVIDENCE | {"state"}) & set(vals) and not self.env.su:
            raise UserError(self.env._("A declaration stays as it was received."))
        return super().write(vals)

    def _receipt(self):
        """Return content, date and time as the receipt states them."""
        self.ensure_one()
        return "\n".join(
            str(part or "")
            for part in (
                self.name,
                self.received_at.isoformat(),
                self.contact_name,
                self.email,
                self.reference,
                self.content,
            )
        )

    def _send_receipt(self, template):
        """Mail the receipt at once to the address that the consumer gave.

        :param str template: name of a mail template of this module
        """
        self.ensure_one()
        self.env.ref(f"mlm_shop.{template}").sudo().with_context(
            lang=self.lang, tz=self.company_id.partner_id.tz or "Europe/Berlin"
        ).send_mail(self.id, force_send=True)

    @api.model
    def _clean(self, values):
        """Return (cleaned values, {field: what to correct}) of a form.

        :param dict values: as typed: contact_name, email, reference, content
        """
        clean = {
            name: " ".join((values.get(name) or "").split())[:200]
            for name in ("contact_name", "email", "reference")
        }
        clean["content"] = (values.get("content") or "").strip()[:2000]
        errors = {}
        if not clean["contact_name"]:
            errors["contact_name"] = self.env._("Please enter your name.")
        if not tools.email_normalize(clean["email"]):
            errors["email"] = self.env._("Please enter an e-mail address for the receipt.")
        if not clean["reference"]:
            errors["reference"] = self.env._("Please enter the number of the contract.")
        return clean, errors
