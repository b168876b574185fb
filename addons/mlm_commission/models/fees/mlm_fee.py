# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

STATES = [("draft", "New"), ("running", "Running"), ("ended", "Ended")]
# Invoices made in one go; each batch is committed on its own.
BATCH = 200
FIXED = {"partner_id", "company_id", "product_id", "date_first"}


class MlmFee(models.Model):
    """What a member pays again and again: use of the workplace, instalments of a starter kit.

    Each due day makes an ordinary customer invoice. Where the member agreed, payout runs set it
    off. Fees carry no points: no rank and no commission ever comes from one.
    """

    _name = "mlm.fee"
    _description = "Recurring Fee"
    _inherit = ["mail.thread"]
    _order = "date_next, id"
    _check_company_auto = True

    name = fields.Char(string="Fee", related="product_id.display_name")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Member",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("mlm_role", "!=", False)],
    )
    product_id = fields.Many2one(
        "product.product",
        required=True,
        check_company=True,
        ondelete="restrict",
        domain=[("sale_ok", "=", True), ("mlm_commission_class", "!=", "goods")],
    )
    price = fields.Monetary(
        required=True,
        compute="_compute_price",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="Per due day, without tax.",
    )
    interval = fields.Integer(string="Every", default=1, required=True, tracking=True)
    interval_unit = fields.Selection(
        [("months", "months"), ("weeks", "weeks"), ("years", "years")],
        default="months",
        required=True,
        tracking=True,
    )
    date_first = fields.Date(
        string="First Due", required=True, default=fields.Date.context_today, tracking=True
    )
    times = fields.Integer(help="How often it is due in all; 0: until it is ended.", tracking=True)
    date_to = fields.Date(
        string="Until", tracking=True, help="No due day lies after it; empty: no end is known."
    )
    made_times = fields.Integer(string="Invoiced", readonly=True, copy=False)
    date_next = fields.Date(string="Next Due", compute="_compute_date_next", store=True, index=True)
    state = fields.Selection(
        selection=STATES, required=True, readonly=True, default="draft", copy=False, tracking=True
    )
    move_ids = fields.One2many("account.move", "mlm_fee_id", string="Invoices", readonly=True)
    amount_open = fields.Monetary(string="Open", compute="_compute_amount_open")

    _interval_positive = models.Constraint(
        "CHECK(interval > 0 AND times >= 0 AND price >= 0)",
        "Interval, number of times and price can't be negative, the interval not 0.",
    )

    @api.depends("product_id")
    def _compute_price(self):
        for fee in self:
            fee.price = fee.product_id.with_company(fee.company_id).lst_price

    @api.depends(
        "date_first", "interval", "interval_unit", "made_times", "times", "date_to", "state"
    )
    def _compute_date_next(self):
        for fee in self:
            done = fee.times and fee.made_times >= fee.times
            day = fee.date_first and fee._due_day(fee.made_times)
            late = day and fee.date_to and day > fee.date_to
            fee.date_next = False if done or late or fee.state == "ended" else day

    def _compute_amount_open(self):
        for fee in self:
            fee.amount_open = sum(fee.move_ids.mapped("amount_residual_signed"))

    @api.constrains("product_id")
    def _check_no_points(self):
        for fee in self:
            if fee.product_id.mlm_commission_class == "goods":
                raise ValidationError(
                    self.env._(
                        "“%(product)s” is goods. A fee is a product of another commission class, "
                        "so that no commission comes from it.",
                        product=fee.product_id.display_name,
                    )
                )

    def write(self, vals):
        if FIXED & set(vals) and any(fee.made_times for fee in self):
            raise UserError(self.env._("Invoices were made already: end this fee, enter another."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if any(fee.made_times for fee in self):
            raise UserError(self.env._("Invoices were made already: end the fee instead."))

    # === ACTIONS === #

    def action_start(self):
        self.filtered(lambda fee: fee.state == "draft").state = "running"

    def action_end(self):
        """No further invoice; those that were made stay."""
        self.state = "ended"

    def action_view_invoices(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_move_out_invoice_type"
        )
        return {**action, "domain": [("mlm_fee_id", "=", self.id)]}

    # === INVOICES === #

    def _due_day(self, number):
        """Return the day of due date `number`, counted from 0; month ends stay month ends."""
        return self.date_first + relativedelta(**{self.interval_unit: number * self.interval})

    @api.model
    def _cron_invoice(self):
        """Make the invoices of all due days, in batches that stand on their own."""
        due = [
            ("state", "=", "running"),
            ("date_next", "<=", fields.Date.context_today(self)),
            ("partner_id.mlm_state", "=", "active"),
        ]
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=self.search_count(due))
        while fees := self.search(due, limit=BATCH).try_lock_for_update():
            fees._make_invoices()
            if not progress._commit_progress(processed=len(fees)):
                break

    def _make_invoices(self):
        """Make and post one invoice per fee for its next due day.

        The key of fee and due day refuses a second one, whoever asks.

        :return: account.move records
        """
        moves = self.env["account.move"]
        for company, fees in self.filtered("date_next").grouped("company_id").items():
            made = (
                self.env["account.move"]
                .with_company(company)
                .create([fee._prepare_invoice() for fee in fees])
            )
            made._post(soft=False)
            moves |= made
            for fee in fees:
                fee.made_times += 1
                if not fee.date_next:
                    fee.state = "ended"
        return moves

    def _prepare_invoice(self):
        self.ensure_one()
        product = self.product_id.with_context(lang=self.partner_id.lang)
        until = self._due_day(self.made_times + 1) - timedelta(days=1)
        return {
            "move_type": "out_invoice",
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "invoice_date": self.date_next,
            "invoice_date_due": self.date_next,
            "invoice_payment_term_id": False,
            "mlm_fee_id": self.id,
            "mlm_fee_date": self.date_next,
            "invoice_line_ids": [
                Command.create(
                    {
                        "product_id": product.id,
                        "name": f"{product.display_name} {self.date_next} - {until}",
                        "quantity": 1,
                        "price_unit": self.price,
                    }
                )
            ],
        }


class AccountMove(models.Model):
    _inherit = "account.move"

    mlm_fee_id = fields.Many2one(
        "mlm.fee", string="Fee", readonly=True, copy=False, index="btree_not_null"
    )
    mlm_fee_date = fields.Date(string="Due Day of the Fee", readonly=True, copy=False)

    _mlm_fee_uniq = models.UniqueIndex(
        "(mlm_fee_id, mlm_fee_date) WHERE mlm_fee_id IS NOT NULL AND state <> 'cancel'",
        "This due day was invoiced already.",
    )
