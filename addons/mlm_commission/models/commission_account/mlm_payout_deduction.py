# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Deductions of payout runs: chosen with the proposal, booked when it is released."""

from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import Command, fields, models
from odoo.exceptions import UserError

from .deduction_order import share


class MlmPayoutDeduction(models.Model):
    """What one claim takes from one payout."""

    _name = "mlm.payout.deduction"
    _description = "Deduction of a Payout"
    _order = "id"
    _rec_name = "claim_id"

    payout_id = fields.Many2one(
        "mlm.payout.line", required=True, readonly=True, index=True, ondelete="cascade"
    )
    claim_id = fields.Many2one(
        "mlm.payout.claim", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="claim_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(related="claim_id.partner_id", store=True, index=True)
    creditor_id = fields.Many2one(related="claim_id.creditor_id")
    kind = fields.Selection(related="claim_id.kind", store=True)
    date = fields.Date(related="payout_id.date", store=True)
    amount = fields.Monetary(readonly=True)
    move_id = fields.Many2one(
        "account.move", string="Entry", readonly=True, index="btree_not_null", ondelete="restrict"
    )

    def _prepare_entry_lines(self, payable_account):
        """Values of the two sides of one deduction.

        :param payable_account: account.account record on which the partner is owed
        """
        self.ensure_one()
        claim = self.claim_id
        if claim.kind == "advance":
            payee, account = claim.partner_id, self.company_id._mlm_advance_account()
        else:
            payee = claim.creditor_id
            account = payee.with_company(self.company_id).property_account_payable_id
        name = claim.name
        return [
            {
                "name": name,
                "partner_id": claim.partner_id.id,
                "account_id": payable_account.id,
                "balance": self.amount,
            },
            {
                "name": name,
                "partner_id": payee.id,
                "account_id": account.id,
                "balance": -self.amount,
            },
        ]


class MlmPayoutLine(models.Model):
    _inherit = "mlm.payout.line"

    deduction_ids = fields.One2many("mlm.payout.deduction", "payout_id", readonly=True)
    amount_deducted = fields.Monetary(
        string="Deducted", readonly=True, help="Advances recovered and garnishments."
    )

    def _pay(self):
        # Two jobs of the same run must not book twice.
        self.lock_for_update()
        for line in self.filtered(lambda row: row.state == "proposed" and row.deduction_ids):
            line._book_deductions()
        return super()._pay()

    def _book_deductions(self):
        """One entry: less is owed to the partner, an advance shrinks, a creditor is owed."""
        self.ensure_one()
        payables = self.item_ids.move_line_id
        own = payables.account_id[:1]
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.company_id._mlm_offset_journal().id,
                "company_id": self.company_id.id,
                "date": self.date,
                "ref": self.env._("Deductions %(run)s", run=self.run_id.name),
                "line_ids": [
                    Command.create(vals)
                    for deduction in self.deduction_ids
                    for vals in deduction._prepare_entry_lines(own)
                ],
            }
        )
        entry.action_post()
        taken = entry.line_ids.filtered(
            lambda line: line.partner_id == self.partner_id and line.balance > 0
        )
        (taken | payables.filtered(lambda line: line.account_id == own)).reconcile()
        self.deduction_ids.move_id = entry
        self._settle_advances(entry)
        self.deduction_ids.claim_id._finish()

    def _settle_advances(self, entry):
        for deduction in self.deduction_ids.filtered(lambda row: row.kind == "advance"):
            account = self.company_id._mlm_advance_account()
            lines = (entry | deduction.claim_id.move_id).line_ids.filtered(
                lambda line, account=account: line.account_id == account and not line.reconciled
            )
            lines.reconcile()

    def _own_invoices(self):
        """What arose after a garnishment was served can't be offset against it (§ 392 BGB)."""
        lines = super()._own_invoices()
        served = self._garnished_since()
        if not served:
            return lines
        return lines.filtered(lambda line: (line.invoice_date or line.date) <= served)

    def _garnished_since(self):
        claims = self.env["mlm.payout.claim"]._in_force(self.partner_id, self.company_id, self.date)
        served = claims.filtered(lambda claim: claim.kind == "garnishment")[:1].ranked_at
        return served and served.date()


class MlmPayoutClaim(models.Model):
    _inherit = "mlm.payout.claim"

    def _in_force(self, partners, company, date):
        """Return the claims that take from payouts of a day, in their rank.

        :param partners: res.partner records
        :param company: res.company record that pays
        :param date: day of the payment
        """
        next_day = fields.Date.add(date, days=1)
        return self.sudo().search(
            [
                ("partner_id", "in", partners.ids),
                ("company_id", "=", company.id),
                ("state", "=", "active"),
                ("ranked_at", "<", next_day),
            ],
            order="ranked_at, id",
        )


