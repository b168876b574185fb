# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

STATES = [("proposed", "Proposed"), ("paid", "Ordered"), ("returned", "Returned")]


class MlmPayoutLine(models.Model):
    """What one partner gets in a payout run."""

    _name = "mlm.payout.line"
    _description = "Payout"
    _order = "run_id desc, partner_id"
    _rec_name = "partner_id"

    run_id = fields.Many2one(
        "mlm.payout.run", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(related="run_id.date", store=True)
    partner_id = fields.Many2one(
        "res.partner", required=True, readonly=True, index=True, ondelete="restrict"
    )
    bank_id = fields.Many2one(
        "res.partner.bank",
        string="Account",
        readonly=True,
        ondelete="restrict",
        groups="mlm_base.group_mlm_accountant",
    )
    item_ids = fields.One2many("mlm.payout.item", "payout_id", string="Documents", readonly=True)
    amount_due = fields.Monetary(string="Due", readonly=True)
    amount_offset = fields.Monetary(
        string="Offset", readonly=True, help="The partner's own open invoices."
    )
    amount = fields.Monetary(string="To Pay", readonly=True)
    payment_id = fields.Many2one(
        "account.payment", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    state = fields.Selection(selection=STATES, required=True, default="proposed", readonly=True)
    return_code = fields.Char(readonly=True, help="ISO 20022 reason, such as AC04 (closed).")
    return_date = fields.Date(string="Returned On", readonly=True)

    _partner_uniq = models.Constraint(
        "UNIQUE(run_id, partner_id)", "This partner is paid once in a run."
    )


class MlmPayoutItem(models.Model):
    """A payable entry that a payout pays; it can stand in one living run only."""

    _name = "mlm.payout.item"
    _description = "Paid Document"
    _log_access = False
    _rec_name = "move_line_id"

    payout_id = fields.Many2one(
        "mlm.payout.line", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="payout_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    move_line_id = fields.Many2one(
        "account.move.line", required=True, readonly=True, index=True, ondelete="restrict"
    )
    move_id = fields.Many2one(related="move_line_id.move_id")
    amount = fields.Monetary(readonly=True, help="What was open when the run was proposed.")
    is_live = fields.Boolean(default=True, readonly=True)

    _live_uniq = models.UniqueIndex(
        "(move_line_id) WHERE is_live", "This document is being paid by another run already."
    )


class MlmPayoutExclusion(models.Model):
    """Somebody who has money due and is not paid by a run, and why."""

    _name = "mlm.payout.exclusion"
    _description = "Left Out of a Payout"
    _log_access = False
    _order = "run_id desc, amount desc, id"
    _rec_name = "partner_id"

    run_id = fields.Many2one(
        "mlm.payout.run", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", required=True, readonly=True, ondelete="restrict")
    amount = fields.Monetary(string="Due", readonly=True)
    reason = fields.Char(required=True, readonly=True)
