# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A log of what runs read and somebody changed, written by the database, whichever way it happens.

Each entry carries its transaction: of an earlier reading one can tell exactly which of them it has
not seen (``pg_visible_in_snapshot``), also of transactions that ended later than they began.
"""

from odoo import api, models
from odoo.tools import SQL

# kind: p members first..last, v volume rows first..last, a anything.
SCHEMA = """
CREATE TABLE IF NOT EXISTS mlm_input_change (
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    noted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    kind "char" NOT NULL, first bigint, last bigint);
CREATE INDEX IF NOT EXISTS mlm_input_change_xid ON mlm_input_change (xid);
CREATE INDEX IF NOT EXISTS mlm_input_change_noted ON mlm_input_change (noted_at);

-- Consecutive ids are one entry.
CREATE OR REPLACE FUNCTION mlm_note_ids(what "char", ids bigint[]) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO mlm_input_change (kind, first, last)
    SELECT what, min(id), max(id)
      FROM (SELECT id, id - row_number() OVER (ORDER BY id) AS island
              FROM (SELECT DISTINCT unnest(ids) AS id) i) n
     WHERE id IS NOT NULL GROUP BY island
$$;

CREATE OR REPLACE FUNCTION mlm_note_anything() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO mlm_input_change (kind) VALUES ('a');
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION mlm_note_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM mlm_note_ids('p', array_agg(id)) FROM changed WHERE mlm_role IS NOT NULL;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION mlm_note_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO mlm_input_change (kind, first, last) VALUES ('p', NEW.id, NEW.id);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION mlm_note_places() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM mlm_note_ids('p', array_agg(p.partner_id))
       FROM changed c JOIN mlm_place p ON p.id = c.place_id;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION mlm_note_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM mlm_note_ids('v', array_agg(id)) FROM changed;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION mlm_note_rows_of_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM mlm_note_ids('v', array_agg(id)) FROM mlm_volume WHERE move_id = NEW.id;
    RETURN NULL;
