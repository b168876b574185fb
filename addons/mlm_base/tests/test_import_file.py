# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The importer's plain Python: files, cells, sponsors. No database is used."""

import codecs
import datetime
import io
import zipfile

from odoo.fields import Datetime
from odoo.tests import BaseCase, tagged

from ..importer import (
    Existing,
    ImportFileError,
    Lookups,
    check_network,
    match_header,
    parse_rows,
    read_table,
)
from ..importer.network import MemberType
from ..importer.values import cell_text, is_email, is_key, read_date

PARTNER = MemberType(1, "Distributor", "partner", True)
RESELLER = MemberType(2, "Reseller", "partner", False)
CUSTOMER = MemberType(3, "Customer", "customer", False)
TODAY = datetime.date(2026, 11, 23)


def lookups(existing=()):
    return Lookups(
        types={"distributor": PARTNER, "reseller": RESELLER, "customer": CUSTOMER},
        countries={"de": 57, "germany": 57, "deutschland": 57},
        markets={"dach": 7},
        languages={"de": "de_DE", "de_de": "de_DE"},
        today=TODAY,
        existing=list(existing),
    )


def check(text, existing=()):
    """Return (members, [(line, code), …]) of a CSV text."""
    table = read_table(text.encode())
    positions, __ = match_header(table.headings)
    known = lookups(existing)
    members, problems = parse_rows(table, positions, known)
    problems += check_network(members, known)
    return members, sorted((problem.line, problem.code) for problem in problems)


