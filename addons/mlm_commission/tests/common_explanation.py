# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from .common import CommissionCommon


class ExplanationCommon(CommissionCommon):
    """Top sponsors Partner, who sponsors Middle, who sponsors Deep; Customer belongs to Partner.
    Active from 20 PV, levels 10 % and 5 %, inactive members use up no level."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.middle = cls.make_member("Middle", cls.type_distributor, cls.partner)
        cls.deep = cls.make_member("Deep", cls.type_distributor, cls.middle)
        cls.sell(cls.top, [(cls.soap, 2)])  # 20 PV: active
        cls.invoice = cls.sell(cls.customer, [(cls.soap, 3)])  # Partner: 30 PV, 24 CV
        cls.sell(cls.middle, [(cls.soap, 1)])  # 10 PV: 10 short of active
        cls.sell(cls.deep, [(cls.oil, 2)])  # 61 PV, 50.50 CV
        cls.march.date_cutoff = "2026-04-18"
        cls.final = cls.march._close()
        cls.env["mlm.commission.line"].invalidate_model()

    def line(self, partner, level, buyer):
        return self.env["mlm.commission.line"].search(
            [
                ("run_id", "=", self.final.id),
                ("partner_id", "=", partner.id),
                ("level", "=", level),
                ("buyer_id", "=", buyer.id),
            ]
        )

    def result(self, partner, run=None):
        """Result of a member in a run, else in the final one."""
        run = run or self.final
        return self.env["mlm.member.result"].search(
            [("run_id", "=", run.id), ("partner_id", "=", partner.id)]
        )
