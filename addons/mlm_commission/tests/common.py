# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.addons.mlm_base.tests.common_volume import VolumeCommon

LEVEL_PLAN = """plan:
  currency: USD
  active: [{measure: personal_volume, min: 20}]
  bonuses:
    - code: level
      kind: level
      compression: skip_inactive
      rates: [10, 5]
"""


class CommissionCommon(VolumeCommon):
    """The network of VolumeCommon, joined in January 2026, a level plan, and March to close.

    Soap: 10 PV, 8 CV; a member is active from 20 PV on.
    """

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref("account.group_account_manager")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.market.write({"release_rule": "invoice", "withdrawal_days": 0, "grace_days": 0})
        cls.company.mlm_commission_account_id = cls.company_data["default_account_expense"]
        cls.plan = cls.env["mlm.plan"].create({"name": "Level", "code": "level"})
        cls.version = cls.env["mlm.plan.version"].create(
            {"plan_id": cls.plan.id, "date_from": "2026-01-01", "definition": LEVEL_PLAN}
        )
        cls.version.action_activate()
        cls.march = cls.env["mlm.period"].create({"kind": "month", "date_from": "2026-03-01"})

    @classmethod
    def make_member(cls, name, partner_type, sponsor=None, **values):
        values.setdefault("mlm_date_joined", "2026-01-01")
        return super().make_member(name, partner_type, sponsor, **values)

    def run_lines(self, run):
        """Lines of a run as tuples (earner, level, passed over, base, amount), readable."""
        lines = self.env["mlm.commission.line"].search([("run_id", "=", run.id)])
        return sorted(
            (line.partner_id.name, line.level, line.skipped, line.base, line.amount)
            for line in lines
        )
