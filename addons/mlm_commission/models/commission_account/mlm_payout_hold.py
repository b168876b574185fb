# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

KINDS = [
    ("identity", "Identity Not Proven"),
    ("inquiry", "Inquiry of Compliance"),
    ("dispute", "Disputed Claim"),
    ("return", "Payment Returned"),
    ("wish", "Wish of the Partner"),
    ("other", "Other"),
]
# What was held, and why, stays as it was; whoever errs releases the hold and makes another one.
FIXED = {"partner_id", "company_id", "statement_id", "kind", "reason", "date_from", "amount"}
GUARDED = {"state", "released_by", "released_on", "held_by"}


class MlmPayoutHold(models.Model):
    """Money that is due and isn't paid out: all of a partner's, an amount of it, or a statement's.

    A hold moves no due date and books nothing; the claim of the partner stays.
    """

    _name = "mlm.payout.hold"
    _description = "Payout Hold"
    _inherit = ["mail.thread"]
    _order = "state, date_from desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("mlm_role", "=", "partner")],
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    statement_id = fields.Many2one(
        "mlm.statement",
        string="Only Statement",
        ondelete="restrict",
        domain="[('partner_id', '=', partner_id), ('company_id', '=', company_id)]",
        help="Empty: everything that is due to the partner.",
    )
    kind = fields.Selection(selection=KINDS, required=True, tracking=True)
    reason = fields.Text(required=True, help="The partner may ask for it: write what can be shown.")
    date_from = fields.Date(
        string="From", required=True, default=fields.Date.context_today, tracking=True
    )
    date_until = fields.Date(
        string="Until", tracking=True, help="Last day of the hold. Empty: until it is released."
    )
    amount = fields.Monetary(help="What is held back at most; 0 holds back everything.")
    state = fields.Selection(
        selection=[("active", "Held"), ("released", "Released")],
        required=True,
        readonly=True,
        default="active",
        copy=False,
        index=True,
        tracking=True,
    )
    held_by = fields.Many2one(
        "res.users", readonly=True, copy=False, default=lambda self: self.env.user
    )
    released_by = fields.Many2one("res.users", readonly=True, copy=False, tracking=True)
    released_on = fields.Date(readonly=True, copy=False)

    _amount_positive = models.Constraint(
        "CHECK(amount >= 0)", "The amount of a hold can't be negative."
    )
    _dates_in_order = models.Constraint(
        "CHECK(date_until IS NULL OR date_until >= date_from)",
        "A hold can't end before it begins.",
    )
    _force_idx = models.Index("(partner_id, company_id) WHERE state = 'active'")

    @api.constrains("partner_id", "company_id", "statement_id", "amount")
    def _check_statement(self):
        for hold in self.filtered("statement_id"):
            statement = hold.statement_id
            if (statement.partner_id, statement.company_id) != (hold.partner_id, hold.company_id):
                raise ValidationError(
                    self.env._(
                        "%(statement)s is not a statement of %(partner)s in %(company)s.",
                        statement=statement.name,
                        partner=hold.partner_id.display_name,
                        company=hold.company_id.name,
                    )
                )
            if hold.amount:
                raise ValidationError(
                    self.env._("A statement is held as a whole: leave the amount at 0.")
                )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(GUARDED & set(vals) for vals in vals_list):
            raise AccessError(self.env._("A hold begins as held by whoever creates it."))
        return super().create(vals_list)

    def write(self, vals):
        if GUARDED & set(vals) and not self.env.su:
            raise AccessError(self.env._("Use the button to release a hold."))
        if FIXED & set(vals):
            raise UserError(
                self.env._("A hold stays as it was made. Release it and make another one.")
            )
        if "date_until" in vals and any(hold.state == "released" for hold in self):
            raise UserError(self.env._("A released hold stays as it is."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Holds are kept as history. Release the hold instead."))

    # === ACTIONS === #

    def action_release(self):
        """End the holds; what they held is paid by the next payout run."""
        if not (
            self.env.su
            or self.env.user.has_group("mlm_base.group_mlm_accountant")
            or self.env.user.has_group("mlm_base.group_mlm_compliance")
        ):
            raise AccessError(self.env._("Only accountants and compliance release holds."))
        self.check_access("write")
        if any(hold.state == "released" for hold in self):
            raise UserError(self.env._("This hold was released already."))
        self.sudo().write(
            {
                "state": "released",
                "released_by": self.env.uid,
                "released_on": fields.Date.context_today(self),
            }
        )

    # === BUSINESS === #

    @api.model
    def _in_force(self, partners, company, date):
        """Return the holds of partners that count on a day.

        :param partners: res.partner records
        :param company: res.company record that pays
        :param date: day of the payment
        """
        return self.sudo().search(
            [
                ("partner_id", "in", partners.ids),
                ("company_id", "=", company.id),
                ("state", "=", "active"),
                ("date_from", "<=", date),
                "|",
                ("date_until", "=", False),
                ("date_until", ">=", date),
            ]
        )

    def _text(self):
        """Return what a list of those who wait says about this hold."""
        self.ensure_one()
        kind = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        return self.env._("Held: %(kind)s. %(reason)s", kind=kind, reason=self.reason)
