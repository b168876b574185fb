# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models, tools
from odoo.exceptions import UserError


class MlmCancellation(models.Model):
    """A consumer ends a continuing contract on the website (§ 312k BGB), without any password."""

    _name = "mlm.cancellation"
    _description = "Cancellation of a Contract"
    _inherit = ["mlm.declaration"]

    kind = fields.Selection(
        [("ordinary", "At the next possible date"), ("extraordinary", "At once, for good cause")],
        required=True,
        readonly=True,
        default="ordinary",
    )
    ends_on = fields.Date(string="Wished End", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", tracking=True)
    state = fields.Selection(
        [("received", "To look at"), ("done", "Contract ended")],
        required=True,
        readonly=True,
        default="received",
        tracking=True,
    )

    @api.model
    def _declare(self, company, values):
        """Take a cancellation in, confirm it at once, and end what can be told for certain.

        :param company: res.company that runs the site
        :param dict values: cleaned values of the form, with ``kind`` and ``ends_on``
        :return: the record (sudo)
        """
        partner = self._find_partner(company, values["reference"], values["email"])
        record = self.sudo().create(
            {**values, "company_id": company.id, "partner_id": partner.id, "lang": self.env.lang}
        )
        if partner and record._end_contracts():
            record.write({"state": "done"})
        record._send_receipt("mail_cancellation_receipt")
        return record

    @api.model
    def _find_partner(self, company, reference, email):
        """Return the member (sudo) whose number and address both fit, or none."""
        try:
            partner = self.env["res.partner"].sudo()._mlm_find_by_number(reference, company)
        except UserError:
            # A mistyped number: the cancellation counts all the same, people look for the contract.
            partner = self.env["res.partner"].sudo()
        fits = partner and partner.email_normalized == tools.email_normalize(email)
        return partner if fits else partner.browse()

    def _end_contracts(self):
        """End the continuing contracts of the customer with this company; other modules add theirs.

        At once, or on the day that was wished for.

        :return: what was ended, as a list of texts; empty if there was none
        """
        self.ensure_one()
        fees = self.env["mlm.fee"].search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("state", "!=", "ended"),
            ]
        )
        today = fields.Date.context_today(self)
        if self.kind == "ordinary" and self.ends_on and self.ends_on > today:
            fees.write({"date_to": self.ends_on})
        else:
            fees.action_end()
        return [fee.display_name for fee in fees]

    def _receipt(self):
        return f"{super()._receipt()}\n{self.kind}\n{self.ends_on or ''}"

    def action_done(self):
        """Staff has found and ended the contract."""
        self.check_access("write")
        if any(record.state != "received" for record in self):
            raise UserError(self.env._("This cancellation was dealt with already."))
        self.sudo().write({"state": "done"})
