# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import uuid
from collections import defaultdict
from decimal import Decimal

from odoo import fields, models

from ..rows import Part, pair

ACCOUNTANTS = "account.group_account_invoice,account.group_account_user"


class AccountMove(models.Model):
    _inherit = "account.move"

    mlm_datev_export_id = fields.Many2one(
        "datev_export_dtvf.export",
        string="DATEV Export",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=ACCOUNTANTS,
        help="The export that took this entry first.",
    )

    def _mlm_datev_guid(self):
        """Return the number that links rows and document; it is the same in each export."""
        self.ensure_one()
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{database}/{self._name}/{self.id}"))

    def _mlm_datev_rows(self, number_of):
        """Return the entry as rows of two accounts.

        :param number_of: function that takes a journal item, returns (number, True if personal)
        :rtype: list of rows.Row
        """
        self.ensure_one()
        lines = self.line_ids.filtered(
            lambda line: (
                line.display_type not in ("line_section", "line_subsection", "line_note")
                and not self.company_currency_id.is_zero(line.balance)
            )
        )
        keyed = lines._mlm_datev_keyed()
        shares = lines._mlm_datev_tax_shares(keyed)
        parts = []
        for line in lines:
            tax = keyed.get(line)
            if not tax and line.tax_line_id in keyed.values():
                continue  # Carried by the rows with the key of this tax.
            account, is_personal = number_of(line)
            share = shares.get(line, Decimal(0))
            key = tax.l10n_de_datev_code.zfill(4) if tax else ""
            if not key and line.account_id.datev_export_nonautomatic:
                key = "0040"
            parts.append(
                Part(
                    account,
                    _exact(line.balance) + share,
                    key,
                    (tax and tax.mlm_datev_case) or "",
                    line.name or self.ref or "",
                    share,
                    is_personal,
                )
            )
        return pair(parts)


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _mlm_datev_keyed(self):
        """Return {item: tax} of the items whose only tax has a DATEV key."""
        return {
            line: line.tax_ids
            for line in self
            if len(line.tax_ids) == 1 and line.tax_ids.l10n_de_datev_code
        }

    def _mlm_datev_tax_shares(self, keyed):
        """Return {item: Decimal} how the booked tax belongs to the items with its key.

        By account and tax what is booked is split in proportion; the last takes the rest, so that
        the sum is what is booked. Tax that the company owes itself comes to zero.
        """
        booked = defaultdict(Decimal)
        for line in self.filtered("tax_line_id"):
            booked[line.tax_line_id] += _exact(line.balance)
        shares = {}
        for tax in set(keyed.values()):
            bearers = [line for line, of_line in keyed.items() if of_line == tax]
            base = sum(_exact(line.balance) for line in bearers)
            rest = booked[tax]
            for line in bearers[:-1]:
                part = booked[tax] * _exact(line.balance) / base if base else Decimal(0)
                shares[line] = part.quantize(Decimal("0.01"))
                rest -= shares[line]
            shares[bearers[-1]] = rest
        return shares


def _exact(value):
    """Turn an ORM float of currency precision into the decimal it stands for."""
    return Decimal(f"{value:.2f}")
