# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import io
from datetime import date
from decimal import Decimal as D

from openpyxl import load_workbook
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.mlm_commission.models.commission_account.termination_math import (
    annual_average,
    compensation,
    contract_months,
    earliest_end,
)

from .common import LEVEL_PLAN
from .common_tax import TaxCommon

PERSONAL = """    - code: own
      kind: personal
      of: personal
      rate: 4
"""


@tagged("post_install", "-at_install")
class TestTerminationMath(BaseCase):
    def test_notice_by_years_of_contract(self):
        """§ 89 Abs. 1 HGB: 1, 2, 3, 6 months; to the end of a month."""
        start = date(2020, 1, 15)
        for notice, end in (
            (date(2020, 3, 10), date(2020, 4, 30)),
            (date(2021, 1, 14), date(2021, 2, 28)),
            (date(2021, 1, 15), date(2021, 3, 31)),
            (date(2022, 1, 15), date(2022, 4, 30)),
            (date(2025, 1, 14), date(2025, 4, 30)),
            (date(2025, 1, 15), date(2025, 7, 31)),
            (date(2025, 8, 31), date(2026, 2, 28)),
        ):
            with self.subTest(notice):
                self.assertEqual(earliest_end(start, notice), end)
        self.assertEqual(earliest_end(start, date(2026, 3, 10), part_time=True), date(2026, 4, 30))

    def test_average_of_five_years_or_of_the_contract(self):
        self.assertEqual(contract_months(date(2026, 1, 1), date(2026, 4, 30)), 4)
        self.assertEqual(contract_months(date(2026, 1, 15), date(2026, 4, 30)), 4)
        self.assertEqual(contract_months(date(2010, 1, 1), date(2026, 4, 30)), 60)
        self.assertEqual(contract_months(date(2026, 4, 30), date(2026, 4, 30)), 1)
        self.assertEqual(annual_average(D("50000"), 60), D("10000.00"))
        self.assertEqual(annual_average(D("1000"), 4), D("3000.00"))

    def test_compensation_and_its_cap(self):
        """9 600/1.03 + 7 680/1.03² + 6 144/1.03³ = 22 182.16; never above the cap."""
        figures = D(12000), D(20), 3, D(3), D(100)
        self.assertEqual(compensation(*figures, D(99999)), D("22182.16"))
        self.assertEqual(compensation(*figures, D(10000)), D("10000.00"))
        self.assertEqual(compensation(D(12000), D(20), 0, D(3), D(100), D(10000)), 0)
        self.assertEqual(compensation(D(-5), D(20), 3, D(3), D(100), D(10000)), 0)


