# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError

# Chart of accounts as line 1 of a file names it.
CHARTS = {"de_skr03": "03", "de_skr04": "04"}
# First digit of personal accounts, which have one digit more than others.
FIRST_DIGIT = {"customer": 1, "supplier": 7}


class ResCompany(models.Model):
    _inherit = "res.company"

    mlm_datev_is_locked = fields.Boolean(
        string="Lock Entries in DATEV",
        help="Exported entries arrive locked (Festschreibung); otherwise the adviser locks them.",
    )

    def _mlm_datev_check(self):
        """Raise unless the numbers that each file needs are there and of the right shape."""
        self.ensure_one()
        consultant, client = self.datev_consultant_number, self.datev_client_number
        ok = (
            (consultant or "").isdigit()
            and 1001 <= int(consultant) <= 9999999
            and (client or "").isdigit()
            and 1 <= int(client) <= 99999
            and 4 <= self.datev_account_code_length <= 8
        )
        if not ok:
            raise UserError(
                self.env._(
                    "Fill in the DATEV numbers of %(company)s in the accounting settings: "
                    "consultant 1001 to 9999999, client 1 to 99999, account code length 4 to 8.",
                    company=self.name,
                )
            )

    def _mlm_datev_sequences(self):
        """Number partners from 10000 (customers) and 70000 (suppliers) on, if nobody chose."""
        self.ensure_one()
        for kind, digit in FIRST_DIGIT.items():
            name = f"datev_{kind}_sequence_id"
            if not self[name]:
                first = digit * 10**self.datev_account_code_length
                self.sudo()[name] = (
                    self.env["ir.sequence"]
                    .sudo()
                    .create(
                        {
                            "name": self.env._("DATEV accounts: %(kind)s", kind=kind),
                            "company_id": self.id,
                            "number_next": first,
                            "implementation": "no_gap",
                        }
                    )
                )
        if self.datev_partner_numbering != "sequence":
            self.sudo().datev_partner_numbering = "sequence"

    def _mlm_datev_personal(self, partner, kind):
        """Return the personal account of a partner, given at the first export.

        :param str kind: "customer" or "supplier"
        """
        self.ensure_one()
        name = f"l10n_de_datev_export_identifier_{kind}"
        partner_sudo = partner.sudo().with_company(self)
        if not partner_sudo[name]:
            partner_sudo[name] = self.sudo()[f"datev_{kind}_sequence_id"].next_by_id()
        number = partner_sudo[name]
        digits = self.datev_account_code_length + 1
        if not number.isdigit() or len(number) != digits:
            raise UserError(
                self.env._(
                    "The DATEV account %(number)s of %(partner)s must have %(digits)s digits. "
                    "Correct it on the contact, or lengthen the account codes if the range is "
                    "used up.",
                    number=number,
                    partner=partner_sudo.display_name,
                    digits=digits,
                )
            )
        return number

    def _mlm_datev_account(self, account):
        """Return the number of an account, in the length that is agreed with DATEV."""
        self.ensure_one()
        length = self.datev_account_code_length
        code = account.datev_code or account.with_company(self).code or ""
        short = code[:length] + code[length:].rstrip("0")
        number = short.ljust(length, "0")
        if not number.isdigit() or len(number) != length:
            raise UserError(
                self.env._(
                    "Account %(code)s does not fit %(length)s digits. Fill in its DATEV code.",
                    code=code,
                    length=length,
                )
            )
        return number


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    mlm_datev_is_locked = fields.Boolean(related="company_id.mlm_datev_is_locked", readonly=False)
