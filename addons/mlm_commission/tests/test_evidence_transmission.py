# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common_tax import TaxCommon

RENDER = "odoo.addons.base.models.ir_actions_report.IrActionsReport._render_qweb_pdf"
FILE = b"%PDF-1.7 the document"


@tagged("post_install", "-at_install")
class TestEvidenceTransmission(TaxCommon):
    """Documents are sent once, with a proof of which file went where."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sell(cls.customer, [(cls.soap, 3)])
        cls.sell(cls.top, [(cls.soap, 2)])
        cls.sell(cls.reseller, [(cls.soap, 2)])
        cls.march.date_cutoff = "2026-04-18"
        cls.march._close()
        cls.moves = cls.march.statement_ids._settle("2026-04-18")
        cls.top.email = "top@example.org"
        cls.move = cls.moves.filtered(lambda move: move.partner_id == cls.top)

    def send(self, moves):
        with patch(RENDER, lambda *args, **kwargs: (FILE, "pdf")):
            return moves.with_context(queue_job__no_delay=True).action_mlm_send()

    def rows(self, moves):
        return self.env["mlm.transmission"].search([("move_id", "in", moves.ids)])

    def test_the_sent_file_is_kept_and_hashed(self):
        self.send(self.move)
        row = self.rows(self.move)
        self.assertRecordValues(
            row,
            [
                {
                    "kind": "mail",
                    "address": "top@example.org",
                    "sha256": hashlib.sha256(FILE).hexdigest(),
                    "partner_id": self.top.id,
                    "delivery": "waiting",
                }
            ],
        )
        mail = self.env["mail.mail"].search([("mail_message_id", "=", row.message_id.id)])
        self.assertEqual(mail.recipient_ids, self.top)
        self.assertEqual(mail.attachment_ids, self.move.mlm_pdf_id)
        self.assertEqual(self.move.mlm_pdf_id.raw, FILE)
        mail.state = "exception"
        row.invalidate_recordset()
        self.assertEqual(row.delivery, "failed")
        mail.state = "sent"
        row.invalidate_recordset()
        self.assertEqual(row.delivery, "sent")

    def test_a_document_is_sent_once(self):
        self.send(self.move)
        with self.assertRefused("Nothing to send", UserError):
            self.send(self.move)
        self.move._mlm_send()
        self.assertEqual(len(self.rows(self.move)), 1)

    def test_many_are_sent_by_job_and_who_has_no_address_is_counted(self):
        action = self.send(self.moves)
        self.assertIn("1 have no mail address", action["params"]["message"])
        self.assertEqual(self.rows(self.moves).move_id, self.move)
        Statement = self.env["mlm.statement"]
        of_march = [("period_id", "=", self.march.id)]
        sent = Statement.search([*of_march, ("transmission_state", "=", "sent")])
        open_ = Statement.search([*of_march, ("transmission_state", "=", "none")])
        self.assertEqual((sent.partner_id, open_.partner_id), (self.top, self.partner))
        self.assertEqual(sent.transmission_state, "sent")
        open_.move_id.action_mlm_sent_by_post()
        self.assertFalse(Statement.search([*of_march, ("transmission_state", "=", "none")]))

    def test_the_portal_logs_what_was_seen(self):
        row = self.move._mlm_log_transmission("view", address="192.0.2.1", user_agent="Firefox")
        self.assertEqual((row.kind, row.address, row.delivery), ("view", "192.0.2.1", False))
        self.assertFalse(self.move._mlm_sent())

    def test_ordinary_bills_are_not_sent(self):
        invoice = self.sell(self.top, [(self.soap, 1)])
        with self.assertRefused("Nothing to send", UserError):
            self.send(invoice)

    def test_proofs_are_evidence_for_accountants(self):
        row = self.move._mlm_log_transmission("post")
        with self.assertRefused("is evidence", UserError):
            row.write({"address": "x"})
        clerk = new_test_user(
            self.env, "send_clerk", "mlm_base.group_mlm_clerk", company_id=self.company.id
        )
        with self.assertRaises(AccessError):
            self.move.with_user(clerk).action_mlm_send()
        with self.assertRaises(AccessError):
            self.move.with_user(clerk).action_mlm_sent_by_post()
        with self.assertRaises(AccessError):
            row.with_user(clerk).read(["address"])
