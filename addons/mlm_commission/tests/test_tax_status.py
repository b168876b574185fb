# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import hashlib

from psycopg2 import DatabaseError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common_tax import TaxCommon


@tagged("post_install", "-at_install")
class TestTaxStatus(TaxCommon):
    """Declarations are evidence; what is missing stands against the document, item by item."""

    # === DECLARATIONS === #

    def test_the_status_of_the_day_counts(self):
        later = self.declare(status="small", date_from="2026-04-01", date_declared="2026-03-20")
        Status = self.env["mlm.tax.status"]
        march = Status._of_partners(self.top | self.customer, self.company, "2026-03-31")
        april = Status._of_partners(self.top | self.customer, self.company, "2026-04-01")
        self.assertEqual(march[self.top.id].status, "regular")
        self.assertEqual(april, {self.top.id: later})

    def test_evidence_is_hashed_and_never_changes(self):
        status = self.declare(evidence=base64.b64encode(b"signed"), evidence_name="a.pdf")
        self.assertEqual(status.evidence_hash, hashlib.sha256(b"signed").hexdigest())
        with self.assertRefused("is evidence", UserError):
            status.status = "small"
        with self.assertRefused("is evidence", UserError):
            status.unlink()
        with self.assertRaises(DatabaseError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.cr.execute("UPDATE mlm_tax_status SET status = 'small' WHERE id = %s", [status.id])

    def test_nobody_declares_ahead_or_for_the_portal(self):
        with self.assertRefused("future", UserError):
            self.declare(date_declared="2099-01-01")
        with self.assertRefused("Only the portal", UserError):
            self.declare(source="portal")

    def test_clerks_see_neither_tax_numbers_nor_declarations(self):
        clerk = new_test_user(
            self.env, "tax_clerk", "mlm_base.group_mlm_clerk", company_id=self.company.id
        )
        partner = self.top.with_user(clerk)
        self.assertNotIn("mlm_tax_number", partner.fields_get())
        with self.assertRaises(AccessError):
            partner.read(["mlm_tax_number"])
        with self.assertRaises(AccessError):
            partner.write({"mlm_tax_number": "181/815/08155"})
        with self.assertRaises(AccessError):
            self.env["mlm.tax.status"].with_user(clerk).search([])
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(clerk).search([("mlm_tax_number", "like", "1%")])

    def test_german_tax_numbers_are_checked(self):
        self.top.mlm_tax_number = "181/815/08155"
        with self.assertRefused("no German tax number", ValidationError):
            self.top.mlm_tax_number = "12"

    # === WHAT STANDS AGAINST A DOCUMENT === #

    def test_with_everything_there_the_document_is_made(self):
        statement = self.close_march()
        self.assertEqual(statement._settle("2026-04-18").state, "posted")
        self.assertFalse(statement.block_reason)

    def test_each_missing_item_is_named(self):
        statement = self.close_march()
        for values, text in (
            ({"street": False}, "The partner's address lacks: street."),
            ({"city": False, "country_id": False}, "The partner's address lacks: city, country."),
            ({"vat": False}, "The partner's tax number or VAT ID is missing."),
        ):
            with self.subTest(text):
                old = {name: self.top[name] for name in values}
                self.top.write(values)
                self.assertEqual(self.reasons(statement), text)
                self.top.write(old)
        self.company.partner_id.street = False
        self.assertEqual(self.reasons(statement), "The company's address lacks: street.")

    def test_a_tax_number_serves_instead_of_a_vat_id(self):
        statement = self.close_march()
        self.top.write({"vat": False, "mlm_tax_number": "181/815/08155"})
        self.assertTrue(statement._settle("2026-04-18"))

    def test_without_self_billing_agreement_nothing_is_made(self):
        self.self_billing.agreement_id.is_self_billing = False
        statement = self.close_march()
        self.assertEqual(self.reasons(statement), "The self-billing agreement is not accepted.")
        self.self_billing.agreement_id.is_self_billing = True
        self.assertTrue(statement._settle("2026-04-18"))

    def test_an_agreement_of_tomorrow_is_none_today(self):
        statement = self.close_march()
        self.assertIn("agreement is not accepted", self.reasons(statement, "2025-12-31"))

    def test_old_declarations_are_asked_for_again(self):
        statement = self.close_march()
        self.assertIn("more than twelve months ago", self.reasons(statement, "2027-01-02"))
        self.declare(date_declared="2026-06-30")
        self.assertTrue(statement._settle("2027-01-02"))

    def test_status_without_rule_or_with_a_block(self):
        self.declare(status="private", date_from="2026-03-01")
        statement = self.close_march()
        self.assertIn("There is no tax rule", self.reasons(statement))
        self.env["mlm.tax.rule"].create(
            {
                "country_id": self.company.country_id.id,
                "status": "private",
                "is_blocked": True,
            }
        )
        self.assertIn("get no document", self.reasons(statement))

    def test_a_rule_that_names_a_missing_tax(self):
        self.tax_rule.tax_refs = "no_such_tax"
        statement = self.close_march()
        self.assertIn("has no tax for status", self.reasons(statement))
        self.tax_rule.tax_id = self.env["account.tax"].create(
            {"name": "Commission 5 %", "amount": 5, "type_tax_use": "purchase"}
        )
        move = statement._settle("2026-04-18")
        self.assertRecordValues(move, [{"amount_untaxed": 2.4, "amount_tax": 0.12}])

    def test_rules_change_with_the_law(self):
        newer = self.tax_rule.copy({"date_from": "2026-07-01", "note": "New"})
        Rule = self.env["mlm.tax.rule"]
        self.assertEqual(Rule._find(self.company, "regular", "2026-06-30"), self.tax_rule)
        self.assertEqual(Rule._find(self.company, "regular", "2026-07-01"), newer)

    def test_blocked_statements_do_not_hold_up_the_others(self):
        # Partner earns on its reseller's purchase, Top on both levels.
        self.sell(self.reseller, [(self.soap, 2)])
        self.sell(self.partner, [(self.soap, 2)])
        self.sell(self.top, [(self.soap, 2)])
        self.march.date_cutoff = "2026-04-18"
        self.march._close()
        self.partner.vat = False
        moves = self.march.statement_ids._settle("2026-04-18")
        self.assertEqual(moves.partner_id, self.top)
        blocked = self.march.statement_ids.filtered("block_reason")
        self.assertEqual(blocked.partner_id, self.partner)


@tagged("post_install", "-at_install")
class TestSmallBusiness(TaxCommon):
    """The limits of § 19 UStG, counted on what this company pays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mlm.tax.rule"].create(
            {"country_id": cls.company.country_id.id, "status": "small", "note": "Exempt"}
        )

    def settled_before(self, amount, date):
        move = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.top.id,
                "invoice_date": date,
                "date": date,
                "mlm_tax_status": "small",
                "invoice_line_ids": [
                    (0, 0, {"name": "Before", "price_unit": amount, "tax_ids": []})
                ],
            }
        )
        move.action_post()

    def test_the_document_that_crosses_the_limit_waits(self):
        self.declare(status="small", date_from="2026-02-01")
        statement = self.close_march()
        self.settled_before(99_997.60, "2026-02-15")
        # 99,997.60 + 2.40 is 100,000.00: not above the limit.
        self.assertFalse(
            statement._settlement_problems(self.company, statement.date_due)[statement]
        )
        self.settled_before(0.01, "2026-02-16")
        self.assertIn("passes the limit of $\N{NO-BREAK SPACE}100,000.00", self.reasons(statement))

    def test_the_lower_limit_of_the_founding_year(self):
        self.declare(status="small", date_from="2026-02-01", is_founding_year=True)
        statement = self.close_march()
        self.settled_before(24_999, "2026-02-15")
        self.assertIn("passes the limit of $\N{NO-BREAK SPACE}25,000.00", self.reasons(statement))

    def test_the_year_before_decides_too(self):
        self.declare(status="small", date_from="2025-02-01", date_declared="2025-12-20")
        statement = self.close_march()
        status = self.env["mlm.tax.status"]._of_partners(self.top, self.company, "2025-06-30")
        self.assertEqual(status[self.top.id].status, "small")
        self.settled_before(25_000.01, "2025-11-15")
        problems = statement._small_business_problems(
            status[self.top.id],
            0,
            self.env["mlm.statement"]._small_business_totals(self.company, self.top, 2025)[
                self.top.id
            ],
            statement.date_due,
        )
        self.assertEqual(len(problems), 1)
        self.assertIn("must be declared again", problems[0])
