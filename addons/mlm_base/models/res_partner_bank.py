# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

AUDITED = ("acc_number", "partner_id", "acc_holder_name", "active", "allow_out_payment")


class ResPartnerBank(models.Model):
    """Every change of where a member's money goes is logged, with masked numbers."""

    _inherit = "res.partner.bank"

    @api.model_create_multi
    def create(self, vals_list):
        accounts = super().create(vals_list)
        accounts._mlm_audit({}, accounts._mlm_audit_values())
        return accounts

    def write(self, vals):
        if not any(name in vals for name in AUDITED):
            return super().write(vals)
        before = self._mlm_audit_values()
        result = super().write(vals)
        self._mlm_audit(before, self._mlm_audit_values())
        return result

    def unlink(self):
        before = self._mlm_audit_values()
        result = super().unlink()
        self._mlm_audit(before, {})
        return result

    def _mlm_audit_values(self):
        """Return {account id: {"partner": owner, field: text}} of the accounts of members.

        An account handed to somebody else shows under both owners.
        """
        mask = self.env["mlm.audit.log"]._mask
        return {
            account.id: {
                "partner": account.partner_id,
                "number": account.acc_number,
                "acc_number": mask(account.acc_number),
                "partner_id": account.partner_id.display_name,
                "acc_holder_name": account.acc_holder_name or "",
                "active": (account.active and "yes") or "no",
                "allow_out_payment": (account.allow_out_payment and "yes") or "no",
            }
            for account in self.sudo()
        }

    @api.model
    def _mlm_audit(self, before, after):
        entries = []
        for account_id in before.keys() | after.keys():
            old, new = before.get(account_id), after.get(account_id)
            owners = {values["partner"] for values in (old, new) if values}
            for owner in owners:
                if not owner.mlm_type_id:
                    continue
                entries += [
                    {
                        "partner": owner,
                        "model": self._name,
                        "res_id": account_id,
                        "field": name,
                        "old": old and old[name],
                        "new": new and new[name],
                    }
                    for name in self._mlm_audited_changes(old, new)
                ]
        if entries:
            self.env["mlm.audit.log"]._record(entries)

    @api.model
    def _mlm_audited_changes(self, old, new):
        """Names that differ; of a new or deleted account only the number."""
        if not old or not new:
            return ["acc_number"]
        return [
            name
            for name in AUDITED
            if old[name] != new[name] or (name == "acc_number" and old["number"] != new["number"])
        ]