@tagged("post_install", "-at_install")
class TestTermination(TaxCommon):
    """Top buys ten oils (252.50 points) and a customer of its own three soaps (24 points).

    Of its own purchase Top gets 4 % = 10.10, of its customer's 4 % = 0.96; the level bonus is for
    those above.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(
            cls.env,
            login="mlm_end_clerk",
            groups="mlm_base.group_mlm_accountant,mlm_base.group_mlm_clerk",
        )
        cls.release_version(LEVEL_PLAN + PERSONAL, "2026-03-01")
        cls.fan = cls.make_member("Fan", cls.type_customer, cls.top)
        cls.fan.write({"street": "Rosenweg 1", "city": "Halle"})

    def closed(self):
        self.sell(self.top, [(self.oil, 10)])
        self.sell(self.fan, [(self.soap, 3)])
        self.march.date_cutoff = "2026-04-18"
        self.march._close()
        return self.march.statement_ids

    def termination(self, **values):
        return (
            self.env["mlm.termination"]
            .with_user(self.clerk)
            .create(
                {
                    "partner_id": self.top.id,
                    "reason": "company",
                    "date_notice": "2026-03-20",
                    **values,
                }
            )
        )

    def test_dates_follow_from_the_notice(self):
        self.assertRecordValues(
            self.termination(),
            [
                {
                    "date_start": date(2026, 1, 1),
                    "date_earliest": date(2026, 4, 30),
                    "date_end": date(2026, 4, 30),
                    "date_last_settlement": date(2026, 8, 31),
                }
            ],
        )

    def test_nobody_is_dismissed_too_early(self):
        with self.assertRefused("can't end before"):
            self.termination(date_end="2026-04-29")
        record = self.termination(reason="mutual", date_end="2026-03-25")
        self.assertEqual(record.date_end, date(2026, 3, 25))
        with self.assertRefused("can't end before"):
            record.reason, record.date_end = "company", "2026-03-25"
            record.flush_recordset()
        with self.assertRefused("begins before the notice"):
            self.termination(partner_id=self.partner.id, reason="mutual", date_notice="2025-12-31")

    def test_compensation_from_own_customers_capped_by_the_average_year(self):
        """Base 0.96; 0.96 · (0.8/1.03 + ...² + ...³) = 1.77; cap 11.06 · 12/4 = 33.18."""
        self.closed()
        record = self.termination()
        self.assertRecordValues(
            record,
            [{"amount_base": 0.96, "amount_cap": 33.18, "amount_compensation": 1.77}],
        )
        self.assertFalse(record.compensation_note)

    def test_no_compensation_where_the_law_gives_none(self):
        self.closed()
        for values, text in (
            ({"reason": "partner"}, "partner gave notice"),
            ({"reason": "company_cause"}, "notice for cause"),
            ({"is_part_time": True}, "part-time agents"),
        ):
            with self.subTest(values):
                record = self.termination(**values)
                self.assertEqual(record.amount_compensation, 0)
                self.assertIn(text, record.compensation_note)
                record.unlink()

    def test_seven_of_ten_oils_come_back(self):
        """7 · 50.00 · 90 % = 315.00; commission on them 7 · 1.01 = 7.07."""
        self.closed()
        record = self.termination()
        record.action_load_goods()
        self.assertRecordValues(
            record.good_ids, [{"product_id": self.oil.id, "quantity_bought": 10, "price_unit": 50}]
        )
        self.assertEqual(record.amount_goods, 0)
        record.good_ids.quantity = 7
        self.assertRecordValues(
            record,
            [
                {
                    "amount_goods": 315,
                    "amount_goods_commission": 7.07,
                    "amount_goods_net": 307.93,
                }
            ],
        )
        record.action_load_goods()
        self.assertEqual(len(record.good_ids), 1)

    def test_more_than_was_bought_or_less_than_fair_is_refused(self):
        self.closed()
        record = self.termination()
        record.action_load_goods()
        for target, values in (
            (record.good_ids, {"quantity": 11}),
            (record.good_ids, {"quantity": -1}),
            (record, {"buyback_percent": 89}),
            (record, {"buyback_months": 6}),
            (record, {"churn_percent": 101}),
        ):
            with (
                self.subTest(values),
                self.assertRaises(CheckViolation),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                target.write(values)
                target.flush_recordset()
            target.invalidate_recordset()

    def test_goods_that_were_given_back_before_are_not_offered(self):
        invoice = self.sell(self.top, [(self.oil, 10)])
        reversal = invoice._reverse_moves([{"invoice_date": "2026-03-10", "date": "2026-03-10"}])
        reversal.action_post()
        record = self.termination()
        record.action_load_goods()
        self.assertFalse(record.good_ids)

    def test_the_book_extract_has_every_line(self):
        statements = self.closed()
        statements.filtered(lambda s: s.partner_id == self.top)._settle("2026-04-18")
        record = self.termination()
        rows = record._extract_rows()
        self.assertEqual(sum(row["amount"] for row in rows), D("11.06"))
        own = [row for row in rows if row["buyer_id"] == self.fan.id]
        self.assertEqual(len(own), 1)
        self.assertIn("Rosenweg 1", own[0]["address"])
        self.assertTrue(own[0]["document"])
        self.assertEqual({row["state"] for row in rows}, {"Settled"})
        action = record.action_extract_xlsx()
        attachment = self.env["ir.attachment"].browse(
            int(action["url"].split("/")[3].split("?")[0])
        )
        sheet = load_workbook(io.BytesIO(base64.b64decode(attachment.datas))).active
        self.assertEqual(sheet.max_row, len(rows) + 1)
        amounts = [cell.value for cell in sheet["R"]][1:]
        self.assertAlmostEqual(sum(amounts), 11.06)
        self.assertEqual(record.action_extract_pdf()["report_type"], "qweb-pdf")
        html = self.env["ir.actions.report"]._render_qweb_html(
            "mlm_commission.report_mlm_book_extract", record.ids
        )[0]
        self.assertIn(b"Rosenweg 1", html)
        self.assertIn(b"11.06", html)

    def test_customers_of_others_stay_unnamed(self):
        self.sell(self.customer, [(self.soap, 3)])
        self.sell(self.top, [(self.soap, 2)])
        self.march.date_cutoff = "2026-04-18"
        self.march._close()
        self.customer.write({"name": "Erika Muster", "street": "Geheimweg 7"})
        rows = self.termination()._extract_rows()
        foreign = [row for row in rows if row["buyer_id"] == self.customer.id]
        self.assertTrue(foreign)
        for row in foreign:
            self.assertEqual(row["address"], "")
            self.assertNotIn("Muster", row["buyer"])

    def test_the_contract_ends_on_its_day_and_stays_ended(self):
        record = self.termination(note="Closed the shop.")
        with freeze_time("2026-04-29"), self.assertRaisesRegex(UserError, "runs until"):
            record.action_end()
        with freeze_time("2026-04-30"):
            record.action_end()
        self.assertEqual((record.state, self.top.mlm_state), ("done", "terminated"))
        with self.assertRaisesRegex(UserError, "ended already"):
            record.action_end()
        with self.assertRaisesRegex(UserError, "took effect stays"):
            record.unlink()
        with self.assertRaisesRegex(UserError, "took effect stays"):
            record.action_load_goods()

    def test_only_those_who_may(self):
        record = self.termination()
        with self.assertRaisesRegex(AccessError, "Use the button"):
            record.state = "done"
        outsider = new_test_user(self.env, login="mlm_end_out", groups="mlm_base.group_mlm_user")
        for call in (
            "action_extract_xlsx",
            "action_extract_pdf",
            "action_load_goods",
            "action_end",
        ):
            with self.subTest(call), self.assertRaises(AccessError):
                getattr(record.with_user(outsider), call)()
