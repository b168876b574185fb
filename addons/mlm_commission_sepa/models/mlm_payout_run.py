# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Payouts become payment orders; the order writes the SEPA file and books what the bank took."""

import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

METHOD = "sepa_credit_transfer"


class MlmPayoutRun(models.Model):
    _inherit = "mlm.payout.run"

    method_line_id = fields.Many2one(
        "account.payment.method.line",
        string="SEPA Transfer",
        compute="_compute_method_line_id",
        help="The bank's SEPA credit transfer. Without one, payments are booked and no file is "
        "written.",
    )
    order_ids = fields.One2many(
        "account.payment.order", "mlm_payout_run_id", string="Payment Orders", readonly=True
    )
    # Nobody reads it but the logged download.
    bank_file = fields.Binary(attachment=True, readonly=True, copy=False, groups=fields.NO_ACCESS)
    file_hash = fields.Char(string="SHA-256 of the File", readonly=True, copy=False)
    is_at_bank = fields.Boolean(string="Taken by the Bank", compute="_compute_is_at_bank")
    download_ids = fields.One2many("mlm.payout.download", "run_id", readonly=True)

    @api.depends("journal_id")
    def _compute_method_line_id(self):
        for run in self:
            lines_sudo = run.sudo().journal_id.outbound_payment_method_line_ids
            run.method_line_id = lines_sudo.filtered(
                lambda line: line.payment_method_id.code == METHOD
            )[:1]

    @api.depends("order_ids.state")
    def _compute_is_at_bank(self):
        for run in self:
            orders = run.sudo().order_ids
            run.is_at_bank = bool(orders) and set(orders.mapped("state")) == {"uploaded"}

    def action_download(self):
        """Hand the bank file out; a second time only with a reason."""
        self._check_file_right()
        if self.download_ids:
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("Download Once More"),
                "res_model": "mlm.payout.download.wizard",
                "view_mode": "form",
                "target": "new",
                "context": {"default_run_id": self.id},
            }
        return self._download()

    def action_at_bank(self):
        """The bank has taken the file: post the payments and reconcile the documents."""
        self._check_file_right()
        waiting = self.sudo().order_ids.filtered(lambda order: order.state == "generated")
        if not waiting:
            raise UserError(self.env._("Download the file and give it to the bank first."))
        for order in waiting.with_context(mlm_payout_run=True):
            order.generated2uploaded()
        self.sudo().line_ids._let_go()

    def _check_file_right(self):
        self.ensure_one()
        self._check_releaser_right()
        if not self.sudo().order_ids:
            raise UserError(self.env._("Release the run first; then there is a bank file."))

    def _download(self, reason=None):
        """Return the action that downloads the file, after it was logged."""
        self.lock_for_update()
        self._seal_bank_file()
        download = (
            self.env["mlm.payout.download"]
            .sudo()
            .create(
                {
                    "run_id": self.id,
                    "company_id": self.company_id.id,
                    "user_id": self.env.uid,
                    "sha256": self.file_hash,
                    "reason": reason,
                }
            )
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/mlm/bank_file/{download.id}",
            "target": "new",
        }

    def _seal_bank_file(self):
        """Have the order write the file when it is first needed, and keep it where only a logged
        download reads it."""
        run_sudo = self.sudo().with_context(bin_size=False)
        [order] = run_sudo.order_ids
        if order.state == "open":
            order.with_context(mlm_payout_run=True).open2generated()
            content = order.payment_file_id.raw
            order.payment_file_id.unlink()
            run_sudo.write(
                {
                    "bank_file": base64.b64encode(content),
                    "file_hash": hashlib.sha256(content).hexdigest(),
                }
            )
        content = base64.b64decode(run_sudo.bank_file or b"")
        if hashlib.sha256(content).hexdigest() != self.file_hash:
            raise UserError(
                self.env._("The bank file is gone or was changed. Don't give it to the bank.")
            )

    def _reject_file(self, code, date):
        """The bank took nothing: no account is to blame, no partner is told."""
        self.ensure_one()
        orders = self.order_ids.filtered(lambda order: order.state != "cancel")
        self.line_ids._return(code, date, blames_account=False)
        orders.with_context(mlm_payout_run=True).write({"state": "cancel"})
        self.message_post(
            body=self.env._("The bank has rejected the whole file: %(code)s.", code=code)
        )

    def _payees_at_once(self):
        """One file for the whole run."""
        return len(self.sudo().line_ids) if self.method_line_id else super()._payees_at_once()


class MlmPayoutLine(models.Model):
    _inherit = "mlm.payout.line"

    def _make_payments(self):
        """Write a payment order where the bank knows SEPA credit transfers."""
        method_line = self.run_id.method_line_id
        if not self or not method_line:
            return super()._make_payments()
        run = self.run_id
        order = self.env["account.payment.order"].create(
            {
                "payment_type": "outbound",
                "payment_method_line_id": method_line.id,
                "journal_id": run.journal_id.id,
                "company_id": run.company_id.id,
                "date_prefered": "fixed",
                "date_scheduled": max(run.date, fields.Date.context_today(self)),
                "description": run.name,
                "mlm_payout_run_id": run.id,
            }
        )
        self.env["account.payment.line"].create(
            [
                values | {"order_id": order.id}
                for line in self
                for values in line._prepare_order_lines()
            ]
        )
        order.draft2open()
        by_partner = {line.partner_id: line for line in self}
        for payment in order.payment_ids:
            by_partner[payment.partner_id].payment_id = payment
        return None

    def _prepare_order_lines(self):
        """Values of the order's lines, one per document, together what is to be paid."""
        left, values = self.amount, []
        currency = self.currency_id
        items = self.item_ids.sorted(lambda item: item.move_line_id.amount_residual, reverse=True)
        for item in items:
            amount = min(-item.move_line_id.amount_residual, left)
            if currency.is_zero(amount):
                continue
            left = currency.round(left - amount)
            values.append(
                {
                    "move_line_id": item.move_line_id.id,
                    "partner_id": self.partner_id.id,
                    "partner_bank_id": self.bank_id.id,
                    "currency_id": currency.id,
                    "amount_currency": amount,
                    "communication": item.move_id.name if values else self._remittance_of(item),
                    "communication_type": "free",
                    "purpose": "COMM",
                }
            )
        return values


class AccountPaymentOrder(models.Model):
    _inherit = "account.payment.order"

    mlm_payout_run_id = fields.Many2one(
        "mlm.payout.run", string="Payout Run", readonly=True, copy=False, index="btree_not_null"
    )

    def action_cancel(self):
        if self.mlm_payout_run_id:
            raise UserError(
                self.env._("This order pays commissions. Returns are recorded on the payout run.")
            )
        return super().action_cancel()

    def open2generated(self):
        self._check_not_beside_the_run()
        return super().open2generated()

    def generated2uploaded(self):
        self._check_not_beside_the_run()
        return super().generated2uploaded()

    def _check_not_beside_the_run(self):
        """Files of payouts leave the system by the run only, where each is logged."""
        if self.mlm_payout_run_id and not self.env.context.get("mlm_payout_run"):
            raise UserError(
                self.env._(
                    "This order pays commissions. Download its file on the payout run %(run)s.",
                    run=self.mlm_payout_run_id.sudo().name,
                )
            )
