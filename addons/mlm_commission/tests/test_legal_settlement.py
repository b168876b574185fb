# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_tax import TaxCommon


@tagged("post_install", "-at_install")
class TestLegalSettlement(TaxCommon):
    """LEGAL A2, A6: what a settlement document needs, item by item, and its numbers."""

    @classmethod
    @TaxCommon.setup_country("de")
    def setUpClass(cls):
        super().setUpClass()
        cls.germany = cls.env.ref("base.de")

    def ready(self):
        self.top.write(
            {
                "country_id": self.germany.id,
                "vat": False,
                "mlm_tax_number": "181/815/08155",
            }
        )
        self.declare(date_from="2026-03-01", date_declared="2026-03-01")

    def test_each_item_is_missed_by_name(self):
        self.ready()
        statement = self.close_march()
        company = self.company.partner_id
        removals = [
            (lambda: self.top.write({"street": False}), "street"),
            (lambda: self.top.write({"zip": False}), "ZIP"),
            (lambda: self.top.write({"city": False}), "city"),
            (lambda: self.top.write({"country_id": False}), "country"),
            (lambda: self.top.write({"mlm_tax_number": False}), "tax number"),
            (lambda: company.write({"street": False}), "company's address lacks"),
            (lambda: self.declare(date_from="2026-03-01", status="private"), "get no document"),
        ]
        for change, words in removals:
            with self.subTest(words):
                point = self.cr.savepoint()
                change()
                self.assertFalse(statement._settle("2026-04-18"))
                self.assertIn(words.lower(), (statement.block_reason or "").lower())
                point.close(rollback=True)
                self.env.invalidate_all()
        move = statement._settle("2026-04-18")
        self.assertEqual(move.state, "posted")
        self.assertTrue(move.mlm_date_from and move.mlm_date_to and move.name)

    def test_words_of_the_title_by_language(self):
        self.ready()
        self.env["res.lang"]._activate_lang("it_IT")
        self.env["res.lang"]._activate_lang("de_DE")
        move = self.close_march()._settle("2026-04-18")
        for lang, word in (
            ("it_IT", "Autofatturazione"),
            ("de_DE", "Gutschrift"),
            ("en_US", "Self-billing"),
        ):
            self.top.lang = lang
            self.assertTrue(move._mlm_settlement_title().startswith(word), lang)
            html = self.env["ir.actions.report"]._render_qweb_html(
                "mlm_commission.mlm_settlement_report", move.ids
            )[0]
            self.assertIn(word, html.decode())

    def test_numbers_run_on_by_partner_without_a_gap(self):
        self.ready()
        first = self.close_march()._settle("2026-05-18")
        april = self.env["mlm.period"].create({"kind": "month", "date_from": "2026-04-01"})
        self.sell(self.customer, [(self.soap, 3)], "2026-04-05")
        self.sell(self.top, [(self.soap, 2)], "2026-04-05")
        april.date_cutoff = "2026-05-18"
        april._close()
        statement = april.statement_ids.filtered(lambda s: s.partner_id == self.top)
        second = statement._settle("2026-05-19")
        names = [first.name, second.name]
        self.assertEqual([name.rsplit("/", 1)[1] for name in names], ["0001", "0002"])
        self.assertEqual(len({name.rsplit("/", 1)[0] for name in names}), 1)
        journal = first.journal_id
        all_names = (
            self.env["account.move"].search([("journal_id", "=", journal.id)]).mapped("name")
        )
        self.assertEqual(len(all_names), len(set(all_names)))

    def test_posted_documents_are_sealed_for_remote_calls(self):
        self.ready()
        move = self.close_march()._settle("2026-04-18")
        changes = {
            "draft": move.button_draft,
            "cancel": move.button_cancel,
            "delete": move.unlink,
            "number": lambda: move.write({"name": "X"}),
            "amount": lambda: move.invoice_line_ids.write({"price_unit": 1}),
            "date": lambda: move.write({"date": "2026-01-01"}),
            "words": lambda: move.invoice_line_ids.write({"name": "X"}),
            "period": lambda: move.write({"mlm_date_from": "2026-01-01"}),
        }
        for name, refused in changes.items():
            with self.subTest(name), self.assertRaises(UserError), self.cr.savepoint():
                refused()
