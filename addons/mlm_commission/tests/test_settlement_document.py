# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common_tax import TaxCommon


@tagged("post_install", "-at_install")
class TestGermanSettlement(TaxCommon):
    """A German company on SKR03: tax, boxes of the VAT return, wording."""

    @classmethod
    @TaxCommon.setup_country("de")
    def setUpClass(cls):
        super().setUpClass()

    def settle_as(self, status, country="base.de", vat=False, **values):
        """Settle Top's 2.40 of March; return the document."""
        self.top.write({"country_id": self.env.ref(country).id, "vat": vat, **values})
        self.declare(status=status, date_from="2026-03-01", date_declared="2026-03-01")
        statement = self.close_march()
        move = statement._settle("2026-04-18")
        self.assertFalse(statement.block_reason)
        return move

    def boxes(self, move):
        """Amounts of the document by box of the German VAT return."""
        boxes = {}
        for line in move.line_ids:
            for tag in line.tax_tag_ids:
                boxes[tag.name] = round(boxes.get(tag.name, 0) + line.balance, 2)
        return boxes

    def test_regular_partners_get_19_percent(self):
        move = self.settle_as("regular", vat="DE136695976")
        self.assertRecordValues(
            move,
            [{"amount_untaxed": 2.4, "amount_tax": 0.46, "amount_total": 2.86}],
        )
        self.assertEqual(self.boxes(move), {"66": 0.46})

    def test_small_businesses_get_no_tax_and_the_note(self):
        move = self.settle_as("small", mlm_tax_number="181/815/08155")
        self.assertRecordValues(move, [{"amount_tax": 0, "amount_total": 2.4}])
        tax = move.invoice_line_ids.tax_ids
        self.assertEqual((tax.amount, tax.active), (0, True))
        self.assertFalse(self.boxes(move))
        self.assertIn("§ 19 UStG", move.mlm_tax_rule_id.note)

    def test_eu_services_stand_in_46_47_67_never_in_89(self):
        move = self.settle_as("eu_business", "base.be", "BE0477472701")
        self.assertRecordValues(move, [{"amount_tax": 0, "amount_total": 2.4}])
        self.assertEqual(self.boxes(move), {"46": 2.4, "47": -0.46, "67": 0.46})
        self.assertEqual(move.fiscal_position_id.name, "Service provider EU (with VAT ID)")

    def test_eu_partners_need_their_vat_id(self):
        self.top.write({"country_id": self.env.ref("base.at").id, "vat": False})
        self.declare(status="eu_business", date_from="2026-03-01", date_declared="2026-03-01")
        self.assertEqual(self.reasons(self.close_march()), "The partner's VAT ID is missing.")

    def test_third_countries_stand_in_84_and_85(self):
        move = self.settle_as("third_country", "base.ch")
        self.assertRecordValues(move, [{"amount_tax": 0, "amount_total": 2.4}])
        self.assertEqual(self.boxes(move), {"84": 2.4, "85": -0.46, "67": 0.46})
        self.assertTrue(move.invoice_line_ids.tax_ids.active)

    def test_private_persons_get_no_document(self):
        self.declare(status="private", date_from="2026-03-01", date_declared="2026-03-01")
        self.assertIn("get no document", self.reasons(self.close_march()))

    def test_the_document_says_what_the_law_asks_for(self):
        self.env["res.lang"]._activate_lang("de_DE")
        move = self.settle_as("regular", vat="DE136695976", lang="de_DE")
        self.assertEqual(
            move._mlm_settlement_title(),
            "Gutschrift \N{EN DASH} Provisionsabrechnung 2026-03",
        )
        self.assertEqual(str(move.mlm_date_from), "2026-03-01")
        self.assertEqual(str(move.mlm_date_to), "2026-03-31")
        digits = self.top.mlm_member_number.replace("-", "")
        self.assertEqual(move.name, f"PROV-{digits}/2026/04/0001")
        self.assertTrue(move.journal_id.restrict_mode_hash_table)
        with self.assertRefused("settles a commission statement", UserError):
            move.button_draft()

    def test_reversals_keep_the_tax_of_what_they_reverse(self):
        """Earned as a small business in February, taken back in March as a regular partner."""
        february = self.env["mlm.period"].create({"kind": "month", "date_from": "2026-02-01"})
        self.declare(status="small", date_from="2026-02-01", date_declared="2026-02-01")
        self.declare(status="regular", date_from="2026-03-01", date_declared="2026-03-01")
        february.date_cutoff = "2026-02-28"
        february._close()
        self.env["mlm.statement"].sudo().create(
            {
                "period_id": february.id,
                "run_id": february.final_run_id.id,
                "company_id": self.company.id,
                "partner_id": self.top.id,
                "amount_closing": -1,
            }
        )
        move = self.close_march()._settle("2026-04-18")
        earned, taken_back = move.invoice_line_ids
        self.assertEqual((earned.price_subtotal, earned.tax_ids.amount), (2.4, 19))
        self.assertEqual((taken_back.price_subtotal, taken_back.tax_ids.amount), (-1, 0))
        self.assertRecordValues(move, [{"amount_untaxed": 1.4, "amount_tax": 0.46}])

    def test_the_printed_document_is_complete(self):
        move = self.settle_as("regular", vat="DE136695976", mlm_tax_number="181/815/08155")
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("mlm_commission.mlm_settlement_report", move.ids)[0]
            .decode()
        )
        for text in (
            move.name,
            "Self-billing",
            "VAT ID DE136695976",
            "Tax number 181/815/08155",
            "Lindenweg 3",
            "Main Street 1",
            "03/01/2026",
            "03/31/2026",
            "19 %",
            "VAT 19 %",
            "2.86",
            "§ 14 Abs. 2 Satz 5 UStG",
        ):
            self.assertIn(text, html)

    def test_objections_take_the_document_back(self):
        move = self.settle_as("regular", vat="DE136695976")
        before = self.boxes(move)
        objection = self.env["mlm.settlement.objection"].create(
            {"move_id": move.id, "reason": "I am a small business", "date": "2026-05-04"}
        )
        correction = objection.correction_id
        self.assertRecordValues(
            correction, [{"move_type": "in_refund", "state": "posted", "amount_total": 2.86}]
        )
        self.assertEqual(str(correction.date), "2026-05-04")
        self.assertEqual(self.boxes(correction), {"66": -before["66"]})
        self.assertIn(move.name, correction._mlm_settlement_title())
        self.assertEqual((move.state, move.amount_total), ("posted", 2.86))
        self.assertEqual(self.march.statement_ids.state, "objected")
        with self.assertRefused("has objected to", UserError):
            objection.copy()
        for document in move | correction:
            with self.assertRefused("settles a commission statement", UserError):
                document.button_draft()

    def test_only_accountants_record_objections(self):
        move = self.settle_as("regular", vat="DE136695976")
        clerk = new_test_user(
            self.env, "objection_clerk", "mlm_base.group_mlm_clerk", company_id=self.company.id
        )
        with self.assertRaises(AccessError):
            self.env["mlm.settlement.objection"].with_user(clerk).create(
                {"move_id": move.id, "reason": "x"}
            )


@tagged("post_install", "-at_install")
class TestSwissSettlement(TaxCommon):
    def test_no_word_of_tax_for_unregistered_partners(self):
        self.company.partner_id.country_id = self.env.ref("base.ch")
        self.top.write({"country_id": self.env.ref("base.ch").id, "vat": False})
        self.declare(status="small", date_from="2026-03-01", date_declared="2026-03-01")
        move = self.close_march()._settle("2026-04-18")
        self.assertFalse(move.invoice_line_ids.tax_ids)
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("mlm_commission.mlm_settlement_report", move.ids)[0]
            .decode()
        )
        for word in ("VAT", "MWST", "MwSt", "Tax"):
            self.assertNotIn(word, html)
