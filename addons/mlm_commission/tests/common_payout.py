# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import new_test_user

from .common_tax import TaxCommon


class PayoutCommon(TaxCommon):
    """Top earns 2.40 in March, due at the end of April, and has an account that may be paid to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(
            cls.env, login="mlm_holds_clerk", groups="mlm_base.group_mlm_accountant"
        )
        cls.releaser = new_test_user(
            cls.env,
            login="mlm_holds_releaser",
            groups="mlm_commission.group_mlm_payout_releaser",
        )
        cls.bank = cls.env["account.journal"].create(
            {"name": "House Bank", "type": "bank", "code": "HB1"}
        )
        cls.account = cls.env["res.partner.bank"].create(
            {"partner_id": cls.top.id, "acc_number": "DE89370400440532013000"}
        )
        cls.account.allow_out_payment = True
        cls.account.sudo().mlm_changed_at = "2026-01-01"

    def settled(self):
        return self.close_march()._settle("2026-04-18")

    def proposed(self, **values):
        """A payout run of 2 May 2026, proposed by the clerk."""
        run = (
            self.env["mlm.payout.run"]
            .with_user(self.clerk)
            .create(
                {
                    "journal_id": self.bank.id,
                    "date": "2026-05-02",
                    "due_until": "2026-05-02",
                    **values,
                }
            )
        )
        run.action_propose()
        return run

    def released(self, run=None):
        run = run or self.proposed()
        run.with_user(self.releaser).action_release()
        return run