END $$;
"""
MEMBER_FACTS = (
    "mlm_role",
    "mlm_state",
    "mlm_type_id",
    "mlm_market_id",
    "mlm_company_id",
    "mlm_date_joined",
    "mlm_date_ended",
    "mlm_attributes",
)
DIFFER = "({}) IS DISTINCT FROM ({})".format(
    *(", ".join(f"{row}.{name}" for name in MEMBER_FACTS) for row in ("OLD", "NEW"))
)
# table -> list of (event, how, function); `changed` are the rows as they are after the event.
INSERTED = "REFERENCING NEW TABLE AS changed FOR EACH STATEMENT"
DELETED = "REFERENCING OLD TABLE AS changed FOR EACH STATEMENT"
EACH = "FOR EACH STATEMENT"
TRIGGERS = {
    "res_partner": [
        ("INSERT", INSERTED, "mlm_note_members"),
        ("UPDATE", f"FOR EACH ROW WHEN ({DIFFER})", "mlm_note_member"),
        ("DELETE", DELETED, "mlm_note_members"),
    ],
    # Places that change their parent or end are noted by their history.
    "mlm_place_history": [
        ("INSERT", INSERTED, "mlm_note_places"),
        ("UPDATE", INSERTED, "mlm_note_places"),
        ("DELETE", DELETED, "mlm_note_places"),
    ],
    "mlm_place": [
        (
            "UPDATE",
            "FOR EACH ROW WHEN ((OLD.partner_id, OLD.tree_id)"
            " IS DISTINCT FROM (NEW.partner_id, NEW.tree_id))",
            "mlm_note_anything",
        ),
        ("DELETE", EACH, "mlm_note_anything"),
    ],
    "mlm_volume": [
        ("INSERT", INSERTED, "mlm_note_rows"),
        ("UPDATE", INSERTED, "mlm_note_rows"),
        ("DELETE", DELETED, "mlm_note_rows"),
    ],
    "account_move": [
        (
            "UPDATE",
            "FOR EACH ROW WHEN"
            " (OLD.mlm_return_reason_id IS DISTINCT FROM NEW.mlm_return_reason_id)",
            "mlm_note_rows_of_move",
        ),
    ],
    # Its locks are updates, too.
    "mlm_tree": [
        ("INSERT OR DELETE", EACH, "mlm_note_anything"),
        (
            "UPDATE",
            "FOR EACH ROW WHEN ((OLD.company_id, OLD.kind, OLD.code, OLD.active)"
            " IS DISTINCT FROM (NEW.company_id, NEW.kind, NEW.code, NEW.active))",
            "mlm_note_anything",
        ),
    ],
    "mlm_period": [
        (
            "UPDATE",
            "FOR EACH ROW WHEN ((OLD.state, OLD.final_run_id)"
            " IS DISTINCT FROM (NEW.state, NEW.final_run_id))",
            "mlm_note_anything",
        ),
    ],
} | {
    table: [("INSERT OR UPDATE OR DELETE", EACH, "mlm_note_anything")]
    for table in ("mlm_partner_type", "mlm_market", "mlm_return_reason")
}
DAYS_KEPT = 2


class MlmInputChange(models.AbstractModel):
    """The log has no records: runs read it as arrays."""

    _name = "mlm.input.change"
    _description = "Change of What Runs Read"

    @api.model
    def _watch(self):
        """Put the triggers on all tables (install and upgrade, when the tables are there). What was
        kept before is forgotten: other things may be read, and noted, from now on."""
        self.env["mlm.kept.input"].sudo().search([]).unlink()
        self.env.cr.execute(SCHEMA)
        for table, triggers in TRIGGERS.items():
            for event, how, function in triggers:
                self.env.cr.execute(
                    SQL(
                        "CREATE OR REPLACE TRIGGER %s AFTER %s ON %s %s EXECUTE FUNCTION %s()",
                        trigger_name(table, event),
                        SQL(event),
                        SQL.identifier(table),
                        SQL(how),
                        SQL.identifier(function),
                    )
                )

    @api.autovacuum
    def _gc_changes(self):
        """Forget what no reading that still counts can have missed, and the transactions of another
        server, whose database was played back here."""
        self.env.cr.execute(
            SQL(
                """DELETE FROM mlm_input_change
                    WHERE noted_at < now() - %s * interval '1 day'
                       OR xid >= pg_snapshot_xmax(pg_current_snapshot())""",
                DAYS_KEPT,
            )
        )

    @api.model
    def _present(self):
        """What this transaction sees, as text; None if it has itself changed what runs read, which
        may be taken back again. A job's lock on its own record changes nothing."""
        rows = self.env.execute_query(
            SQL(
                """SELECT pg_current_snapshot()::text WHERE NOT EXISTS (
                   SELECT 1 FROM mlm_input_change WHERE xid = pg_current_xact_id_if_assigned())"""
            )
        )
        return rows[0][0] if rows else None

    @api.model
    def _since(self, snapshot):
        """What has been changed that a snapshot doesn't show, and this transaction does.

        :param str snapshot: from :meth:`_present`
        :return: (kind, first, last) per entry
        """
        return self.env.execute_query(
            SQL(
                """SELECT DISTINCT kind::text, first, last FROM mlm_input_change
                    WHERE xid >= pg_snapshot_xmin(%(seen)s::pg_snapshot)
                      AND NOT pg_visible_in_snapshot(xid, %(seen)s::pg_snapshot)""",
                seen=snapshot,
            )
        )


def trigger_name(table, event):
    """The trigger's name: table and first event."""
    return SQL.identifier(f"{table}_noted_{event.split()[0].lower()}")


def drop_triggers(env):
    """Remove triggers and log (uninstall): the tables of other modules stay."""
    for table, triggers in TRIGGERS.items():
        for event, __, __ in triggers:
            env.cr.execute(
                SQL(
                    "DROP TRIGGER IF EXISTS %s ON %s",
                    trigger_name(table, event),
                    SQL.identifier(table),
                )
            )
    env.cr.execute("DROP TABLE IF EXISTS mlm_input_change")
