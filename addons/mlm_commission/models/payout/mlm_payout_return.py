# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Payments that come back: the document is open again, the account waits, the partner is told."""

from odoo import fields, models
from odoo.exceptions import UserError


class MlmPayoutLine(models.Model):
    _inherit = "mlm.payout.line"

    def action_return(self):
        """Ask for reason and date of a payment that came back."""
        self.ensure_one()
        self.run_id._check_payer()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Payment Came Back"),
            "res_model": "mlm.payout.return",
            "view_mode": "form",
            "target": "new",
            "context": {"default_line_id": self.id},
        }

    def _return(self, code, date=None, blames_account=True):
        """Book that a payment came back; lines that have come back already are left out.

        :param str code: ISO 20022 reason, such as AC04
        :param date: day on which it came back, default today
        :param bool blames_account: False where the bank took none of a whole file
        :return: the lines that were booked
        """
        lines = self.filtered(lambda line: line.state == "paid" and line.payment_id)
        lines.lock_for_update()
        date = fields.Date.to_date(date) or fields.Date.context_today(self)
        for line in lines:
            line._reopen(date, code)
        lines.write({"state": "returned", "return_code": code, "return_date": date})
        lines.item_ids.is_live = False
        # Nothing more is paid to an account until somebody has looked at it.
        if blames_account:
            lines.bank_id.allow_out_payment = False
            lines._tell_partner()
        return lines

    def _reopen(self, date, code):
        """Undo the payment in the books: a reversal on the day of the return."""
        self.ensure_one()
        payment = self.payment_id
        text = self.env._("Returned %(code)s: %(payment)s", code=code, payment=payment.display_name)
        if payment.move_id.state == "posted":
            payables = self.item_ids.move_line_id
            entry = payment.move_id
            entry.line_ids.filtered(
                lambda line: line.account_id in payables.account_id
            ).remove_move_reconcile()
            entry._reverse_moves([{"date": date, "ref": text}], cancel=True)
        payment.action_reject()
        self.run_id.message_post(
            body=self.env._(
                "%(partner)s: %(text)s", partner=self.partner_id.display_name, text=text
            )
        )
        for statement in self.item_ids.move_id.mlm_statement_ids:
            statement.message_post(body=text)

    def _tell_partner(self):
        template = self.env.ref("mlm_commission.mail_payout_returned")
        for line in self.filtered("partner_id.email"):
            template.send_mail(line.id)


class MlmPayoutReturn(models.TransientModel):
    """A payment that came back, as the bank's letter or statement says."""

    _name = "mlm.payout.return"
    _description = "Returned Payment"

    line_id = fields.Many2one("mlm.payout.line", required=True, readonly=True)
    code = fields.Char(
        string="Reason", required=True, help="ISO 20022 code: AC01 wrong, AC04 closed, MS03 none."
    )
    date = fields.Date(required=True, default=fields.Date.context_today)

    def action_record(self):
        """Book the return."""
        self.ensure_one()
        self.line_id.run_id._check_payer()
        code = (self.code or "").strip().upper()
        if not (code.isalnum() and len(code) <= 4):
            raise UserError(self.env._("A reason has up to four letters and digits, such as AC04."))
        if not self.line_id.sudo()._return(code, self.date):
            raise UserError(self.env._("Only payments that were ordered can come back."))
