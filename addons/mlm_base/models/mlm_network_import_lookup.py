# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL

from ..importer.network import Existing, Lookups, MemberType


class MlmNetworkImport(models.Model):
    """What the importer reads from the database: four statements for any number of rows."""

    _inherit = "mlm.network.import"

    def _lookups(self):
        """Return what cells of a file may refer to (importer Lookups), keys casefolded."""
        self.env.flush_all()
        types = {}
        for member_type, active, keys in self._member_types():
            if active:
                types.update(dict.fromkeys(keys, member_type))
        languages = {}
        for lang in self.env["res.lang"].sudo().search([]):
            keys = (lang.name, lang.iso_code, lang.code.replace("_", "-"), lang.code)
            languages.update({key.casefold(): lang.code for key in keys if key})
        return Lookups(
            types=types,
            countries=self._keys("res_country", SQL("TRUE")),
            markets=self._keys("mlm_market", SQL("active AND company_id = %s", self.company_id.id)),
            languages=languages,
            today=fields.Date.context_today(self),
        )

    def _named(self, table, columns, condition):
        """Return rows (id, code, names in all languages, columns…) of a table."""
        return self.env.execute_query(
            SQL(
                "SELECT id, code, ARRAY(SELECT value FROM jsonb_each_text(name)), %s"
                " FROM %s WHERE code IS NOT NULL AND %s ORDER BY id DESC",
                columns,
                SQL.identifier(table),
                condition,
            )
        )

    def _keys(self, table, condition):
        """Return {name or code: id}; where they collide, the code wins."""
        rows = self._named(table, SQL("id"), condition)
        keys = {name.casefold(): row[0] for row in rows for name in row[2]}
        return keys | {row[1].casefold(): row[0] for row in rows}

    def _member_types(self):
        """Return tuples (importer MemberType, active, its keys) of all partner types."""
        rows = self._named("mlm_partner_type", SQL("role, may_sponsor, active"), SQL("TRUE"))
        return [
            (
                MemberType(record_id, names[0], role, bool(may_sponsor)),
                active,
                [key.casefold() for key in (*names, code)],
            )
            for record_id, code, names, role, may_sponsor, active in rows
        ]

    def _existing(self, keys):
        """Return the contacts (importer Existing) that have one of these numbers or references.

        Members of other companies have numbers of their own and are not looked at.

        :param keys: numbers and references that a file names
        """
        types = {member_type.id: member_type for member_type, __, ___ in self._member_types()}
        rows = self.env.execute_query(
            SQL(
                """SELECT id, CASE WHEN mlm_company_id = %(company)s THEN mlm_member_number END,
                          ref, name, mlm_type_id, CASE WHEN active THEN mlm_state END
                     FROM res_partner
                    WHERE (mlm_company_id = %(company)s AND mlm_member_number = ANY(%(keys)s))
                       OR (ref = ANY(%(keys)s)
                           AND COALESCE(mlm_company_id, company_id, %(company)s) = %(company)s)
                    ORDER BY mlm_type_id IS NULL, id""",
                company=self.company_id.id,
                keys=list(keys),
            )
        )
        return [
            Existing(
                record_id, number or "", ref or "", name or "", types.get(type_id), state or ""
            )
            for record_id, number, ref, name, type_id, state in rows
        ]
