# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io

from odoo.tests import tagged

from .test_network_import import ImportCommon


@tagged("post_install", "-at_install")
class TestOdooImport(ImportCommon):
    """Odoo's own import of contacts understands sponsors."""

    def run_import(self, content, fields_, mimetype="text/csv", options=None):
        record = self.env["base_import.import"].create(
            {
                "res_model": "res.partner",
                "file": content,
                "file_name": "contacts",
                "file_type": mimetype,
            }
        )
        options = {
            "has_headers": True,
            "quoting": '"',
            "separator": ",",
            "encoding": "utf-8",
            **(options or {}),
        }
        return record.execute_import(fields_, fields_, options)

    def test_sponsor_by_number(self):
        top = self.make_member("Top")
        result = self.run_import(
            f"name,type,sponsor\nNeu Eins,Distributor,{top.mlm_member_number}\n".encode(),
            ["name", "mlm_type_id", "mlm_sponsor_id"],
        )
        self.assertFalse(result["messages"])
        [member] = self.env["res.partner"].browse(result["ids"])
        self.assertEqual(member.mlm_sponsor_id, top)
        self.assertTrue(member.mlm_member_number)
        self.assertEqual(member.mlm_role, "partner")

    def test_same_number_in_another_company(self):
        top = self.make_member("Top")
        other = self.env["res.company"].create({"name": "Other", "country_id": self.germany.id})
        market = self.make_market("Other Germany", "ODE", self.germany, other)
        # Sorts before the right one, whichever way contacts are sorted.
        twin = self.make_member("AAA", mlm_market_id=market.id)
        self.assertEqual(twin.mlm_member_number, top.mlm_member_number)
        result = self.run_import(
            f"name,type,sponsor\nNeu,Distributor,{top.mlm_member_number}\n".encode(),
            ["name", "mlm_type_id", "mlm_sponsor_id"],
        )
        self.assertFalse(result["messages"])
        self.assertEqual(self.env["res.partner"].browse(result["ids"]).mlm_sponsor_id, top)

    def test_sponsor_by_reference_and_external_id(self):
        top = self.make_member("Top", ref="OLD-17")
        result = self.run_import(
            b"id,name,type,sponsor\n__import__.a,A,Distributor,OLD-17\n",
            ["id", "name", "mlm_type_id", "mlm_sponsor_id"],
        )
        self.assertFalse(result["messages"])
        [first] = self.env["res.partner"].browse(result["ids"])
        self.assertEqual(first.mlm_sponsor_id, top)
        first.sudo().mlm_state = "active"
        result = self.run_import(
            b"name,type,sponsor/id\nB,Customer,__import__.a\n",
            ["name", "mlm_type_id", "mlm_sponsor_id/id"],
        )
        self.assertFalse(result["messages"])
        self.assertEqual(self.env["res.partner"].browse(result["ids"]).mlm_sponsor_id, first)

    def test_unknown_sponsor_is_reported(self):
        result = self.run_import(
            b"name,type,sponsor\nA,Distributor,9999999-9\n",
            ["name", "mlm_type_id", "mlm_sponsor_id"],
        )
        self.assertFalse(result["ids"])
        self.assertIn("9999999-9", result["messages"][0]["message"])

    def test_customer_above_partner_is_refused(self):
        customer = self.make_member("Buyer", partner_type=self.type_customer)
        result = self.run_import(
            f"name,type,sponsor\nA,Distributor,{customer.mlm_member_number}\n".encode(),
            ["name", "mlm_type_id", "mlm_sponsor_id"],
        )
        self.assertFalse(result["ids"])
        self.assertIn("customer", result["messages"][0]["message"])

    def test_xlsx(self):
        import openpyxl

        top = self.make_member("Top")
        book = openpyxl.Workbook()
        book.active.append(["name", "type", "sponsor"])
        book.active.append(["Neu", "Distributor", top.mlm_member_number])
        out = io.BytesIO()
        book.save(out)
        result = self.run_import(
            out.getvalue(),
            ["name", "mlm_type_id", "mlm_sponsor_id"],
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
        self.assertFalse(result["messages"])
        self.assertEqual(self.env["res.partner"].browse(result["ids"]).mlm_sponsor_id, top)
