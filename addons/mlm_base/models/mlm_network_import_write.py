# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import json

from odoo import models
from odoo.tools import SQL, email_normalize

# Temporary tables of one import.
ROWS = SQL("mlm_import_row")
TEMPLATES = SQL("mlm_import_template")
# What a row of the file holds, in the order of `_row_values`.
ROW_COLUMNS = {
    "id": "int4",
    "template": "int4",
    "is_company": "bool",
    "name": "varchar",
    "ref": "varchar",
    "email": "varchar",
    "email_normalized": "varchar",
    "phone": "varchar",
    "phone_sanitized": "varchar",
    "street": "varchar",
    "street2": "varchar",
    "zip": "varchar",
    "city": "varchar",
    "lang": "varchar",
    "mlm_type_id": "int4",
    "mlm_role": "varchar",
    "mlm_sponsor_id": "int4",
    "mlm_member_number": "varchar",
    "mlm_market_id": "int4",
    "mlm_state": "varchar",
    "mlm_date_joined": "date",
    "mlm_date_ended": "date",
}
# Columns of contacts that don't simply take the row's value.
SPECIAL = {
    "complete_name": SQL("r.name"),
    "commercial_partner_id": SQL("r.id"),
    "commercial_company_name": SQL("CASE WHEN r.is_company THEN r.name END"),
    "lang": SQL("COALESCE(r.lang, t.lang)"),
}
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _copy_line(values):
    """Return one line in PostgreSQL's text format; empty text and None are NULL."""
    return "\t".join(
        "\\N" if value is None or value == "" else str(value).translate(_ESCAPES)
        for value in values
    )


