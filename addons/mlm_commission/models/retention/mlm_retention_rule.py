# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import ast

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class MlmRetentionRule(models.Model):
    """For how many calendar years records that name a partner have to be kept, by law.

    The time begins with the end of the year of the record, so a document of 2 January 2026 that is
    kept for 8 years is free on 1 January 2035.
    """

    _name = "mlm.retention.rule"
    _description = "Retention Rule"
    _order = "country_id, years desc, id"

    name = fields.Char(required=True, translate=True)
    country_id = fields.Many2one(
        "res.country",
        string="Country of the Company",
        help="Empty: companies of all countries.",
    )
    model = fields.Char(required=True, help="Technical name, e.g. account.move")
    date_field = fields.Char(required=True)
    partner_field = fields.Char(required=True, default="partner_id")
    company_field = fields.Char(required=True, default="company_id")
    domain = fields.Char(required=True, default="[]")
    years = fields.Integer(required=True, aggregator=None)
    basis = fields.Char(string="Legal Basis")
    active = fields.Boolean(default=True)

    _years_positive = models.Constraint("CHECK(years >= 0)", "Years can't be negative.")

    @api.constrains("model", "date_field", "partner_field", "company_field", "domain")
    def _check_names(self):
        for rule in self:
            model = self.env.get(rule.model)
            if model is None or model._abstract or model._transient:
                raise ValidationError(self.env._("There is no model “%(name)s”.", name=rule.model))
            kinds = (
                (rule.date_field, ("date", "datetime")),
                (rule.partner_field, ("many2one",)),
                (rule.company_field, ("many2one",)),
            )
            for name, types in kinds:
                field = model._fields.get(name)
                if field is None or field.type not in types or not field.store:
                    raise ValidationError(
                        self.env._(
                            "“%(field)s” is no fitting field of %(model)s.",
                            field=name,
                            model=rule.model,
                        )
                    )
            try:
                model.sudo().search_count(rule._domain(), limit=1)
            except (ValueError, SyntaxError, KeyError, TypeError) as error:
                raise ValidationError(
                    self.env._("“%(domain)s” is no domain.", domain=rule.domain)
                ) from error

    def _domain(self):
        """Return the rule's own condition with that of its country."""
        domain = Domain(ast.literal_eval(self.domain))
        if self.country_id:
            domain &= Domain(f"{self.company_field}.partner_id.country_id", "=", self.country_id.id)
        return domain

    def _last_dates(self, partners):
        """Return {partner: date of its last record} by this rule (sudo)."""
        self.ensure_one()
        groups = (
            self.env[self.model]
            .sudo()
            .with_context(active_test=False)
            ._read_group(
                self._domain() & Domain(self.partner_field, "in", partners.ids),
                [self.partner_field],
                [f"{self.date_field}:max"],
            )
        )
        return {partner: fields.Date.to_date(last) for partner, last in groups if last}