def xlsx(rows):
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@tagged("post_install", "-at_install")
class TestReader(BaseCase):
    def assertRefused(self, content, code, encoding="auto"):
        with self.assertRaises(ImportFileError) as caught:
            read_table(content, encoding)
        self.assertEqual(caught.exception.code, code)
        return caught.exception.params

    def test_delimiters(self):
        for delimiter in ",;\t|":
            rows = ["number,name,type", '1,"Müller, Eva",customer']
            text = "\n".join(rows).replace(",", delimiter)
            table = read_table(text.encode())
            self.assertEqual(table.delimiter, delimiter)
            self.assertEqual(table.headings, ["number", "name", "type"])
            self.assertEqual(table.rows[0][1][2], "customer")

    def test_encodings(self):
        text = "number;name;type\n1;Jürgen Groß;customer\n"
        for encoding, found in (
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8"),
            ("cp1252", "cp1252"),
            ("latin-1", "cp1252"),
            ("utf-16", "utf-16"),
        ):
            table = read_table(text.encode(encoding))
            self.assertEqual((table.encoding, table.rows[0][1][1]), (found, "Jürgen Groß"))
        self.assertEqual(read_table(text.encode("latin-1"), "latin-1").encoding, "latin-1")

    def test_broken_encoding_names_line_and_byte(self):
        content = "number;name;type\n1;Jürgen;customer\n2;Gro".encode() + b"\xdf;customer\n"
        params = self.assertRefused(content, "broken_encoding")
        self.assertEqual(
            params, {"encoding": "utf-8", "line": 3, "byte": "0xDF", "before": "2;Gro"}
        )
        self.assertEqual(self.assertRefused(content, "broken_encoding", "utf-8")["line"], 3)
        self.assertRefused(codecs.BOM_UTF8 + b"number;name\n1;\xfc", "broken_encoding")
        # 0x81 is no character of Windows-1252.
        params = self.assertRefused(b"number;name\n1;\xfc\x81", "broken_encoding")
        self.assertEqual((params["encoding"], params["byte"]), ("cp1252", "0x81"))

    def test_not_text(self):
        self.assertRefused(b"", "empty_file")
        self.assertRefused(b" \n\n", "empty_file")
        self.assertRefused(b"number;name;type\n", "no_rows")
        self.assertEqual(self.assertRefused(b"a;b\nc\x00;d", "binary"), {"line": 2})
        self.assertRefused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel")

    def test_line_numbers_count_lines_of_the_file(self):
        text = 'number;name;street;type\n1;A;"two\nlines";customer\n\n2;B;;customer\n3;C;;;x\n4;D\n'
        table = read_table(text.encode())
        self.assertEqual([line for line, __ in table.rows], [2, 5, 7])
        self.assertEqual(table.rows[0][1][2], "two\nlines")
        self.assertEqual(table.rows[2][1], ["4", "D", "", ""])
        self.assertEqual(
            [(problem.line, problem.code) for problem in table.problems], [(6, "too_many_cells")]
        )

    def test_open_quote_is_reported_where_it_opens(self):
        table = read_table(b'number;name;type\n1;A;customer\n2;"B;customer\n3;C;customer\n')
        self.assertEqual([line for line, __ in table.rows], [2])
        self.assertEqual(
            [(problem.line, problem.code) for problem in table.problems], [(3, "broken_quotes")]
        )

    def test_xlsx(self):
        content = xlsx(
            [
                ["Number", "Name", "Type", "Joined", "ZIP", "Company"],
                [1000017, "Eva", "customer", Datetime.to_datetime("2026-05-31"), "01067", True],
                [None, None, None, None, None, None],
                ["A-2", " Max ", "customer", datetime.date(2026, 6, 1), 80331.0, False],
            ]
        )
        table = read_table(content)
        self.assertEqual(
            table.rows,
            [
                (2, ["1000017", "Eva", "customer", "2026-05-31", "01067", "1"]),
                (4, ["A-2", "Max", "customer", "2026-06-01", "80331", "0"]),
            ],
        )

    def test_xlsx_with_gaps_and_all_kinds_of_cells(self):
        import openpyxl

        book = openpyxl.Workbook()
        sheet = book.active
        for cell, value in (
            ("A1", "number"),
            ("B1", "name"),
            ("C1", "joined"),
            ("D1", "note"),
            ("A3", 17.0),
            ("C3", datetime.date(2026, 5, 1)),
            ("D3", True),
            ("B7", " Eva "),
            ("C7", Datetime.to_datetime("2026-05-01 12:30:00")),
            ("D7", 3.25),
            ("D8", datetime.time(3, 4)),
        ):
            sheet[cell] = value
        out = io.BytesIO()
        book.save(out)
        table = read_table(out.getvalue())
        self.assertEqual(table.headings, ["number", "name", "joined", "note"])
        self.assertEqual(
            table.rows,
            [
                (3, ["17", "", "2026-05-01", "1"]),
                (7, ["", "Eva", "2026-05-01 12:30:00", "3.25"]),
                (8, ["", "", "", "03:04:00"]),
            ],
        )

    def xlsx_with_sheet(self, rows):
        """A spreadsheet as other programs write it: with these rows as XML."""
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(xlsx([["x"]]))) as old, zipfile.ZipFile(out, "w") as new:
            for entry in old.namelist():
                text = old.read(entry)
                if entry == "xl/worksheets/sheet1.xml":
                    text = (
                        '<!DOCTYPE worksheet [<!ENTITY big "bigbigbig">]>'
                        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                        f"<sheetData>{rows}</sheetData></worksheet>"
                    ).encode()
                new.writestr(entry, text)
        return out.getvalue()

    def test_xlsx_of_other_programs(self):
        table = read_table(
            self.xlsx_with_sheet(
                '<row><c t="inlineStr"><is><t>number</t></is></c><c t="str"><v>name</v></c></row>'
                '<row><c><f>A1</f><v>7</v></c><c t="inlineStr"><is><r><t>E</t></r><r><t>va</t></r>'
                '<rPh sb="0" eb="1"><t>Ewa</t></rPh></is></c></row>'
                '<row><c/><c t="inlineStr"><is><t>&big;</t></is></c></row>'
            )
        )
        self.assertEqual(table.headings, ["number", "name"])
        # Positions are counted where none is stated; entities of the file's own are not expanded.
        self.assertEqual(table.rows, [(2, ["7", "Eva"])])

    def test_xlsx_with_impossible_cells(self):
        for cell in ('<c r="ZZZZ1"><v>1</v></c>', '<c t="s"><v>99</v></c>', "<c><v>x</v></c>"):
            with self.subTest(cell=cell):
                self.assertRefused(self.xlsx_with_sheet(f"<row>{cell}</row>"), "broken_xlsx")

    def test_broken_xlsx(self):
        content = xlsx([["number", "name"], ["1", "A"]])
        self.assertRefused(content[: len(content) // 2], "broken_xlsx")
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as packed:
            packed.writestr("hello.txt", "no spreadsheet")
        self.assertRefused(out.getvalue(), "broken_xlsx")

    def test_headings(self):
        positions, ignored = match_header(
            ["Mitgliedsnummer", "Vollständiger Name", "Typ", "E-Mail", "Straße", "", "Schuhgröße"]
        )
        self.assertEqual(positions, {"number": 0, "name": 1, "type": 2, "email": 3, "street": 4})
        self.assertEqual(ignored, ["Schuhgröße"])
        with self.assertRaises(ImportFileError) as caught:
            match_header(["number", "type", "sponsor"])
        self.assertEqual(caught.exception.params["missing"], "name")
        with self.assertRaises(ImportFileError) as caught:
            match_header(["name", "type"])
        self.assertEqual(caught.exception.params["missing"], "number")
        with self.assertRaises(ImportFileError) as caught:
            match_header(["number", "name", "type", "E-Mail", "email"])
        self.assertEqual(caught.exception.code, "column_twice")

    def test_values(self):
        self.assertEqual(read_date("2026-02-28"), datetime.date(2026, 2, 28))
        self.assertEqual(read_date("1.3.2026"), datetime.date(2026, 3, 1))
        for text in ("2026-02-30", "03/04/2026", "20260301", "x", "1.3.26", "-1"):
            self.assertIsNone(read_date(text), text)
        for text in ("a@b.de", "eva.müller+x@sub.example.org"):
            self.assertTrue(is_email(text), text)
        for text in ("a@b", "a b@c.de", "a@b.de, c@d.de", "@b.de", "a@@b.de", "Eva <a@b.de>"):
            self.assertFalse(is_email(text), text)
        for text in ("1", "1000017-4", "A/2 b", "ä9"):
            self.assertTrue(is_key(text), text)
        for text in ("-5", "", "=1+1", "a\nb", "x" * 65, " 1", "'; DROP"):
            self.assertFalse(is_key(text), text)
        self.assertEqual(cell_text(12.5), "12.5")


@tagged("post_install", "-at_install")
class TestNetworkFile(BaseCase):
    def test_any_row_order(self):
        members, problems = check(
            "number;name;type;sponsor\n3;C;customer;2\n2;B;distributor;1\n1;A;distributor;\n"
        )
        self.assertFalse(problems)
        self.assertEqual([m.above and m.above.name for m in members], ["B", "A", None])

    def test_every_bad_cell_is_reported(self):
        header = "number;name;type;sponsor;email;joined;ended;state;country;market;language;company"
        rows = [
            ";;;;;;;;;;;",  # line 2 is empty and left out
            ";A;distributor;;;;;;;;;",
            "3;;distributor;;;;;;;;;",
            "4;D;;;;;;;;;;",
            "5;E;king;;;;;;;;;",
            "6;F;distributor;;nobody;;;;;;;",
            "7;G;distributor;;;31.02.2026;;;;;;",
            "8;H;distributor;;;2026-11-24;;;;;;",
            "9;I;distributor;;;2026-01-01;2025-01-01;terminated;;;;",
            "10;J;distributor;;;;2025-01-01;active;;;;",
            "11;K;distributor;;;;;terminated;;;;",
            "12;L;distributor;;;;;married;;;;",
            "13;M;distributor;;;;;;Atlantis;;;",
            "14;N;distributor;;;;;;;moon;;",
            "15;O;distributor;;;;;;;;xx;",
            "-16;P;distributor;;;;;;;;;maybe",
            "17;" + "Q" * 501 + ";distributor;;;;;;;;;",
            "18;R;distributor;;;1.1.1850;;;DE;dach;de;ja",
        ]
        __, problems = check("\n".join([header, *rows]))
        self.assertEqual(
            problems,
            [
                (3, "no_key"),
                (4, "no_name"),
                (5, "no_type"),
                (6, "unknown_type"),
                (7, "bad_email"),
                (8, "bad_date"),
                (9, "future_date"),
                (10, "ended_before_joined"),
                (11, "ended_not_terminated"),
                (12, "terminated_not_ended"),
                (13, "unknown_state"),
                (14, "unknown_country"),
                (15, "unknown_market"),
                (16, "unknown_language"),
                (17, "bad_flag"),
                (17, "bad_key"),
                (18, "too_long"),
                (19, "early_date"),
            ],
        )

    def test_cells_are_understood(self):
        [member], problems = check(
            "number;reference;name;type;joined;country;market;language;company;state;ended\n"
            "9;alt-9;Müller GmbH;Reseller;31.05.2020;Deutschland;DACH;de;Firma;beendet;2021-01-01\n"
        )
        self.assertFalse(problems)
        self.assertEqual(
            (member.type, member.joined, member.country, member.market, member.language),
            (RESELLER, datetime.date(2020, 5, 31), 57, 7, "de_DE"),
        )
        self.assertEqual(
            (member.is_company, member.state, member.ended),
            (True, "terminated", datetime.date(2021, 1, 1)),
        )

    def test_sponsor_rules(self):
        __, problems = check(
            "number;name;type;sponsor;state\n"
            "1;A;distributor;;\n"
            "2;B;reseller;1;\n"
            "3;C;customer;1;\n"
            "4;D;distributor;3;\n"
            "5;E;customer;3;\n"
            "6;F;customer;2;\n"
            "7;G;distributor;7;\n"
            "8;H;distributor;99;\n"
            "9;I;distributor;;applicant\n"
            "10;J;customer;9;\n"
        )
        self.assertEqual(
            problems,
            [
                (5, "customer_above_partner"),
                (6, "may_not_sponsor"),
                (7, "may_not_sponsor"),
                (8, "self_sponsor"),
                (9, "unknown_sponsor"),
                (11, "sponsor_applicant"),
            ],
        )

    def test_duplicates_in_file_and_database(self):
        known = [
            Existing(50, "100", "old", "Known", PARTNER, "active"),
            Existing(51, "", "alone", "Outside", None, ""),
        ]
        __, problems = check(
            "number;reference;name;type;sponsor\n"
            "1;x;A;distributor;100\n"
            "1;y;B;distributor;\n"
            "3;x;C;distributor;\n"
            "100;;D;distributor;\n"
            "5;old;E;distributor;\n"
            "6;alone;F;distributor;old\n",
            known,
        )
        self.assertEqual(
            problems,
            [
                # Who is meant by a key that two have, nobody knows.
                (2, "ambiguous_sponsor"),
                (3, "twice"),
                (4, "twice"),
                (5, "number_taken"),
                (6, "reference_taken"),
                (7, "ambiguous_sponsor"),
                (7, "reference_taken"),
            ],
        )

    def test_sponsors_of_the_database(self):
        known = [
            Existing(50, "100", "", "Active", PARTNER, "active"),
            Existing(51, "101", "", "Suspended", PARTNER, "suspended"),
            Existing(52, "102", "", "Buyer", CUSTOMER, "active"),
            Existing(53, "", "out", "Outside", None, ""),
            Existing(54, "", "two", "First", PARTNER, "active"),
            Existing(55, "", "two", "Second", PARTNER, "active"),
        ]
        members, problems = check(
            "number;name;type;sponsor\n"
            "1;A;distributor;100\n"
            "2;B;distributor;101\n"
            "3;C;distributor;102\n"
            "4;D;distributor;out\n"
            "5;E;distributor;two\n",
            known,
        )
        self.assertEqual(members[0].above.id, 50)
        self.assertEqual(
            problems,
            [
                (3, "sponsor_not_active"),
                (4, "customer_above_partner"),
                (5, "sponsor_outside"),
                (6, "ambiguous_sponsor"),
            ],
        )

    def test_number_of_one_is_reference_of_another(self):
        __, problems = check(
            "number;reference;name;type;sponsor\n"
            "1;2;A;distributor;\n2;;B;distributor;\n3;;C;distributor;2\n"
        )
        self.assertEqual(problems, [(4, "ambiguous_sponsor")])

    def test_circles_name_their_members(self):
        table = read_table(
            b"number;name;type;sponsor\n"
            b"1;A;distributor;3\n2;B;distributor;1\n3;C;distributor;2\n"
            b"4;D;distributor;1\n5;E;distributor;6\n6;F;distributor;5\n7;G;distributor;\n"
        )
        positions, __ = match_header(table.headings)
        members, __ = parse_rows(table, positions, lookups())
        problems = check_network(members, lookups(), {"sponsor": "Sponsor"})
        self.assertEqual(
            [(p.line, p.code) for p in problems][:3], [(2, "cycle"), (4, "cycle"), (3, "cycle")]
        )
        self.assertEqual({p.line for p in problems}, {2, 3, 4, 6, 7})
        self.assertEqual(problems[0].params, {"names": "1 A → 3 C → 2 B", "more": 0})
        self.assertEqual(problems[0].column, "Sponsor")
        self.assertEqual(problems[-1].params["names"], "5 E → 6 F")

    def test_huge_circle_is_found_without_recursion(self):
        count = 50_000
        rows = [f"{n};N{n};distributor;{n % count + 1}" for n in range(1, count + 1)]
        __, problems = check("\n".join(["number;name;type;sponsor", *rows]))
        self.assertEqual(len(problems), count)
        self.assertEqual({code for __, code in problems}, {"long_cycle"})
