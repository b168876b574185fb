# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..const import RELEASE_RULES


class MlmMarket(models.Model):
    """Countries that are worked in the same way: one company, one currency, one release rule."""

    _name = "mlm.market"
    _description = "Market"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    country_group_id = fields.Many2one("res.country.group", string="Countries")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )
    release_rule = fields.Selection(
        selection=RELEASE_RULES,
        string="Volume Is Released",
        required=True,
        default="delivery_payment",
        help="When a sale may enter a settlement.",
    )
    withdrawal_days = fields.Integer(
        default=14, help="Right of withdrawal after delivery, in days (§ 355 BGB: 14)."
    )
    grace_days = fields.Integer(
        default=3, help="Days added, because a withdrawal sent on the last day arrives later."
    )

    _code_uniq = models.Constraint(
        "UNIQUE(company_id, code)", "Another market of this company has this code."
    )
    _days = models.Constraint(
        "CHECK(withdrawal_days >= 0 AND grace_days >= 0)", "Days can't be negative."
    )

    @api.model
    def _get_for_country(self, country, company):
        """Return the market of a country.

        :param country: res.country record, may be empty
        :param company: res.company record
        :return: the first market whose country group holds the country, else the one chosen in the
            settings, else the first without country group, else an empty record
        """
        markets = self.search([("company_id", "=", company.id)])
        if country:
            own = markets.filtered(lambda market: country in market.country_group_id.country_ids)
            if own:
                return own[0]
        return (
            company.sudo().mlm_market_id or markets.filtered(lambda m: not m.country_group_id)[:1]
        )
