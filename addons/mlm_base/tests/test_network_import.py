# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import io

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL

from .common import MlmCommon

HEADER = (
    "number;reference;name;type;sponsor;email;phone;joined;state;ended;country;zip;city;company"
)


class ImportCommon(MlmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Its own company: numbers of other tests and of the database play no part.
        cls.company = cls.env["res.company"].create(
            {"name": "Import", "country_id": cls.germany.id}
        )
        cls.env.user.company_ids += cls.company
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.market = cls.make_market("Import Germany", "IDE", cls.germany, cls.company)

    def make_import(self, content, name="network.csv", **values):
        if isinstance(content, str):
            content = content.encode()
        return self.env["mlm.network.import"].create(
            {
                "name": name,
                "file": base64.b64encode(content),
                "company_id": self.company.id,
                **values,
            }
        )

    def members_of(self, record):
        return self.env["res.partner"].search([("mlm_import_id", "=", record.id)], order="id")


@tagged("post_install", "-at_install")
class TestNetworkImport(ImportCommon):
    FILE = "\n".join(
        [
            HEADER,
            "A-3;;Kunde Drei;customer;A-2;drei@example.com;;2026-02-01;;;DE;01067;Dresden;",
            "A-2;r2;Zwei;distributor;A-1;Zwei@Example.com;030 123456;2025-01-31;;;DE;10115;Berlin;",
            "A-1;;Eins GmbH;distributor;;;;2024-12-31;;;DE;;;ja",
            ";r4;Vier;distributor;r2;;;2024-12-31;terminated;2025-06-30;DE;;;",
        ]
    )

    def test_import(self):
        record = self.make_import(self.FILE)
        record.action_import()
        self.assertEqual(record.state, "done", record.problem_ids.mapped("reason"))
        self.assertRecordValues(
            record,
            [
                {
                    "row_count": 4,
                    "partner_count": 3,
                    "customer_count": 1,
                    "root_count": 1,
                    "bad_row_count": 0,
                    "file": False,
                }
            ],
        )
        three, two, one, four = self.members_of(record)
        self.assertRecordValues(
            three + two + one + four,
            [
                {"mlm_member_number": "A-3", "mlm_sponsor_id": two.id, "mlm_role": "customer"},
                {"mlm_member_number": "A-2", "mlm_sponsor_id": one.id, "mlm_role": "partner"},
                {"mlm_member_number": "A-1", "mlm_sponsor_id": False, "mlm_role": "partner"},
                {"mlm_member_number": "1000001-2", "mlm_sponsor_id": two.id, "mlm_role": "partner"},
            ],
        )
        self.assertEqual(four.mlm_state, "terminated")
        self.assertEqual(str(four.mlm_date_ended), "2025-06-30")
        self.assertEqual(three.mlm_market_id, self.market)
        self.assertEqual(three.mlm_company_id, self.company)
        self.assertEqual(one.mlm_frontline_ids, two)
        self.assertEqual(self.env["res.partner"]._mlm_owner_map(three.ids), {three.id: two.id})

    def test_import_equals_what_odoo_would_write(self):
        """Every stored column is as if the contact had been created in the form."""
        record = self.make_import(self.FILE)
        record.action_import()
        __, imported, company, __ = self.members_of(record)
        by_hand = self.env["res.partner"].create(
            [
                {
                    "name": "Zwei",
                    "ref": "r2",
                    "email": "Zwei@Example.com",
                    "phone": "030 123456",
                    "country_id": self.germany.id,
                    "zip": "10115",
                    "city": "Berlin",
                },
                {"name": "Eins GmbH", "is_company": True, "country_id": self.germany.id},
            ]
        )
        self.env.flush_all()
        own = {
            *(
                "id",
                "commercial_partner_id",
                "create_date",
                "write_date",
                "create_uid",
                "write_uid",
            ),
            # The chatter counts messages about the contact made by hand.
            "message_main_attachment_id",
        }
        for one, other in zip(imported + company, by_hand, strict=True):
            rows = self.env.execute_query(
                SQL(
                    "SELECT to_jsonb(p) FROM res_partner p WHERE id = ANY(%s) ORDER BY id = %s",
                    [one.id, other.id],
                    other.id,
                )
            )
            (mine,), (hand,) = rows
            different = {
                name: (value, hand[name])
                for name, value in mine.items()
                if value != hand[name] and name not in own and not name.startswith("mlm_")
            }
            self.assertEqual(different, {})
            self.assertEqual(one.commercial_partner_id, one)
        self.assertEqual(imported.phone_sanitized, "+4930123456")
        self.assertEqual(imported.email_normalized, "zwei@example.com")
        self.assertEqual(company.commercial_company_name, "Eins GmbH")

    def test_history_and_audit(self):
        record = self.make_import(self.FILE)
        record.action_import()
        events = self.env["mlm.life.cycle.event"].search(
            [("partner_id", "in", self.members_of(record).ids)]
        )
        events = events.sorted(lambda event: event.partner_id.id)
        self.assertEqual(events.mapped("state_to"), ["active"] * 3 + ["terminated"])
        self.assertEqual(set(events.mapped("reason")), {"Imported from network.csv"})
        log = self.env["mlm.audit.log"].search(
            [("model", "=", "mlm.network.import"), ("res_id", "=", record.id)]
        )
        self.assertEqual(log.new_value, "Network imported from network.csv")

    def test_hook_is_called_once_for_all(self):
        calls = []
        self.patch(
            type(self.env["res.partner"]),
            "_mlm_sponsor_changed",
            lambda partner, changes: calls.append(changes),
        )
        record = self.make_import(self.FILE)
        record.action_import()
        three, two, one, four = self.members_of(record).ids
        self.assertEqual(
            calls, [[(three, None, two), (two, None, one), (one, None, None), (four, None, two)]]
        )

    def test_check_only_writes_nothing(self):
        before = self.env["res.partner"].with_context(active_test=False).search_count([])
        record = self.make_import(self.FILE)
        record.action_check()
        self.assertEqual((record.state, record.row_count), ("checked", 4))
        self.assertTrue(record.file)
        self.assertEqual(
            self.env["res.partner"].with_context(active_test=False).search_count([]), before
        )
        record.action_import()
        self.assertEqual(record.state, "done")

    def test_one_bad_row_stops_all(self):
        record = self.make_import(self.FILE + "\nA-5;;Fünf;distributor;nobody;;;;;;;;;\n")
        before = self.env["res.partner"].search_count([])
        record.action_import()
        self.assertEqual((record.state, record.bad_row_count), ("refused", 1))
        self.assertEqual(self.env["res.partner"].search_count([]), before)
        self.assertRecordValues(
            record.problem_ids,
            [
                {
                    "line": 6,
                    "column": "sponsor",
                    "value": "nobody",
                    "reason": "Nobody in the file or in the network has this number or reference.",
                }
            ],
        )
        text = base64.b64decode(record.problem_file).decode("utf-8-sig")
        self.assertEqual(
            text.splitlines()[1],
            "6;sponsor;nobody;Nobody in the file or in the network has this number or reference.",
        )

    def test_report_holds_no_formula(self):
        record = self.make_import("number;name;type\n=1+1;A;customer\n")
        record.action_check()
        self.assertIn("2;number;'=1+1;", base64.b64decode(record.problem_file).decode())

    def test_second_import_meets_the_first(self):
        self.make_import(self.FILE).action_import()
        again = self.make_import(self.FILE)
        again.action_import()
        self.assertEqual(again.state, "refused")
        # The row without a number is known by its reference.
        self.assertEqual(
            [(p.line, p.reason) for p in again.problem_ids if "already" in p.reason],
            [
                (2, "Kunde Drei has this number already."),
                (3, "Zwei has this number already."),
                (3, "Zwei has this reference already."),
                (4, "Eins GmbH has this number already."),
                (5, "Vier has this reference already."),
            ],
        )
        more = self.make_import("number;name;type;sponsor\nB-1;Neu;customer;r2\n")
        more.action_import()
        self.assertEqual(self.members_of(more).mlm_sponsor_id.mlm_member_number, "A-2")

    def test_numbers_of_the_file_are_not_given_twice(self):
        record = self.make_import(
            "number;reference;name;type\n;x;New;distributor\n1000001-2;;Old;distributor\n"
        )
        record.action_import()
        self.assertEqual(
            self.members_of(record).mapped("mlm_member_number"), ["1000002-9", "1000001-2"]
        )
        later = self.make_member("Later", mlm_state="active")
        self.assertEqual(later.mlm_member_number, "1000003-7")

    def test_numbers_of_other_companies_are_free(self):
        self.make_import("number;name;type\n77;A;distributor\n").action_import()
        other = self.env["res.company"].create({"name": "Other", "country_id": self.germany.id})
        self.env.user.company_ids += other
        record = self.make_import("number;name;type\n77;B;distributor\n", company_id=other.id)
        record.action_import()
        self.assertEqual(record.state, "done")
        self.assertEqual(self.members_of(record).mlm_company_id, other)
        record = self.make_import("number;name;type;sponsor\n78;C;customer;77\n")
        record.action_import()
        self.assertEqual(self.members_of(record).mlm_sponsor_id.name, "A")

    def test_unreadable_files_say_what_to_do(self):
        for content, words in (
            (
                b"number;name;type\n1;J\xfcrgen \xc3\xa4;customer\n",
                "Line 2 is not utf-8: byte 0xFC",
            ),
            (b"number;name\n1;A\n", "These columns are missing: type"),
            (b"number;name;type\n", "no rows"),
            (b"PK\x03\x04 broken", "spreadsheet can't be read"),
        ):
            record = self.make_import(content)
            with self.assertRaisesRegex(UserError, words):
                record.action_check()

    def test_circle_reason(self):
        record = self.make_import(
            "number;name;type;sponsor\n1;A;distributor;2\n2;B;distributor;1\n"
        )
        record.action_import()
        self.assertEqual(record.bad_row_count, 2)
        self.assertEqual(record.problem_ids[0].reason, "The sponsors form a circle: 1 A → 2 B.")

    def test_hostile_text_stays_text(self):
        name = "Robert'); DROP TABLE res_partner;-- \\N \t %(x)s {0} <b>"
        record = self.make_import(f'number;name;type\n1;"{name}";customer\n')
        record.action_import()
        self.assertEqual(self.members_of(record).name, name)

    def test_only_administrators(self):
        clerk = self.make_user("import_clerk", "clerk")
        record = self.make_import(self.FILE)
        with self.assertRaises(AccessError):
            record.with_user(clerk).action_import()
        with self.assertRaises(AccessError):
            self.env["mlm.network.import"].with_user(clerk).create({"name": "x"})
        manager = self.make_user("import_manager", "manager")
        manager.company_ids += self.company
        record.with_user(manager).with_context(allowed_company_ids=self.company.ids).action_import()
        self.assertEqual(record.state, "done")

    def test_done_import_stays(self):
        record = self.make_import(self.FILE)
        record.action_import()
        with self.assertRaises(UserError):
            record.action_import()
        with self.assertRaises(UserError):
            record.write({"file": base64.b64encode(b"x")})
        with self.assertRaises(UserError):
            record.unlink()

    def test_xlsx(self):
        import openpyxl

        book = openpyxl.Workbook()
        book.active.append(["Mitgliedsnummer", "Name", "Typ", "Sponsor"])
        book.active.append([1, "Eva", "Distributor", None])
        book.active.append([2, "Max", "Customer", 1])
        out = io.BytesIO()
        book.save(out)
        record = self.make_import(out.getvalue(), name="network.xlsx")
        record.action_import()
        self.assertEqual(record.state, "done", record.problem_ids.mapped("reason"))
        eva, max_ = self.members_of(record)
        self.assertEqual((max_.mlm_sponsor_id, max_.mlm_member_number), (eva, "2"))
