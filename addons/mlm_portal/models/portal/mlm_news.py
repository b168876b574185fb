# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

SHOWN_NEWS = 3


class MlmNews(models.Model):
    """What the company tells its partners on their start page."""

    _name = "mlm.news"
    _description = "News for Partners"
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Title", required=True, translate=True)
    text = fields.Html(required=True, translate=True)
    date = fields.Date(string="From", required=True, default=fields.Date.context_today)
    date_to = fields.Date(string="Until", help="The last day on which partners see it.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    market_ids = fields.Many2many(
        "mlm.market",
        string="Markets",
        check_company=True,
        help="Partners of these markets see it. Empty: all markets of the company.",
    )

    _dates_check = models.Constraint(
        "CHECK(date <= date_to)", "The last day cannot lie before the first one."
    )

    @api.model
    def _for_partner(self, partner):
        """Return what a partner's start page tells today: list of dicts, no records."""
        partner_sudo = partner.sudo()
        today = fields.Date.context_today(self)
        domain = Domain.AND(
            [
                [("company_id", "=", partner_sudo.mlm_company_id.id), ("date", "<=", today)],
                Domain("date_to", "=", False) | Domain("date_to", ">=", today),
                Domain("market_ids", "=", False)
                | Domain("market_ids", "in", partner_sudo.mlm_market_id.ids),
            ]
        )
        return [
            {"title": news.name, "text": news.text, "date": news.date}
            for news in self.sudo().search(domain, limit=SHOWN_NEWS)
        ]
