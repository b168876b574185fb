# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo import fields, models

HOLDERS = "mlm_base.group_mlm_compliance"
# What says who somebody is; fields of modules that are not installed are passed over.
PERSONAL_FIELDS = (
    *("street", "street2", "zip", "city", "state_id", "email", "phone", "website", "comment"),
    *("vat", "ref", "function", "image_1920", "barcode", "company_registry", "mlm_birthdate"),
    *("mlm_tax_number", "mlm_small_business_number", "mlm_attributes"),
)


class ResPartner(models.Model):
    _inherit = "res.partner"

    mlm_legal_hold = fields.Boolean(
        string="Legal Hold",
        copy=False,
        tracking=True,
        groups=HOLDERS,
        help="A dispute, an audit or another duty: the data stay, whatever the rules say.",
    )
    mlm_legal_hold_reason = fields.Char(
        string="Reason of the Hold", copy=False, tracking=True, groups=HOLDERS
    )

    def _mlm_kept_until(self):
        """Return {partner: (first day on which nothing must be kept, rule that decides)} (sudo).

        Partners without any record are free since they ended (or since 1900).
        """
        never = self.env["mlm.retention.rule"].sudo()
        kept = {
            partner: (partner.sudo().mlm_date_ended or date(1900, 1, 1), never) for partner in self
        }
        for rule in never.search([]):
            for partner, last in rule._last_dates(self).items():
                partner = self.browse(partner.id)  # noqa: PLW2901
                free = date(last.year + rule.years + 1, 1, 1)
                if partner in kept and free > kept[partner][0]:
                    kept[partner] = (free, rule)
        return kept

    def _mlm_erase(self):
        """Erase what says who somebody is (sudo); number and place in the network stay.

        Documents of the books stay as they are; they are numbered by member.
        """
        for partner in self.sudo().with_context(active_test=False, tracking_disable=True):
            contacts = partner | partner.child_ids
            contacts.bank_ids._mlm_erase()
            for contact in contacts:
                number = partner.mlm_member_number or partner.id
                contact.write(
                    {
                        **{name: False for name in PERSONAL_FIELDS if name in contact._fields},
                        "name": self.env._("Partner #%(number)s", number=number),
                        "active": False if contact != partner else contact.active,
                    }
                )
            messages = (
                self.env["mail.message"]
                .sudo()
                .search([("model", "=", "res.partner"), ("res_id", "in", contacts.ids)])
            )
            # What the books' own audit trail holds, it holds longer.
            messages.filtered(lambda message: not message.account_audit_log_restricted).unlink()
            self.env["ir.attachment"].sudo().search(
                [("res_model", "=", "res.partner"), ("res_id", "in", contacts.ids)]
            ).unlink()


class ResPartnerBank(models.Model):
    _inherit = "res.partner.bank"

    def _mlm_erase(self):
        """Make bank accounts unreadable; payments may still refer to them."""
        for account in self:
            account.write({"allow_out_payment": False})
            account.write(
                {"acc_number": f"erased-{account.id}", "acc_holder_name": False, "active": False}
            )
