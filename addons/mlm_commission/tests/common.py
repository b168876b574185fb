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
        cls.version._release()
        cls.march = cls.env["mlm.period"].create({"kind": "month", "date_from": "2026-03-01"})
        cls.company.partner_id.write(
            {"street": "Main Street 1", "zip": "12345", "city": "Springfield"}
        )
        Rule = cls.env["mlm.tax.rule"]
        cls.tax_rule = Rule._find(cls.company, "regular", "2026-03-31") or Rule.create(
            {"country_id": cls.company.country_id.id, "status": "regular"}
        )
        agreement = cls.env["mlm.agreement"].create(
            {"name": "Self-Billing", "code": "self_billing", "is_self_billing": True}
        )
        cls.self_billing = cls.env["mlm.agreement.version"].create(
            {
                "agreement_id": agreement.id,
                "name": "1",
                "date_from": "2020-01-01",
                "text": "<p>The company writes the invoices.</p>",
            }
        )
        cls.self_billing.action_publish()
        for partner in cls.top | cls.partner | cls.reseller:
            cls.make_payable(partner)

    @classmethod
    def release_version(cls, definition, date_from="2026-02-01"):
        """Release a further version of the plan, from a day on."""
        version = cls.env["mlm.plan.version"].create(
            {"plan_id": cls.plan.id, "date_from": date_from, "definition": definition}
        )
        version._release()
        return version

    @classmethod
    def make_member(cls, name, partner_type, sponsor=None, **values):
        values.setdefault("mlm_date_joined", "2026-01-01")
        return super().make_member(name, partner_type, sponsor, **values)

    @classmethod
    def make_payable(cls, partner, status="regular", **values):
        """Give a partner all that a settlement document of 2026 needs."""
        partner.write(
            {"street": "Lindenweg 3", "zip": "06108", "city": "Halle", "vat": "DE136695976"}
        )
        cls.env["mlm.agreement.acceptance"].sudo().create(
            {
                "partner_id": partner.id,
                "version_id": cls.self_billing.id,
                "method": "paper",
                "accepted_at": "2026-01-01",
            }
        )
        return cls.env["mlm.tax.status"].create(
            {
                "partner_id": partner.id,
                "company_id": cls.company.id,
                "status": status,
                "date_from": "2026-01-01",
                "date_declared": "2026-01-01",
                **values,
            }
        )

    def run_lines(self, run):
        """Lines of a run as tuples (earner, level, passed over, base, amount), readable."""
        lines = self.env["mlm.commission.line"].search([("run_id", "=", run.id)])
        return sorted(
            (line.partner_id.name, line.level, line.skipped, line.base, line.amount)
            for line in lines
        )
