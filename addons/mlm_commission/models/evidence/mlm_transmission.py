# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Settlement documents are sent, and it is proven that they were (§ 14 Abs. 2 UStG)."""

import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import split_every

from ..account_move_einvoice import REPORT

CHANNEL = "root.mlm_run"
SEND_AT_ONCE = 50
KINDS = [
    ("mail", "Sent by Mail"),
    ("post", "Sent by Post"),
    ("view", "Seen in the Portal"),
    ("download", "Downloaded in the Portal"),
]


class MlmTransmission(models.Model):
    """One way in which a document reached its partner; the hash proves which file it was."""

    _name = "mlm.transmission"
    _description = "Transmission of a Settlement"
    _inherit = ["mlm.append.only"]
    _order = "id desc"
    _rec_name = "move_id"

    move_id = fields.Many2one(
        "account.move",
        string="Document",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Member", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    kind = fields.Selection(selection=KINDS, required=True, readonly=True)
    at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    address = fields.Char(readonly=True, help="Mail address, or IP address of the portal.")
    user_agent = fields.Char(string="Browser", readonly=True)
    sha256 = fields.Char(string="SHA-256", readonly=True)
    message_id = fields.Many2one("mail.message", readonly=True)
    delivery = fields.Selection(
        selection=[("waiting", "Waiting"), ("sent", "Sent"), ("failed", "Failed")],
        compute="_compute_delivery",
    )

    def _compute_delivery(self):
        """Read what became of the mail."""
        mails = (
            self.env["mail.mail"]
            .sudo()
            .search([("mail_message_id", "in", self.sudo().message_id.ids)])
        )
        states = {mail.mail_message_id.id: mail.state for mail in mails}
        failed = {
            notification.mail_message_id.id
            for notification in self.env["mail.notification"]
            .sudo()
            .search(
                [
                    ("mail_message_id", "in", self.sudo().message_id.ids),
                    ("notification_status", "in", ("bounce", "exception")),
                ]
            )
        }
        for row in self:
            message = row.sudo().message_id.id
            state = states.get(message)
            if not message:
                row.delivery = False
            elif message in failed or state in ("exception", "cancel"):
                row.delivery = "failed"
            else:
                # Core deletes a mail that has gone out.
                row.delivery = "waiting" if state == "outgoing" else "sent"


class AccountMove(models.Model):
    _inherit = "account.move"

    mlm_transmission_ids = fields.One2many(
        "mlm.transmission",
        "move_id",
        string="Transmissions",
        readonly=True,
        groups="mlm_base.group_mlm_accountant",
    )
    mlm_pdf_id = fields.Many2one(
        "ir.attachment",
        string="Issued File",
        readonly=True,
        copy=False,
        groups="mlm_base.group_mlm_accountant",
    )

    def _mlm_settlement_pdf(self):
        """Return (sudo) the attachment with the issued file; it is made once and stays the same."""
        self.ensure_one()
        move_sudo = self.sudo()
        if not move_sudo.mlm_pdf_id:
            report_sudo = self.env["ir.actions.report"].sudo()
            lang = self.partner_id.lang or self.env.lang
            data = report_sudo.with_context(lang=lang)._render_qweb_pdf(REPORT, self.ids)[0]
            name = self.with_context(lang=lang)._mlm_settlement_file_name()
            move_sudo.mlm_pdf_id = (
                self.env["ir.attachment"]
                .sudo()
                .create(
                    {
                        "name": f"{name}.pdf",
                        "raw": data,
                        "mimetype": "application/pdf",
                        "res_model": self._name,
                        "res_id": self.id,
                    }
                )
            )
        return move_sudo.mlm_pdf_id

    def action_mlm_send(self):
        """Send the chosen settlements by mail; those that were sent are left out."""
        self.env["mlm.statement"]._check_accountant()
        self.check_access("read")
        moves = self.filtered(lambda move: move.state == "posted" and move._mlm_is_settlement())
        moves -= moves._mlm_sent()
        without = moves.filtered(lambda move: not move.partner_id.email)
        moves -= without
        if not moves:
            raise UserError(
                self.env._(
                    "Nothing to send: the documents were sent, are no settlements, or their "
                    "partners have no mail address."
                )
            )
        if len(moves) == 1:
            moves._mlm_send()
        else:
            for batch in split_every(SEND_AT_ONCE, moves.ids, self.browse):
                batch.sudo().with_delay(
                    channel=CHANNEL, description=self.env._("Send commission documents")
                )._mlm_send()
        message = self.env._(
            "%(count)s documents are being sent; %(without)s have no mail address.",
            count=len(moves),
            without=len(without),
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": message},
        }

    def _mlm_sent(self):
        """Return the documents for which there is a proof of sending."""
        groups = (
            self.env["mlm.transmission"]
            .sudo()
            ._read_group(
                [("move_id", "in", self.ids), ("kind", "in", ("mail", "post"))], ["move_id"]
            )
        )
        return self.browse([move.id for (move,) in groups])

    def _mlm_send(self):
        """Send documents and log it; safe to repeat."""
        template_sudo = self.env.ref("mlm_commission.mail_template_settlement").sudo()
        for move in self.sudo() - self.sudo()._mlm_sent():
            attachment_sudo = move._mlm_settlement_pdf()
            mail_id = template_sudo.send_mail(
                move.id, email_values={"attachment_ids": [(4, attachment_sudo.id)]}
            )
            mail_sudo = self.env["mail.mail"].sudo().browse(mail_id)
            move._mlm_log_transmission(
                "mail", address=move.partner_id.email, message_id=mail_sudo.mail_message_id.id
            )

    def _mlm_log_transmission(self, kind, **values):
        """Keep a proof of transmission.

        :param str kind: one of KINDS
        :param values: ``address`` (mail or IP), ``user_agent``, ``message_id``
        :return: the mlm.transmission record
        """
        self.ensure_one()
        attachment_sudo = self.sudo().mlm_pdf_id
        return (
            self.env["mlm.transmission"]
            .sudo()
            .create(
                {
                    "move_id": self.id,
                    "partner_id": self.partner_id.id,
                    "company_id": self.company_id.id,
                    "kind": kind,
                    "sha256": attachment_sudo
                    and hashlib.sha256(attachment_sudo.raw or b"").hexdigest(),
                    **values,
                }
            )
        )

    def action_mlm_sent_by_post(self):
        """Note that the documents were sent by post."""
        self.env["mlm.statement"]._check_accountant()
        self.check_access("read")
        for move in self.filtered(lambda m: m.state == "posted" and m._mlm_is_settlement()):
            move._mlm_log_transmission("post")


class MlmStatement(models.Model):
    _inherit = "mlm.statement"

    transmission_state = fields.Selection(
        selection=[("none", "Not Sent"), ("sent", "Sent")],
        string="Transmission",
        compute="_compute_transmission_state",
        search="_search_transmission_state",
        groups="mlm_base.group_mlm_accountant",
    )

    @api.depends("move_id")
    def _compute_transmission_state(self):
        sent = self.sudo().move_id._mlm_sent()
        for statement in self:
            move = statement.sudo().move_id
            statement.transmission_state = move and ("sent" if move in sent else "none")

    def _search_transmission_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        sent = (
            self.env["mlm.transmission"]
            .sudo()
            ._search([("kind", "in", ("mail", "post"))])
            .select("move_id")
        )
        domains = []
        if "sent" in value:
            domains.append([("move_id", "in", sent)])
        if "none" in value:
            domains.append([("move_id", "!=", False), ("move_id", "not in", sent)])
        return Domain.OR(domains)

    def action_send(self):
        """Send the documents of the chosen statements."""
        return self.move_id.action_mlm_send()
