# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_payout_sepa import SepaCommon

STATUS = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>1</MsgId><CreDtTm>2026-05-05T08:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>x</OrgnlMsgId>%s</OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts>%s</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"""
REJECTED = """<TxInfAndSts><OrgnlEndToEndId>%s</OrgnlEndToEndId><TxSts>RJCT</TxSts>
<StsRsnInf><Rsn><Cd>AC01</Cd></Rsn></StsRsnInf></TxInfAndSts>"""
NOTICE = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn><Ntfctn>
<Ntry><Amt Ccy="EUR">2.86</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-05-07</Dt></BookgDt>
<NtryDtls><TxDtls><Refs><EndToEndId>%s</EndToEndId></Refs>
<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls></NtryDtls></Ntry>
</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"""
BOMB = """<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>"""


@tagged("post_install", "-at_install")
class TestBankReturns(SepaCommon):
    def imported(self, text, user=None):
        wizard = (
            self.env["mlm.payout.return.import"]
            .with_user(user or self.clerk)
            .create({"file": base64.b64encode(text.encode())})
        )
        wizard.action_import()
        return wizard.result

    def at_bank(self):
        move, run = self.released()
        run.action_download()
        run.action_at_bank()
        return move, run.line_ids

    def test_a_return_in_camt_opens_its_document_again(self):
        move, line = self.at_bank()
        result = self.imported(NOTICE % line.payment_id.memo)
        self.assertIn("returned AC04", result)
        self.assertRecordValues(line, [{"state": "returned", "return_code": "AC04"}])
        self.assertEqual(str(line.return_date), "2026-05-07")
        self.assertEqual((move.payment_state, move.amount_residual), ("not_paid", 2.86))
        self.assertFalse(self.account.allow_out_payment)
        self.assertIn("was returned before", self.imported(NOTICE % line.payment_id.memo))

    def test_a_rejection_in_pain_002(self):
        move, line = self.at_bank()
        text = STATUS % ("", REJECTED % line.payment_id.memo)
        self.assertIn("returned AC01", self.imported(text))
        self.assertEqual(move.payment_state, "not_paid")

    def test_unknown_references_are_listed_and_change_nothing(self):
        __, line = self.at_bank()
        self.assertIn("no payout of ours", self.imported(NOTICE % "SOMETHING-ELSE"))
        self.assertEqual(line.state, "paid")

    def test_a_rejected_file_can_be_paid_by_a_new_run(self):
        move, run = self.released()
        run.action_download()
        name = run.sudo().order_ids.name
        code = "<%s>RJCT</%s><StsRsnInf><Rsn><Cd>FF01</Cd></Rsn></StsRsnInf>"
        text = STATUS.replace("<OrgnlMsgId>x<", f"<OrgnlMsgId>{name}<")
        self.assertIn("rejected all of", self.imported(text % ("", code % (("PmtInfSts",) * 2))))
        self.assertRecordValues(run.line_ids, [{"state": "returned", "return_code": "FF01"}])
        self.assertTrue(self.account.allow_out_payment, "no account is to blame")
        self.assertEqual((move.payment_state, move.amount_residual), ("not_paid", 2.86))
        with self.assertRaises(UserError):
            run.action_at_bank()
        again = run.with_user(self.clerk).copy({"date": run.date, "due_until": "2026-05-02"})
        again.action_propose()
        self.assertEqual(again.line_ids.amount, 2.86)

    def test_another_amount_is_looked_at_by_somebody(self):
        __, line = self.at_bank()
        text = (NOTICE % line.payment_id.memo).replace("2.86", "2.00")
        self.assertIn("please look at it", self.imported(text))
        self.assertEqual(line.state, "paid")

    def test_reference_and_amount_with_another_account_are_listed_only(self):
        """The reference is guessed or mixed up: neither payee nor own account may differ."""
        __, line = self.at_bank()
        notice = NOTICE % line.payment_id.memo
        party = "<RltdPties><CdtrAcct><Id><IBAN>%s</IBAN></Id></CdtrAcct></RltdPties><RtrInf>"
        other = notice.replace("<RtrInf>", party % "DE75512108001245126199")
        self.assertIn("another account than the one that was paid", self.imported(other))
        own = "<Ntfctn><Acct><Id><IBAN>%s</IBAN></Id></Acct>"
        foreign = notice.replace("<Ntfctn>", own % "DE75512108001245126199")
        result = self.imported(foreign)
        self.assertTrue(result.startswith("Not matched, nothing was booked."), result)
        self.assertEqual(line.state, "paid")
        self.assertTrue(self.account.allow_out_payment)
        right = notice.replace("<RtrInf>", party % "DE89370400440532013000")
        right = right.replace("<Ntfctn>", own % "DE02120300000000202051")
        self.assertIn("returned AC04", self.imported(right))
        self.assertEqual(line.state, "returned")

    def test_other_files_are_refused_with_words(self):
        self.at_bank()
        whole = "<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>FF01</Cd></Rsn></StsRsnInf>"
        cases = [
            ("no xml", "no status report"),
            ("<a/>", "neither pain.002"),
            (BOMB, "document type is not allowed"),
            (STATUS % ("", ""), "names no payment"),
            (STATUS % (whole, ""), "rejected the file x .FF01., which is no payout"),
        ]
        for text, words in cases:
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self.imported(text)
