# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

# Refuses whoever asks, SQL included. Two changes of the link to the contact are let through: a
# merge of contacts (mlm.audit_reason is set for the transaction), and a deleted contact where the
# column may become empty; the row keeps model and number of the record it speaks of.
GUARD = """
CREATE OR REPLACE FUNCTION mlm_append_only_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) - 'partner_id' = to_jsonb(OLD) - 'partner_id' AND (
                to_jsonb(NEW) -> 'partner_id' = 'null'::jsonb
                OR nullif(current_setting('mlm.audit_reason', true), '') IS NOT NULL) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'Rows of % are evidence: % is refused.', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END
$guard$;
"""


class MlmAppendOnly(models.AbstractModel):
    """Rows that are written once and never changed or deleted: evidence and logs.

    Models that inherit it have no stored computed fields (a recompute would be an UPDATE). A
    migration that must touch old rows disables the trigger ``<table>_append_only`` and says why.
    """

    _name = "mlm.append.only"
    _description = "Append-only Evidence"

    def init(self):
        """Put the guard on the table; nothing to do for the abstract model itself."""
        if self._abstract:
            return
        self.env.cr.execute(GUARD)
        for name, event in (
            (f"{self._table}_append_only", "UPDATE OR DELETE ON %s FOR EACH ROW"),
            (f"{self._table}_append_only_all", "TRUNCATE ON %s FOR EACH STATEMENT"),
        ):
            self.env.cr.execute(
                SQL(
                    "CREATE OR REPLACE TRIGGER %s BEFORE %s EXECUTE FUNCTION"
                    " mlm_append_only_guard()",
                    SQL.identifier(name),
                    SQL(event, SQL.identifier(self._table)),
                )
            )

    def write(self, vals):
        """Refuse: evidence is never changed.

        :raise UserError: always
        """
        raise UserError(
            self.env._(
                "“%(name)s” is evidence and can't be changed. Record a new entry instead.",
                name=self._description,
            )
        )

    def unlink(self):
        """Refuse: evidence is never deleted.

        :raise UserError: always
        """
        raise UserError(
            self.env._(
                "“%(name)s” is evidence and can't be deleted. Record a new entry instead.",
                name=self._description,
            )
        )
