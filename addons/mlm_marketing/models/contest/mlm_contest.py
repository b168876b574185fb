# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.mlm_base.const import GOODS

MEASURES = [
    ("pv", "Points of sales to customers"),
    ("net", "Net amount of sales to customers"),
    ("new_customers", "New customers who bought"),
]
STATES = [
    ("draft", "Draft"),
    ("running", "Running"),
    ("counted", "To Approve"),
    ("approved", "Approved"),
    ("cancelled", "Cancelled"),
]
APPROVERS = ("mlm_base.group_mlm_compliance", "mlm_base.group_mlm_manager")
# Set by the buttons only.
STEPS = {"state", "counted_by_id", "approved_by_id", "ranked_at"}
# Partners rely on these once the contest has begun.
TERMS = {
    *("name", "company_id", "date_from", "date_to", "measure", "minimum", "type_ids"),
    *("market_ids", "product_ids", "prize_ids", "terms"),
}


class MlmContest(models.Model):
    """A contest about sales to customers (LEGAL.md D): recruiting and own purchases never count.

    The ranking is one statement over the volume ledger, in which returns take back what was sold.
    Winners are approved by somebody who did not count; their prizes become rewards (§ 37b EStG).
    """

    _name = "mlm.contest"
    _description = "Contest"
    _inherit = ["mail.thread"]
    _order = "date_to desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(string="From", required=True, tracking=True)
    date_to = fields.Date(
        string="To", required=True, tracking=True, help="The last day whose sales count."
    )
    measure = fields.Selection(
        MEASURES,
        string="What Counts",
        required=True,
        default="pv",
        tracking=True,
        help="Only goods sold to customers who are no partners, by the volume ledger.",
    )
    minimum = fields.Float(
        digits=(16, 2), default=1, help="Who reaches less isn't ranked.", tracking=True
    )
    type_ids = fields.Many2many(
        "mlm.partner.type",
        string="Types",
        domain=[("role", "=", "partner")],
        help="Who takes part. Empty: all partners.",
    )
    market_ids = fields.Many2many(
        "mlm.market", string="Markets", check_company=True, help="Empty: all markets."
    )
    product_ids = fields.Many2many(
        "product.product", string="Products", help="Only these count. Empty: all goods."
    )
    excluded_ids = fields.Many2many(
        "res.partner",
        "mlm_contest_excluded",
        string="Not Taking Part",
        help="For example who works for the company, or broke the terms.",
    )
    terms = fields.Html(translate=True, help="Terms that partners read on the page.")
    prize_ids = fields.One2many("mlm.contest.prize", "contest_id", string="Prizes", copy=True)
    result_ids = fields.One2many("mlm.contest.result", "contest_id", string="Ranking")
    state = fields.Selection(
        STATES, required=True, default="draft", readonly=True, copy=False, tracking=True
    )
    ranked_at = fields.Datetime(string="Ranking Of", readonly=True, copy=False)
    returns_until = fields.Date(
        compute="_compute_returns_until", help="Until this day customers may return what counts."
    )
    counted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    _dates = models.Constraint(
        "CHECK(date_from <= date_to)", "The last day cannot lie before the first one."
    )
    _minimum_positive = models.Constraint(
        "CHECK(minimum > 0)", "Somebody who sold nothing can't win: use a minimum above zero."
    )

    @api.depends("date_to", "market_ids", "company_id")
    def _compute_returns_until(self):
        for contest in self:
            markets = contest.market_ids or self.env["mlm.market"].search(
                [("company_id", "=", contest.company_id.id)]
            )
            days = max((one.withdrawal_days + one.grace_days for one in markets), default=0)
            contest.returns_until = contest.date_to and contest.date_to + timedelta(days=days)

    @api.constrains("product_ids")
    def _check_products(self):
        for contest in self:
            for product in contest.product_ids:
                if product.mlm_commission_class != GOODS:
                    raise ValidationError(
                        self.env._(
                            "“%(product)s” can't count: kits, fees, training and events are no "
                            "sales to customers. Choose goods.",
                            product=product.display_name,
                        )
                    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_measure(vals)
        own = {"state": "draft", "counted_by_id": False, "approved_by_id": False}
        return super().create([{**vals, **own} for vals in vals_list])

    def write(self, vals):
        self._check_measure(vals)
        if not self.env.su and STEPS & set(vals):
            raise UserError(self.env._("Use the buttons to start, count or approve a contest."))
        if TERMS & set(vals) and any(contest.state != "draft" for contest in self):
            raise UserError(
                self.env._("Partners rely on the terms of a contest that has begun. Cancel it.")
            )
        return super().write(vals)

    def _check_measure(self, vals):
        if "measure" in vals and vals["measure"] not in dict(MEASURES):
            raise ValidationError(
                self.env._(
                    "Only sales to customers may count. Winning partners, own purchases, kits and "
                    "fees must not be rewarded (§ 16 UWG)."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        if any(contest.state != "draft" for contest in self):
            raise UserError(self.env._("Only drafts can be deleted. Cancel the contest."))

    # === ACTION METHODS === #

    def action_start(self):
        """Show the contest to those who may take part, and rank it from now on."""
        self._step("draft")
        self.sudo().write({"state": "running"})
        self._rank()

    def action_count(self):
        """Rank for the last time.

        :raise UserError: as long as customers may still return what counts
        """
        self._step("running")
        today = fields.Date.context_today(self)
        for contest in self:
            if today <= contest.returns_until:
                raise UserError(
                    self.env._(
                        "Until %(date)s customers may return what counts. Count after that day.",
                        date=contest.returns_until,
                    )
                )
        self._rank()
        self.sudo().write({"state": "counted", "counted_by_id": self.env.uid})

    def action_recount(self):
        """Go back to a running contest, because somebody has to be left out."""
        self._step("counted")
        self.sudo().write({"state": "running", "counted_by_id": False})

    def action_approve(self):
        """Confirm the winners and plan their prizes as rewards.

        :raise AccessError: unless the user is a compliance officer or administrator
        :raise UserError: the same person counted or made the contest
        """
        if not any(self.env.user.has_group(group) for group in APPROVERS):
            raise AccessError(self.env._("Only compliance officers approve winners."))
        self._step("counted", "read")
        for contest in self:
            if self.env.user in contest.counted_by_id | contest.create_uid:
                raise UserError(
                    self.env._("Nobody approves an own contest. Ask another compliance officer.")
                )
        self.sudo().write({"state": "approved", "approved_by_id": self.env.uid})
        self.result_ids.sudo()._make_rewards()

    def action_cancel(self):
        """End a contest without winners."""
        self.check_access("write")
        if any(contest.state == "approved" for contest in self):
            raise UserError(self.env._("The winners were approved already."))
        self.sudo().write({"state": "cancelled"})

    def _step(self, state, operation="write"):
        self.check_access(operation)
        if any(contest.state != state for contest in self):
            raise UserError(
                self.env._("This contest was changed meanwhile. Reload the page and try again.")
            )


class MlmContestPrize(models.Model):
    """What the holders of some places get."""

    _name = "mlm.contest.prize"
    _description = "Prize of a Contest"
    _order = "contest_id, place_from, id"

    contest_id = fields.Many2one("mlm.contest", required=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="contest_id.currency_id")
    place_from = fields.Integer(string="From Place", required=True, default=1)
    place_to = fields.Integer(string="To Place", required=True, default=1)
    name = fields.Char(string="Prize", required=True, translate=True)
    cost = fields.Monetary(
        help="What one of it costs the company, value-added tax included. It becomes a reward, "
        "whose tax is settled there; 0: a certificate."
    )

    _places = models.Constraint(
        "CHECK(place_from >= 1 AND place_from <= place_to)", "Places begin with 1."
    )
    _cost_positive = models.Constraint("CHECK(cost >= 0)", "A prize can't cost less than nothing.")

    @api.model_create_multi
    def create(self, vals_list):
        prizes = super().create(vals_list)
        prizes._check_draft()
        return prizes

    def write(self, vals):
        self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        self._check_draft()

    def _check_draft(self):
        if any(contest.state != "draft" for contest in self.contest_id):
            raise UserError(self.env._("The prizes of a contest that has begun stay as they are."))
