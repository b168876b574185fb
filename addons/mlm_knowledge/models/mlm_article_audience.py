# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class MlmArticle(models.Model):
    """Who may read an article: asked by a record rule, so by every page, search and RPC call."""

    _inherit = "mlm.article"

    audience = fields.Selection(
        [
            ("public", "Everybody"),
            ("customer", "Customers and Partners"),
            ("partner", "Partners"),
            ("rank", "Partners from a Rank on"),
            ("staff", "Employees"),
        ],
        required=True,
        default="public",
        tracking=True,
    )
    rank_code = fields.Char(
        string="From Rank", help="Code of the rank, as the plan names it. Example: silver"
    )
    # Also archived markets: an article of theirs must not become one for all.
    market_ids = fields.Many2many(
        "mlm.market",
        string="Markets",
        context={"active_test": False},
        help="Members of these markets may read it. Empty: all markets.",
    )
    is_readable = fields.Boolean(compute="_compute_is_readable", search="_search_is_readable")

    @api.constrains("audience", "rank_code")
    def _check_rank_code(self):
        ranked = self.filtered(lambda one: one.audience == "rank")
        known = ranked and set(self.env["mlm.plan.rank"].sudo().search([]).mapped("code"))
        for article in ranked:
            if article.rank_code not in known:
                raise ValidationError(
                    self.env._(
                        "No plan has a rank “%(code)s”. Known ranks: %(known)s.",
                        code=article.rank_code or "",
                        known=", ".join(sorted(known)) or "-",
                    )
                )

    @api.depends_context("uid")
    def _compute_is_readable(self):
        readable = self.sudo().search([("is_readable", "=", True), ("id", "in", self.ids)])
        for article in self:
            article.is_readable = article in readable

    def _search_is_readable(self, operator, value):
        """Ask anew each time who reads: rules with values in them are kept in memory."""
        if operator != "in":
            return NotImplemented
        user = self.env.user
        domain = (
            Domain("state", "=", "published")
            if user._is_internal()
            else self._domain_of_reader(
                self.env["res.partner"] if user._is_public() else user.partner_id
            )
        )
        return domain if True in value else ~domain

    @api.model
    def _domain_of_reader(self, partner):
        """Return the domain of what somebody may read who is no employee.

        :param partner: res.partner record; empty for a stranger
        """
        member = partner._mlm_member().sudo() if partner else partner
        audiences = ["public"]
        if member.mlm_role:
            audiences.append("customer")
        works = bool(member) and member._mlm_has_team()
        if works:
            audiences.append("partner")
        audience = Domain("audience", "in", audiences)
        if works:
            audience |= Domain("audience", "=", "rank") & Domain(
                "rank_code", "in", self._ranks_of(member)
            )
        market = Domain("market_ids", "=", False)
        if member.mlm_market_id:
            market |= Domain("market_ids", "in", member.mlm_market_id.ids)
        return Domain("state", "=", "published") & audience & market

    @api.model
    def _ranks_of(self, partner):
        """Return the codes of the rank that a partner holds in the newest figures, and below."""
        result = self.env["mlm.member.result"]._mlm_latest(partner)
        if not result.rank_id:
            return []
        ranks = result.run_id.plan_version_id.rank_ids
        return ranks.filtered(lambda one: one.sequence <= result.rank_id.sequence).mapped("code")
