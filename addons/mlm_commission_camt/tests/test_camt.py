# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.mlm_commission_sepa.tests.test_payout_sepa import SepaCommon

STATEMENT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>M%(number)s</MsgId><CreDtTm>2026-05-08T06:00:00</CreDtTm></GrpHdr>
<Stmt><Id>S%(number)s</Id><CreDtTm>2026-05-08T06:00:00</CreDtTm>
<Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>%(currency)s</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="%(currency)s">100.00</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-05-07</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="%(currency)s">%(closing)s</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-05-07</Dt></Dt></Bal>
<Ntry><NtryRef>%(number)s</NtryRef><Amt Ccy="%(currency)s">%(amount)s</Amt>
<CdtDbtInd>%(sign)s</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-05-07</Dt></BookgDt><ValDt><Dt>2026-05-07</Dt></ValDt>
<AcctSvcrRef>B%(number)s</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><EndToEndId>%(reference)s</EndToEndId></Refs>
<Amt Ccy="%(currency)s">%(amount)s</Amt><CdtDbtInd>%(sign)s</CdtDbtInd>%(more)s</TxDtls>
</NtryDtls></Ntry>
</Stmt></BkToCstmrStmt></Document>"""
RETURNED = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>"


@tagged("post_install", "-at_install")
class TestCamt(SepaCommon):
    """Top is owed 2.86; the bank's statement says what became of its payment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.on_its_way = cls.env["account.account"].create(
            {
                "name": "On Its Way",
                "code": "136999",
                "account_type": "asset_current",
                "reconcile": True,
            }
        )

    def at_bank(self):
        self.method_line.payment_account_id = self.on_its_way
        move, run = self.released()
        run.action_download()
        run.action_at_bank()
        return move, run

    def statement(self, number, amount, sign="DBIT", reference="NOTPROVIDED", more=""):
        closing = 100 + (amount if sign == "CRDT" else -amount)
        text = STATEMENT % {
            "number": number,
            "amount": f"{amount:.2f}",
            "closing": f"{closing:.2f}",
            "sign": sign,
            "reference": reference,
            "more": more,
            "currency": self.company.currency_id.name,
        }
        wizard = self.env["account.statement.import"].create(
            {
                "statement_file": base64.b64encode(text.encode()),
                "statement_filename": f"{number}.xml",
            }
        )
        return wizard._import_file()

    def entry(self):
        return self.env["account.bank.statement.line"].search(
            [("journal_id", "=", self.journal.id)], order="id desc", limit=1
        )

    def open_on_its_way(self):
        items = self.env["account.move.line"].search(
            [("account_id", "=", self.on_its_way.id), ("parent_state", "=", "posted")]
        )
        return sum(items.mapped("amount_residual"))

    def test_one_entry_for_the_whole_run(self):
        move, run = self.at_bank()
        self.assertEqual(self.open_on_its_way(), -2.86)
        self.assertEqual((run.bank_state, run.executed_on), ("waiting", False))
        result = self.statement(1, 2.86)
        self.assertIn("1 payments reconciled", result["notifications"][0])
        self.assertTrue(self.entry().is_reconciled)
        self.assertEqual(self.open_on_its_way(), 0)
        self.assertEqual(str(run.line_ids.executed_on), "2026-05-07")
        self.assertEqual((run.bank_state, str(run.executed_on)), ("closed", "2026-05-07"))
        self.assertEqual(move.payment_state, "paid")

    def test_an_entry_with_the_reference_of_the_payment(self):
        __, run = self.at_bank()
        memo = run.line_ids.payment_id.memo
        self.statement(1, 2.86, reference=memo)
        self.assertTrue(self.entry().is_reconciled)

    def test_other_money_is_left_alone(self):
        __, run = self.at_bank()
        self.statement(1, 2.85)
        self.assertFalse(self.entry().is_reconciled)
        self.assertFalse(run.line_ids.executed_on)

    def test_the_same_file_again_is_refused(self):
        self.at_bank()
        self.statement(1, 2.86)
        with self.assertRaises(UserError):
            self.statement(1, 2.86)

    def test_a_payment_that_came_back(self):
        move, run = self.at_bank()
        memo = run.line_ids.payment_id.memo
        self.statement(1, 2.86, reference=memo)
        result = self.statement(2, 2.86, "CRDT", memo, RETURNED)
        self.assertIn("returned AC04", "".join(result["notifications"]))
        self.assertEqual(run.line_ids.state, "returned")
        self.assertEqual((move.payment_state, move.amount_residual), ("not_paid", 2.86))
        self.assertFalse(self.account.allow_out_payment)
        self.assertTrue(self.entry().is_reconciled)
        self.assertEqual(self.open_on_its_way(), 0)