class MlmNetworkImport(models.Model):
    """How the importer writes members: set by set, as if Odoo had created each of them."""

    _inherit = "mlm.network.import"

    def _insert_members(self, members):
        """Create all members: one COPY, one INSERT, then the hook for the trees.

        :param list members: importer Members without problems
        :return: res.partner records in the order of the file
        """
        self._find_markets(members)
        self._number_members(members)
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT nextval('res_partner_id_seq') FROM generate_series(1, %s)", [len(members)]
        )
        ids = [row[0] for row in self.env.cr.fetchall()]
        self._make_templates(members)
        self._copy_rows(members, ids)
        self._insert_rows()
        partners_sudo = self.env["res.partner"].sudo().browse(ids)
        self._recompute_rest(partners_sudo)
        self._log_members()
        changes = [(new, None, sponsor) for new, sponsor in self._sponsors_of_rows()]
        self.env.cr.execute(SQL("DROP TABLE %s, %s", ROWS, TEMPLATES))
        partners_sudo._mlm_sponsor_changed(changes)
        return partners_sudo.sudo(False)

    def _find_markets(self, members):
        """Give members without a stated market that of their country."""
        Market_sudo = self.env["mlm.market"].sudo()
        found = {}
        for member in members:
            if member.market:
                continue
            if member.country not in found:
                country = self.env["res.country"].browse(member.country or [])
                found[member.country] = Market_sudo._get_for_country(country, self.company_id).id
            member.market = found[member.country] or None

    def _number_members(self, members):
        """Number the members that came without a number, in the order of the file.

        Numbers of the file itself are passed over.
        """
        given = {member.number for member in members}
        missing = [member for member in members if not member.number]
        Partner_sudo = self.env["res.partner"].sudo()
        while missing:
            numbers = Partner_sudo._mlm_next_numbers(self.company_id, len(missing))
            free = [number for number in numbers if number not in given]
            for member, number in zip(missing, free, strict=False):
                member.number = number
            missing = missing[len(free) :]

    # === TEMPLATES === #

    @staticmethod
    def _template_key(member):
        return member.is_company, member.country or 0

    def _make_templates(self, members):
        """Let Odoo create one contact per kind and country, and keep its columns as a template.

        So every column that any installed module fills by default, or from the country, has the
        value that Odoo itself would give. The contacts themselves are taken back.
        """
        keys = sorted({self._template_key(member) for member in members})
        Partner_sudo = (
            self.env["res.partner"]
            .sudo()
            .with_context(
                tracking_disable=True,
                mail_create_nolog=True,
                mail_create_nosubscribe=True,
                no_vat_validation=True,
            )
        )
        savepoint = self.env.cr.savepoint()
        templates = Partner_sudo.create(
            [
                {"name": "-", "is_company": is_company, "country_id": country or False}
                for is_company, country in keys
            ]
        )
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT to_jsonb(p) FROM res_partner p WHERE id = ANY(%s) ORDER BY id",
                templates.ids,
            )
        )
        savepoint.close(rollback=True)
        documents = [
            {"template": number, "document": document} for number, (document,) in enumerate(rows)
        ]
        self.env.cr.execute(
            SQL(
                """CREATE TEMP TABLE %s ON COMMIT DROP AS
                   SELECT d.template AS template_no, p.*
                     FROM jsonb_to_recordset(%s::jsonb) AS d(template int4, document jsonb),
                          jsonb_populate_record(NULL::res_partner, d.document) p""",
                TEMPLATES,
                json.dumps(documents),
            )
        )

    # === ROWS === #

    def _copy_rows(self, members, ids):
        """Bring the rows of the file into a temporary table."""
        id_of = {id(member): new for member, new in zip(members, ids, strict=True)}
        keys = sorted({self._template_key(member) for member in members})
        templates = {key: number for number, key in enumerate(keys)}
        columns = SQL(", ").join(
            SQL("%s %s", SQL.identifier(name), SQL(kind)) for name, kind in ROW_COLUMNS.items()
        )
        self.env.cr.execute(SQL("CREATE TEMP TABLE %s (%s) ON COMMIT DROP", ROWS, columns))
        lines = [
            _copy_line(self._row_values(member, id_of, templates[self._template_key(member)]))
            for member in members
        ]
        self.env.cr.copy_expert(f"COPY {ROWS.code} FROM STDIN", io.StringIO("\n".join(lines)))

    def _row_values(self, member, id_of, template):
        above = member.above
        return (
            id_of[id(member)],
            template,
            member.is_company,
            member.name,
            member.reference,
            member.email,
            email_normalize(member.email, strict=False) if member.email else None,
            member.phone,
            self._sanitize_phone(member),
            member.street,
            member.street2,
            member.zip,
            member.city,
            member.language,
            member.type.id,
            member.type.role,
            (id_of.get(id(above)) or above.id) if above else None,
            member.number,
            member.market,
            member.state,
            member.joined,
            member.ended,
        )

    def _sanitize_phone(self, member):
        """Return the phone number as phone_validation, if installed, would store it."""
        Partner = self.env["res.partner"]
        if not member.phone or "phone_sanitized" not in Partner._fields:
            return None
        country = self.env["res.country"].browse(member.country or [])
        return Partner._phone_format(number=member.phone, country=country) or None

    def _insert_rows(self):
        """Turn the temporary rows into contacts, all columns from row, template or importer."""
        own = {
            "create_uid": SQL("%s", self.env.uid),
            "write_uid": SQL("%s", self.env.uid),
            "create_date": SQL("now() AT TIME ZONE 'UTC'"),
            "write_date": SQL("now() AT TIME ZONE 'UTC'"),
            "mlm_company_id": SQL("%s", self.company_id.id),
            "mlm_import_id": SQL("%s", self.id),
            **SPECIAL,
        }
        columns = [
            row[0]
            for row in self.env.execute_query(
                SQL(
                    "SELECT attname FROM pg_attribute WHERE attrelid = 'res_partner'::regclass"
                    " AND attnum > 0 AND NOT attisdropped AND attgenerated = ''"
                )
            )
        ]
        values = [
            own.get(name)
            or SQL("%s.%s", SQL("r" if name in ROW_COLUMNS else "t"), SQL.identifier(name))
            for name in columns
        ]
        self.env.cr.execute(
            SQL(
                "INSERT INTO res_partner (%s) SELECT %s FROM %s r JOIN %s t"
                " ON t.template_no = r.template ORDER BY r.id",
                SQL(", ").join(map(SQL.identifier, columns)),
                SQL(", ").join(values),
                ROWS,
                TEMPLATES,
            )
        )
        self.env.invalidate_all(flush=False)

    def _recompute_rest(self, partners_sudo):
        """Let Odoo compute stored fields of other modules that depend on what the rows say."""
        given = {*ROW_COLUMNS, "mlm_company_id"} - {"id", "template"}
        done = {*ROW_COLUMNS, *SPECIAL, "mlm_company_id"}
        for field in partners_sudo._fields.values():
            if not (field.store and field.compute) or field.name in done:
                continue
            roots = {path.split(".")[0] for path in self.env.registry.field_depends[field]}
            # The kind, and the country, are in the template already.
            used = (roots & given) - {"is_company"}
            if used:
                self._recompute_for_names(field, sorted(used))

    def _recompute_for_names(self, field, names):
        """Recompute one field of the new contacts in which one of these columns is filled."""
        filled = SQL(" OR ").join(SQL("%s IS NOT NULL", SQL.identifier(name)) for name in names)
        rows = self.env.execute_query(SQL("SELECT id FROM %s WHERE %s ORDER BY id", ROWS, filled))
        ids = [row[0] for row in rows]
        for start in range(0, len(ids), 5000):
            partners_sudo = self.env["res.partner"].sudo().browse(ids[start : start + 5000])
            self.env.add_to_compute(field, partners_sudo)
            partners_sudo._recompute_recordset([field.name])
            partners_sudo.flush_recordset([field.name])
            partners_sudo.invalidate_recordset()

    def _log_members(self):
        """Write the first entry of each member's history, and one of the audit log."""
        self.env.cr.execute(
            SQL(
                """INSERT INTO mlm_life_cycle_event
                       (partner_id, company_id, state_to, date_event, user_id, reason)
                   SELECT id, %(company)s, mlm_state, now() AT TIME ZONE 'UTC', %(uid)s, %(reason)s
                     FROM %(rows)s""",
                company=self.company_id.id,
                uid=self.env.uid,
                reason=self.env._("Imported from %(file)s", file=self.name or ""),
                rows=ROWS,
            )
        )
        self.env["mlm.life.cycle.event"].invalidate_model(flush=False)
        self.env["mlm.audit.log"].sudo().create(
            {
                "user_id": self.env.uid,
                "company_id": self.company_id.id,
                "model": self._name,
                "res_id": self.id,
                "field": "state",
                "new_value": self.env._("Network imported from %(file)s", file=self.name or ""),
            }
        )

    def _sponsors_of_rows(self):
        return self.env.execute_query(SQL("SELECT id, mlm_sponsor_id FROM %s ORDER BY id", ROWS))
