# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hashlib
from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools.misc import file_path

from odoo.addons.mlm_commission.tests.common_tax import TaxCommon

NS = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}


class SepaCommon(TaxCommon):
    """A German company that owes Top 2.40 and its tax, and pays by SEPA."""

    @classmethod
    @TaxCommon.setup_country("de")
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk, cls.releaser = (
            new_test_user(
                cls.env,
                login=f"mlm_sepa_{name}",
                password=f"mlm_sepa_{name}",
                groups=groups,
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )
            for name, groups in (
                ("clerk", "mlm_base.group_mlm_accountant"),
                ("releaser", "mlm_commission.group_mlm_payout_releaser"),
            )
        )
        own_account = cls.env["res.partner.bank"].create(
            {
                "partner_id": cls.company.partner_id.id,
                "acc_number": "DE02120300000000202051",
                "allow_out_payment": True,
            }
        )
        cls.journal = cls.env["account.journal"].create(
            {
                "name": "House Bank",
                "type": "bank",
                "code": "HB1",
                "bank_account_id": own_account.id,
            }
        )
        cls.method_line = cls.env["account.payment.method.line"].create(
            {
                "name": "SEPA",
                "company_id": cls.company.id,
                "payment_method_id": cls.env.ref(
                    "account_payment_sepa_credit_transfer.sepa_credit_transfer"
                ).id,
                "bank_account_link": "fixed",
                "journal_id": cls.journal.id,
            }
        )
        cls.account = cls.env["res.partner.bank"].create(
            {"partner_id": cls.top.id, "acc_number": "DE89370400440532013000"}
        )
        cls.account.allow_out_payment = True
        cls.account.sudo().mlm_changed_at = fields.Datetime.now() - timedelta(hours=25)

    def released(self):
        self.top.write({"country_id": self.env.ref("base.de").id, "vat": "DE136695976"})
        move = self.close_march()._settle("2026-04-18")
        self.assertEqual(move.amount_total, 2.86)
        run = (
            self.env["mlm.payout.run"]
            .with_user(self.clerk)
            .create(
                {
                    "journal_id": self.journal.id,
                    "date": fields.Date.today(),
                    "due_until": "2026-05-02",
                }
            )
        )
        run.action_propose()
        run = run.with_user(self.releaser)
        run.action_release()
        return move, run


@tagged("post_install", "-at_install")
class TestPayoutSepa(SepaCommon):
    def test_the_file_is_valid_and_pays_what_is_due(self):
        move, run = self.released()
        self.assertEqual(run.line_ids.payment_id.amount, 2.86)
        self.assertEqual(move.payment_state, "not_paid")
        run.action_download()
        content = run.download_ids._file_for_user()[1]
        self.assertEqual(hashlib.sha256(content).hexdigest(), run.file_hash)
        tree = etree.fromstring(content)
        schema = etree.XMLSchema(
            etree.parse(file_path("account_payment_sepa_credit_transfer/data/pain.001.001.09.xsd"))
        )
        self.assertTrue(schema.validate(tree), schema.error_log)
        text = {
            name: tree.findtext(f".//p:{name}", namespaces=NS)
            for name in ("CtrlSum", "NbOfTxs", "InstdAmt", "TwnNm", "Cd")
        }
        self.assertEqual(
            (text["CtrlSum"], text["NbOfTxs"], text["InstdAmt"]), ("2.86", "1", "2.86")
        )
        payee = tree.find(".//p:CdtTrfTxInf", NS)
        self.assertEqual(
            payee.findtext("p:CdtrAcct/p:Id/p:IBAN", namespaces=NS), "DE89370400440532013000"
        )
        self.assertEqual(payee.findtext("p:Purp/p:Cd", namespaces=NS), "COMM")
        self.assertEqual(payee.findtext("p:Cdtr/p:PstlAdr/p:TwnNm", namespaces=NS), "Halle")
        self.assertIn(move.name[:10], payee.findtext("p:RmtInf/p:Ustrd", namespaces=NS))

    def test_documents_are_paid_once_the_bank_has_the_file(self):
        move, run = self.released()
        with self.assertRaisesRegex(UserError, "Download the file"):
            run.action_at_bank()
        run.action_download()
        run.action_at_bank()
        self.assertTrue(run.is_at_bank)
        self.assertIn(move.payment_state, ("paid", "in_payment"))
        self.assertEqual(move.mlm_statement_ids.state, "paid")

    def test_the_file_leaves_once_and_again_only_with_a_reason(self):
        __, run = self.released()
        run.action_download()
        action = run.action_download()
        self.assertEqual(action["res_model"], "mlm.payout.download.wizard")
        Wizard = self.env["mlm.payout.download.wizard"].with_user(self.releaser)
        with self.assertRaisesRegex(UserError, "State why"):
            Wizard.create({"run_id": run.id, "reason": " "}).action_download()
        Wizard.create({"run_id": run.id, "reason": "Upload broke off"}).action_download()
        self.assertRecordValues(
            run.download_ids.sorted("id", reverse=True),
            [
                {"user_id": self.releaser.id, "reason": "Upload broke off"},
                {"user_id": self.releaser.id, "reason": False},
            ],
        )
        self.assertEqual(len(set(run.download_ids.mapped("sha256"))), 1)

    def test_clerks_reach_no_file(self):
        __, run = self.released()
        run.action_download()
        mine = run.with_user(self.clerk)
        with self.assertRaisesRegex(AccessError, "no right to release"):
            mine.action_download()
        with self.assertRaises(AccessError):
            mine.read(["bank_file"])
        self.assertFalse(run.download_ids.with_user(self.clerk)._file_for_user())
        files = self.env["ir.attachment"].with_user(self.clerk)
        self.assertFalse(files.search([("res_model", "=", "mlm.payout.run")]))
        with self.assertRaises(AccessError):
            mine.order_ids.read(["name"])

    def test_orders_of_payouts_go_no_way_beside_the_run(self):
        __, run = self.released()
        for step in ("open2generated", "generated2uploaded"):
            with self.assertRaisesRegex(UserError, "on the payout run"):
                getattr(run.sudo().order_ids, step)()
        with self.assertRaisesRegex(UserError, "Returns are recorded"):
            run.sudo().order_ids.action_cancel()


@tagged("post_install", "-at_install")
class TestBankFileRoute(SepaCommon, HttpCase):
    def test_only_who_asked_gets_the_file(self):
        __, run = self.released()
        url = run.action_download()["url"]
        self.authenticate("mlm_sepa_clerk", "mlm_sepa_clerk")
        self.assertEqual(self.url_open(url).status_code, 404)
        self.authenticate("mlm_sepa_releaser", "mlm_sepa_releaser")
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(hashlib.sha256(answer.content).hexdigest(), run.file_hash)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertEqual(self.url_open("/mlm/bank_file/999999999").status_code, 404)
        self.authenticate(None, None)
        self.assertNotIn(b"pain.001", self.url_open(url).content)
