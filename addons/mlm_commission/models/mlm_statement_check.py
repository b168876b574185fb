# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What stands against a settlement document: the law's list, item by item."""

from collections import defaultdict
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

# § 19 UStG since 2025: in force while the year stays below the first; below the second in the
# year of foundation; withdrawn if the year before exceeded the third.
SMALL_LIMIT = 100_000
SMALL_LIMIT_FOUNDING = 25_000
SMALL_LIMIT_YEAR_BEFORE = 25_000
DECLARATION_MONTHS = 12


class MlmStatement(models.Model):
    _inherit = "mlm.statement"

    block_reason = fields.Text(
        string="Blocked Because",
        readonly=True,
        copy=False,
        help="What is missing before a settlement document can be made.",
    )
    performance_date = fields.Date(
        compute="_compute_performance_date",
        help="Last day of the period: the day whose tax status counts.",
    )

    @api.depends("period_id.date_to")
    def _compute_performance_date(self):
        for statement in self:
            statement.performance_date = statement.period_id.date_to - relativedelta(days=1)

    def action_check_settlement(self):
        """Look again at what stands against the settlement of the chosen statements."""
        self._check_accountant()
        self._check_settlement(fields.Date.context_today(self))

    def _check_settlement(self, date):
        """Note on each unsettled statement what stands against its document.

        :param date: date of the document
        :return: the statements against which nothing stands
        """
        free = self.browse()
        for company, statements in (
            self.filtered(lambda s: not s.move_id).grouped("company_id").items()
        ):
            problems = statements._settlement_problems(company, fields.Date.to_date(date))
            for statement in statements:
                text = "\n".join(problems[statement]) or False
                if statement.block_reason != text:
                    statement.sudo().block_reason = text
                if not text:
                    free |= statement
        return free

    def _settlement_problems(self, company, date):
        """Return {statement: [what is missing, …]}, for all of one company at once.

        The items follow § 14 Abs. 4 UStG, the permission § 14 Abs. 2 Satz 5 UStG.
        """
        problems = defaultdict(list)
        partners = self.partner_id
        agreed = self._accepted_self_billing(company, partners, date)
        earned = self._small_business_totals(company, partners, date.year)
        before = self._small_business_totals(company, partners, date.year - 1)
        company_problem = self._company_problem(company)
        for day, statements in self.sorted("performance_date").grouped("performance_date").items():
            found = self.env["mlm.tax.status"].sudo()._of_partners(partners, company, day)
            for statement in statements:
                partner = statement.partner_id
                add = problems[statement].append
                if company_problem:
                    add(company_problem)
                if partner.id not in agreed:
                    add(self.env._("The self-billing agreement is not accepted."))
                if missing := partner._mlm_missing_address():
                    add(self.env._("The partner's address lacks: %(parts)s.", parts=missing))
                status = found.get(partner.id)
                if not status:
                    add(self.env._("No tax status was declared for %(day)s.", day=day))
                    continue
                problems[statement] += statement._status_problems(status, company, date)
                if status.status == "small":
                    total = earned.get(partner.id, 0) + Decimal(str(statement.amount_payable))
                    earned[partner.id] = total
                    problems[statement] += statement._small_business_problems(
                        status, total, before.get(partner.id, 0), date
                    )
        return problems

    @api.model
    def _company_problem(self, company):
        missing = company.partner_id._mlm_missing_address()
        if missing:
            return self.env._("The company's address lacks: %(parts)s.", parts=missing)
        return False

    @api.model
    def _accepted_self_billing(self, company, partners, date):
        """Return the ids of partners who accepted a self-billing agreement by the end of a day."""
        acceptances = (
            self.env["mlm.agreement.acceptance"]
            .sudo()
            ._read_group(
                [
                    ("partner_id", "in", partners.ids),
                    ("version_id.agreement_id.is_self_billing", "=", True),
                    ("version_id.agreement_id.company_id", "in", [company.id, False]),
                    ("accepted_at", "<", date + relativedelta(days=1)),
                ],
                ["partner_id"],
            )
        )
        return {partner.id for (partner,) in acceptances}

    def _status_problems(self, status, company, date):
        """What a tax status lacks for a document: age, rule, tax, identification."""
        labels = dict(status._fields["status"]._description_selection(self.env))
        label = labels[status.status]
        rule = self.env["mlm.tax.rule"].sudo()._find(company, status.status, self.performance_date)
        result = []
        if date > status.date_declared + relativedelta(months=DECLARATION_MONTHS):
            result.append(
                self.env._("The tax status was declared more than twelve months ago: ask again.")
            )
        if not rule:
            result.append(
                self.env._(
                    "There is no tax rule for companies in %(country)s and partners of status "
                    "“%(status)s”. Add it under Configuration / Tax Rules.",
                    country=company.country_id.name or "?",
                    status=label,
                )
            )
        elif rule.is_blocked:
            result.append(
                self.env._("Partners of status “%(status)s” get no document.", status=label)
            )
        else:
            if rule._tax_for(company)[1]:
                result.append(
                    self.env._(
                        "The chart of accounts has no tax for status “%(status)s”. Choose one in "
                        "the tax rule.",
                        status=label,
                    )
                )
            result += self._identifier_problems(rule)
        return result

    def _identifier_problems(self, rule):
        partner = self.partner_id.sudo()
        if rule.identifier == "vat" and not partner.vat:
            return [self.env._("The partner's VAT ID is missing.")]
        if rule.identifier == "any" and not (
            partner.vat or partner.mlm_tax_number or partner.mlm_small_business_number
        ):
            return [self.env._("The partner's tax number or VAT ID is missing.")]
        return []

    def _small_business_problems(self, status, total, before, date):
        """Watch the limits of § 19 UStG on what this company alone has paid.

        :param Decimal total: settled in the year of the document, this one included
        :param Decimal before: settled in the year before
        """
        result = []
        founding = status.is_founding_year and status.date_from.year == date.year
        limit = SMALL_LIMIT_FOUNDING if founding else SMALL_LIMIT
        if total > limit:
            result.append(
                self.env._(
                    "This document passes the limit of %(limit)s for small businesses (§ 19 UStG). "
                    "Ask the partner and record the status that holds from now on.",
                    limit=self.currency_id.format(limit),
                )
            )
        if before > SMALL_LIMIT_YEAR_BEFORE and status.date_declared.year < date.year:
            result.append(
                self.env._(
                    "Last year's settlements passed %(limit)s (§ 19 UStG). The small-business "
                    "status must be declared again.",
                    limit=self.currency_id.format(SMALL_LIMIT_YEAR_BEFORE),
                )
            )
        return result

    @api.model
    def _small_business_totals(self, company, partners, year):
        """Net amounts settled without tax by § 19 UStG in a calendar year: {partner id: amount}."""
        self.env["account.move"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT partner_id, sum(-amount_untaxed_signed)::text FROM account_move
                    WHERE company_id = %s AND mlm_tax_status = 'small' AND state = 'posted'
                      AND partner_id = ANY(%s) AND invoice_date >= %s AND invoice_date < %s
                    GROUP BY partner_id""",
                company.id,
                partners.ids,
                f"{year}-01-01",
                f"{year + 1}-01-01",
            )
        )
        return {partner: Decimal(total) for partner, total in rows}


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _mlm_missing_address(self):
        """Return which parts of name and address a document of § 14 UStG misses, as text."""
        self.ensure_one()
        parts = {
            self.env._("name"): self.name,
            self.env._("street"): self.street,
            self.env._("ZIP"): self.zip or not self.country_id.zip_required,
            self.env._("city"): self.city,
            self.env._("country"): self.country_id,
        }
        return ", ".join(part for part, value in parts.items() if not value)
