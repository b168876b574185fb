# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from odoo.addons.mlm_commission_datev.dtvf import PartnerWriter, reference, transliterate
from odoo.addons.mlm_commission_datev.rows import Part, pair


def part(account, amount, key="", **values):
    return Part(account, Decimal(amount), key, **values)


def plain(rows):
    return [(str(r.amount), "S" if r.is_debit else "H", r.account, r.contra, r.key) for r in rows]


@tagged("post_install", "-at_install")
class TestDatevRows(BaseCase):
    def test_a_creditor_stands_against_all_others(self):
        rows = pair(
            [
                part("4760", "119.00", "0009", tax=Decimal("19.00")),
                part("4760", "50.00"),
                part("70000", "-169.00", is_personal=True),
            ]
        )
        self.assertEqual(
            plain(rows),
            [("119.00", "S", "4760", "70000", "0009"), ("50.00", "S", "4760", "70000", "")],
        )

    def test_same_accounts_are_added_up_and_nothing_vanishes(self):
        rows = pair([part("4760", "10"), part("4760", "-10"), part("1200", "0")])
        self.assertEqual(rows, [])
        rows = pair([part("4760", "10"), part("4760", "20"), part("1701", "-30")])
        self.assertEqual(plain(rows), [("30", "H", "1701", "4760", "")])

    def test_debit_meets_credit_where_no_part_stands_against_all(self):
        rows = pair([part("A", "70"), part("B", "30"), part("C", "-60"), part("D", "-40")])
        self.assertEqual(
            plain(rows),
            [("60", "S", "A", "C", ""), ("10", "S", "A", "D", ""), ("30", "S", "B", "D", "")],
        )

    def test_a_key_stays_with_its_account(self):
        rows = pair([part("1200", "119"), part("8400", "-119", "0003", tax=Decimal("-19"))])
        self.assertEqual(plain(rows), [("119", "H", "8400", "1200", "0003")])

    def test_an_unbalanced_entry_is_refused(self):
        with self.assertRaises(ValueError):
            pair([part("A", "1"), part("B", "-2")])

    def test_text_is_windows_1252_without_control_characters(self):
        self.assertEqual(transliterate("Müller & Söhne 5 €"), "Müller & Söhne 5 €")
        self.assertEqual(transliterate("Dvořák\r\nPraha \N{GRINNING FACE}"), "Dvorák Praha ?")
        self.assertEqual(reference("PROV-10 001/2026;ü"), "PROV-10-001/2026--")
        self.assertEqual(len(reference("9" * 50)), 36)

    def test_quotes_are_doubled_zeros_stay_and_lines_end_with_crlf(self):
        writer = PartnerWriter("1001", "1", "20260101", 4, None, None, "AB", "EUR", chart="03")
        writer.writeheader()
        writer.writerow({"Konto": 70000, "Name (Adressattyp Unternehmen)": 'A "B"; C'})
        data = writer.data()
        self.assertTrue(data.startswith(b'"EXTF";700;16;"Debitoren/Kreditoren";5;'))
        header, _titles, row = data.decode("cp1252").split("\r\n")[:3]
        self.assertNotIn("\n", header)
        self.assertEqual(len(header.split(";")), 31)
        self.assertIn(';"03";', header)
        self.assertTrue(row.startswith('70000;"A ""B""; C";'))
        with self.assertRaises(KeyError):
            writer.writerow({"Kontonummer": 1})