class MlmPayoutRun(models.Model):
    _inherit = "mlm.payout.run"

    def _owed_by(self, partners):
        owed = super()._owed_by(partners)
        claims = self.env["mlm.payout.claim"]._in_force(partners, self.company_id, self.date)
        for partner in claims.filtered(lambda claim: claim.kind == "garnishment").partner_id:
            line = (
                self.env["mlm.payout.line"]
                .sudo()
                .new({"run_id": self.id, "partner_id": partner.id})
            )
            amount = sum(line._own_invoices().mapped("amount_residual"))
            if partner.id in owed:
                owed[partner.id] = max(Decimal(str(self.currency_id.round(amount))), Decimal(0))
        return owed

    def _write_proposal(self, payees, left_out):
        """Lower the payments by what claims take, and keep who takes what."""
        taken = self._deductions({partner: amount for partner, __, __, amount in payees})
        result = super()._write_proposal(
            [
                (partner, payables, offset, amount - sum(a for __, a in taken.get(partner, [])))
                for partner, payables, offset, amount in payees
            ],
            left_out,
        )
        lines = self.sudo().line_ids.filtered(lambda line: line.partner_id.id in taken)
        self.env["mlm.payout.deduction"].sudo().create(
            [
                {"payout_id": line.id, "claim_id": claim, "amount": float(amount)}
                for line in lines
                for claim, amount in taken[line.partner_id.id]
            ]
        )
        for line in lines:
            line.amount_deducted = sum(line.deduction_ids.mapped("amount"))
        return result

    def _deductions(self, amounts):
        """Return what claims take: {partner id: [(claim id, Decimal amount)]}.

        :param dict amounts: {partner id: Decimal}, what would be paid without them
        """
        partners = self.env["res.partner"].browse(amounts)
        claims = self.env["mlm.payout.claim"]._in_force(partners, self.company_id, self.date)
        taken = {}
        for partner, mine in claims.grouped("partner_id").items():
            before, garnished, by_claim = self._month_of(partner)
            figures = [claim._as_claim(by_claim.get(claim, Decimal(0))) for claim in mine]
            digits = Decimal(str(self.currency_id.rounding))
            shares = share(amounts[partner.id], before, garnished, figures, digits)
            if shares:
                taken[partner.id] = shares
        return taken

    def _month_of(self, partner):
        """What a partner was paid in the month of this run by runs before.

        :return: (all of it, what of it creditors got, {claim: what it got}); Decimals
        """
        first = self.date.replace(day=1)
        lines = (
            self.env["mlm.payout.line"]
            .sudo()
            .search(
                [
                    ("partner_id", "=", partner.id),
                    ("company_id", "=", self.company_id.id),
                    "|",
                    ("run_id.state", "=", "released"),
                    "&",
                    ("run_id.state", "=", "proposed"),
                    ("run_id", "<", self.id),
                    ("run_id", "!=", self.id),
                    ("date", ">=", first),
                    ("date", "<", first + relativedelta(months=1)),
                ]
            )
        )
        by_claim = {}
        for deduction in lines.deduction_ids:
            amount = Decimal(str(deduction.amount))
            by_claim[deduction.claim_id] = by_claim.get(deduction.claim_id, Decimal(0)) + amount
        paid = lines.filtered(lambda line: line.state != "returned")
        total = sum(
            (Decimal(str(line.amount)) for line in paid), sum(by_claim.values(), Decimal(0))
        )
        creditors = (amount for claim, amount in by_claim.items() if claim.kind == "garnishment")
        return total, sum(creditors, Decimal(0)), by_claim

    def _check_unchanged(self):
        """Claims that were served, changed or lifted since stop the release."""
        result = super()._check_unchanged()
        lines = self.sudo().line_ids
        now = self._deductions(
            {line.partner_id.id: Decimal(str(line.amount + line.amount_deducted)) for line in lines}
        )
        for line in lines:
            proposed = {row.claim_id.id: row.amount for row in line.deduction_ids}
            found = {claim: float(amount) for claim, amount in now.get(line.partner_id.id, [])}
            if proposed != found:
                raise UserError(
                    self.env._(
                        "%(partner)s: deductions have changed. Reset the run and propose it again.",
                        partner=line.partner_id.display_name,
                    )
                )
        return result


class ResCompany(models.Model):
    _inherit = "res.company"

    mlm_advance_account_id = fields.Many2one(
        "account.account",
        string="Advances to Partners",
        domain=[
            ("account_type", "in", ("asset_current", "asset_prepayments")),
            ("reconcile", "=", True),
        ],
        help="Current asset with reconciliation, on which advances stand until they are recovered.",
    )

    def _mlm_advance_account(self):
        self.ensure_one()
        if not self.mlm_advance_account_id:
            raise UserError(
                self.env._(
                    "Choose the account of advances to partners in the settings of %(company)s.",
                    company=self.name,
                )
            )
        return self.mlm_advance_account_id


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    mlm_advance_account_id = fields.Many2one(
        related="company_id.mlm_advance_account_id", readonly=False
    )
