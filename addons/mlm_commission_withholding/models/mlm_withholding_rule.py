# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import ROUND_HALF_UP, Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.mlm_commission.models.mlm_tax_status import TAX_STATUSES


class MlmWithholdingRule(models.Model):
    """What a company withholds from partners of a country, from a day on.

    Rules are data: a change of law is a new row. Rate, account, tags and numbers of certificates
    are those of a tax of Odoo that is withheld on payment.
    """

    _name = "mlm.withholding.rule"
    _description = "Withholding Rule"
    _order = "country_id, date_from desc, id desc"
    _rec_name = "tax_id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    active = fields.Boolean(default=True)
    country_id = fields.Many2one("res.country", string="Country of the Partner", required=True)
    status = fields.Selection(
        selection=TAX_STATUSES, help="Only partners of this tax status; empty: all of the country."
    )
    date_from = fields.Date(string="From", required=True, default="2026-01-01")
    date_to = fields.Date(string="Until")
    tax_id = fields.Many2one(
        "account.tax",
        required=True,
        check_company=True,
        domain=[
            ("is_withholding_tax_on_payment", "=", True),
            ("type_tax_use", "=", "purchase"),
            ("amount_type", "=", "percent"),
        ],
    )
    base_percent = fields.Float(
        string="Taxable Share",
        default=100.0,
        required=True,
        digits=(6, 3),
        help="Percent of the commission that is taxed. Italy taxes 78 % of direct sellers' income.",
    )
    threshold = fields.Monetary(
        string="Free up to", help="Commission per calendar year up to which nothing is withheld."
    )
    threshold_rule = fields.Selection(
        [
            ("above", "only on what lies above"),
            ("whole", "on the whole payment that crosses it, and on all later ones"),
        ],
        default="above",
        required=True,
        string="Then",
    )
    note = fields.Char(translate=True, help="Law and source; printed beside the amount.")

    _share = models.Constraint(
        "CHECK(base_percent > 0 AND base_percent <= 100)", "The taxable share is 0 to 100 percent."
    )
    _threshold_positive = models.Constraint(
        "CHECK(threshold >= 0)", "The free amount can't be negative."
    )

    @api.constrains("tax_id")
    def _check_tax(self):
        for rule in self:
            tax = rule.tax_id
            if not tax.is_withholding_tax_on_payment or tax.amount >= 0:
                raise ValidationError(
                    self.env._(
                        "“%(tax)s” is no tax that is withheld on payment: such a tax has a "
                        "negative rate and “Withhold On Payment” ticked.",
                        tax=tax.name,
                    )
                )
            if not tax.withholding_sequence_id:
                raise ValidationError(
                    self.env._(
                        "“%(tax)s” needs a sequence for the numbers of its certificates.",
                        tax=tax.name,
                    )
                )

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for rule in self.filtered("date_to"):
            if rule.date_to < rule.date_from:
                raise ValidationError(self.env._("A rule can't end before it begins."))

    @api.model
    def _find(self, company, partners, date):
        """Return the rules for payouts to partners on a day: {partner id: rule (sudo)}.

        One for a partner's status goes before one for all of its country, a later one before an
        earlier one. Partners without a rule are missing.
        """
        rules = self.sudo().search(
            Domain("company_id", "=", company.id)
            & Domain("date_from", "<=", date)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", date))
        )
        if not rules:
            return {}
        concerned = partners.filtered(lambda one: one.country_id in rules.country_id)
        statuses = self.env["mlm.tax.status"].sudo()._of_partners(concerned, company, date)
        ranked = rules.sorted(lambda rule: (bool(rule.status), rule.date_from, rule.id))
        found = {}
        for partner in concerned:
            status = statuses.get(partner.id) and statuses[partner.id].status
            fitting = ranked.filtered(
                lambda rule, country=partner.country_id, status=status: (
                    rule.country_id == country and rule.status in (False, status)
                )
            )
            if fitting:
                found[partner.id] = fitting[-1]
        return found

    def _base(self, gross, before):
        """Return what of a commission is taxed.

        >>> # 78 % of 1,000 with nothing free: 780

        :param Decimal gross: net commission of a payout, value-added tax not counted
        :param Decimal before: the same of the earlier payouts of the calendar year
        :return: Decimal, rounded to the currency
        """
        free = Decimal(str(self.threshold))
        if before + gross <= free:
            counted = Decimal(0)
        elif self.threshold_rule == "whole":
            counted = gross
        else:
            counted = before + gross - max(free, before)
        unit = Decimal(str(self.currency_id.rounding))
        share = counted * Decimal(str(self.base_percent)) / 100
        return share.quantize(unit, rounding=ROUND_HALF_UP)
