# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from stdnum.iso7064 import mod_11_10

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class ResPartner(models.Model):
    _inherit = "res.partner"

    _mlm_member_number_uniq = models.UniqueIndex(
        "(mlm_company_id, mlm_member_number) WHERE mlm_member_number IS NOT NULL",
        "Another member of this company has this number.",
    )

    def _mlm_assign_numbers(self):
        """Number the members that have none, in their order, from their company's sequence."""
        missing = self.filtered(
            lambda p: p.mlm_type_id and p.mlm_company_id and not p.mlm_member_number
        )
        for company, members in missing.grouped("mlm_company_id").items():
            numbers = self._mlm_next_numbers(company, len(members))
            for member, number in zip(members.sudo(), numbers, strict=True):
                member.mlm_member_number = number

    @api.model
    def _mlm_next_numbers(self, company, count):
        """Take member numbers from the company's sequence.

        The sequence's row stays locked until the transaction ends: no number is given twice, and
        none is lost when the transaction fails. Numbers that came in by an import are passed over.

        :param company: res.company record
        :param int count: how many
        :return: list of numbers with check digit, ascending
        """
        sequence_sudo = company._mlm_number_sequences()[company]
        sequence_sudo.flush_recordset()
        numbers = []
        while len(numbers) < count:
            missing = count - len(numbers)
            [[first]] = self.env.execute_query(
                SQL(
                    "UPDATE ir_sequence SET number_next = number_next + %(count)s WHERE id = %(id)s"
                    " RETURNING number_next - %(count)s",
                    count=missing,
                    id=sequence_sudo.id,
                )
            )
            fresh = [
                self._mlm_with_check_digit(sequence_sudo.get_next_char(number))
                for number in range(first, first + missing)
            ]
            taken = self._mlm_taken_numbers(company, fresh)
            numbers += [number for number in fresh if number not in taken]
        sequence_sudo.invalidate_recordset(["number_next", "number_next_actual"])
        return numbers

    @api.model
    def _mlm_taken_numbers(self, company, numbers):
        self.flush_model(["mlm_member_number", "mlm_company_id"])
        rows = self.env.execute_query(
            SQL(
                "SELECT mlm_member_number FROM res_partner"
                " WHERE mlm_company_id = %s AND mlm_member_number = ANY(%s)",
                company.id,
                numbers,
            )
        )
        return {number for (number,) in rows}

    @api.model
    def _mlm_with_check_digit(self, number):
        """Append the check digit of ISO 7064 Mod 11,10: '1000001' -> '1000001-2'.

        It finds each single wrong digit and nearly all swapped neighbours. Letters of a prefix
        take no part.
        """
        digits = re.sub(r"\D", "", number)
        return f"{number}-{mod_11_10.calc_check_digit(digits)}"

    @api.model
    def _mlm_find_by_number(self, number, company):
        """Return the member with a number as somebody typed it (sudo).

        Blanks and a missing hyphen are forgiven.

        :param str number: what was typed
        :param company: res.company record
        :return: the member, archived ones excluded
        :raise UserError: if the number is mistyped (wrong check digit) or nobody has it
        """
        typed = re.sub(r"\s", "", number or "").upper()
        candidates = {typed, f"{typed[:-1]}-{typed[-1:]}"}
        member = self.sudo().search(
            [("mlm_company_id", "=", company.id), ("mlm_member_number", "in", list(candidates))],
            limit=1,
        )
        if member:
            return member
        digits = re.sub(r"\D", "", typed)
        if not mod_11_10.is_valid(digits):
            raise UserError(
                self.env._(
                    "“%(number)s” is mistyped: the check digit at the end does not fit. Please "
                    "compare it with the original.",
                    number=number or "",
                )
            )
        raise UserError(self.env._("No member has the number “%(number)s”.", number=number))
