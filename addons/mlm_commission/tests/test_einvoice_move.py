# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import subprocess
import sys

from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.pdf import OdooPdfFileWriter

from .common_tax import TaxCommon

# The library that reads the document again has an interpreter of its own: it knows nothing of Odoo.
READ = """import sys, facturx
name, xml = facturx.get_xml_from_pdf(sys.stdin.buffer.read(), check_xsd=True)
sys.stdout.buffer.write(xml or b"")"""
RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"


@tagged("post_install", "-at_install")
class TestElectronicSettlement(TaxCommon):
    """ZUGFeRD in the printed document, read again by another library."""

    @classmethod
    @TaxCommon.setup_country("de")
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.write({"zip": "22767", "email": "company@example.com"})
        cls.soap.mlm_cv = 2_000
        cls.top.bank_ids = [(0, 0, {"acc_number": "DE63999999990000000001"})]

    def settle(self):
        statement = self.close_march()
        return statement._settle("2026-04-18")

    def printed(self, move):
        writer, stream = OdooPdfFileWriter(), io.BytesIO()
        writer.add_blank_page(200, 200)
        writer.write(stream)
        Report = self.env["ir.actions.report"]
        self.patch(
            type(Report),
            "_run_wkhtmltopdf",
            lambda *args, **kwargs: stream.getvalue(),
        )
        return Report.with_context(force_report_rendering=True)._render_qweb_pdf(
            "mlm_commission.mlm_settlement_report", move.ids
        )[0]

    def read_again(self, pdf):
        """Return the XML that another library finds in the PDF."""
        command = [sys.executable, "-c", READ]
        return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout

    def test_the_printed_document_carries_its_xml(self):
        move = self.settle()
        # 6,000 CV of the customer, 10 % to Top: 600.00 and 19 % tax.
        self.assertRecordValues(move, [{"amount_untaxed": 600, "amount_total": 714}])
        self.assertTrue(move.mlm_is_einvoice)
        root = etree.fromstring(self.read_again(self.printed(move)))
        self.assertEqual(root.findtext(f".//{RAM}TypeCode"), "389")
        self.assertEqual(root.findtext(f".//{RAM}SellerTradeParty/{RAM}Name"), "Top")
        self.assertEqual(root.findtext(f".//{RAM}GrandTotalAmount"), "714.00")
        self.assertEqual(root.findtext(f".//{RAM}IBANID"), "DE63999999990000000001")

    def test_small_amounts_and_small_businesses_need_none(self):
        self.soap.mlm_cv = 8
        move = self.settle()
        self.assertFalse(move.mlm_is_einvoice)
        self.assertEqual(self.read_again(self.printed(move)), b"")

    def test_what_is_missing_is_named(self):
        move = self.settle()
        self.top.city = False
        with self.assertRefused("Missing: seller: city", UserError):
            move.action_mlm_xrechnung()

    def test_xrechnung_is_downloaded(self):
        move = self.settle()
        url = move.action_mlm_xrechnung()["url"]
        attachment = self.env["ir.attachment"].browse(int(url.split("/")[3].split("?")[0]))
        self.assertIn(b"xrechnung_3.0", attachment.raw)
        self.assertIn(b">389<", attachment.raw)

    def test_corrections_take_back_with_amounts_below_zero(self):
        move = self.settle()
        objection = self.env["mlm.settlement.objection"].create(
            {"move_id": move.id, "reason": "Wrong tax", "date": "2026-05-04"}
        )
        document = objection.correction_id._mlm_einvoice()
        self.assertEqual((document.type_code, document.corrects[0]), ("384", move.name))
        self.assertEqual(document.total, -714)

    def test_only_posted_settlements(self):
        invoice = self.sell(self.top, [(self.soap, 1)])
        with self.assertRefused("is no posted settlement", UserError):
            invoice._mlm_einvoice()
