# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

JOURNAL_CODE = "PROV"
# "Verkaufsprovisionen" of the German charts SKR03 and SKR04.
GERMAN_COMMISSION_ACCOUNTS = ("4760", "6770")


class ResCompany(models.Model):
    _inherit = "res.company"

    mlm_settlement_journal_id = fields.Many2one(
        "account.journal",
        string="Settlement Journal",
        domain=[("type", "=", "purchase"), ("is_self_billing", "=", True)],
    )
    mlm_commission_account_id = fields.Many2one("account.account", string="Commission Account")

    def _mlm_settlement_journal(self):
        """Return the self-billing purchase journal; it is created when first needed (sudo)."""
        self.ensure_one()
        if not self.mlm_settlement_journal_id:
            Journal_sudo = self.env["account.journal"].sudo().with_company(self)
            self.sudo().mlm_settlement_journal_id = Journal_sudo.search(
                [
                    ("company_id", "=", self.id),
                    ("type", "=", "purchase"),
                    ("is_self_billing", "=", True),
                ],
                limit=1,
            ) or Journal_sudo.create(
                {
                    "name": self.env._("Commission Settlements"),
                    "code": JOURNAL_CODE,
                    "type": "purchase",
                    "is_self_billing": True,
                    "restrict_mode_hash_table": True,
                    "company_id": self.id,
                    "default_account_id": self._mlm_commission_account().id,
                }
            )
        return self.mlm_settlement_journal_id

    def _mlm_commission_account(self):
        """Return the expense account of commissions: the setting, else the chart's own.

        :raise UserError: neither is there
        """
        self.ensure_one()
        if not self.mlm_commission_account_id:
            accounts = (
                self.env["account.account"]
                .sudo()
                .with_company(self)
                .search([("company_ids", "in", self.ids), ("account_type", "=like", "expense%")])
            )
            found = accounts.filtered(
                lambda account: (account.code or "").startswith(GERMAN_COMMISSION_ACCOUNTS)
            )[:1]
            if not found:
                raise UserError(
                    self.env._(
                        "Choose the commission account of %(company)s under Network Marketing / "
                        "Configuration / Settings.",
                        company=self.name,
                    )
                )
            self.sudo().mlm_commission_account_id = found
        return self.mlm_commission_account_id
