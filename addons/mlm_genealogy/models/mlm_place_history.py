# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

FUNCTIONS = """
CREATE OR REPLACE FUNCTION mlm_place_history_on_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO mlm_place_history (place_id, tree_id, parent_id, leg, valid_from)
    SELECT id, tree_id, parent_id, leg, date_from FROM new_rows WHERE active;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION mlm_place_history_on_update() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    day date := COALESCE(
        NULLIF(current_setting('mlm.effective_date', true), '')::date,
        (now() AT TIME ZONE 'UTC')::date
    );
    changed integer[];
BEGIN
    SELECT array_agg(n.id) INTO changed
      FROM new_rows n JOIN old_rows o ON o.id = n.id
     WHERE (n.parent_id, n.leg, n.active) IS DISTINCT FROM (o.parent_id, o.leg, o.active);
    IF changed IS NULL THEN
        RETURN NULL;
    END IF;
    UPDATE mlm_place_history SET valid_to = day
     WHERE place_id = ANY(changed) AND valid_to IS NULL AND valid_from < day;
    DELETE FROM mlm_place_history WHERE place_id = ANY(changed) AND valid_to IS NULL;
    INSERT INTO mlm_place_history (place_id, tree_id, parent_id, leg, valid_from)
    SELECT n.id, n.tree_id, n.parent_id, n.leg, GREATEST(day, n.date_from, (
               SELECT max(h.valid_to) FROM mlm_place_history h WHERE h.place_id = n.id))
      FROM new_rows n
     WHERE n.active AND n.id = ANY(changed);
    RETURN NULL;
END $$;
"""
TRIGGERS = {
    "mlm_place_history_insert": """
        CREATE TRIGGER mlm_place_history_insert AFTER INSERT ON mlm_place
        REFERENCING NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION mlm_place_history_on_insert()""",
    "mlm_place_history_update": """
        CREATE TRIGGER mlm_place_history_update AFTER UPDATE ON mlm_place
        REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION mlm_place_history_on_update()""",
}


class MlmPlaceHistory(models.Model):
    """Where a place was: parent and leg on every day of ``[valid_from, valid_to)``.

    The database writes these rows itself, whichever way a place changes (form, COPY, SQL), so the
    history cannot lag behind. A change on the day on which the current row began replaces it.
    """

    _name = "mlm.place.history"
    _description = "History of a Place"
    _order = "valid_from desc, id desc"
    _log_access = False
    _rec_name = "place_id"

    place_id = fields.Many2one(
        "mlm.place", required=True, index=True, readonly=True, ondelete="cascade"
    )
    tree_id = fields.Many2one("mlm.tree", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="tree_id.company_id")
    partner_id = fields.Many2one(related="place_id.partner_id")
    parent_id = fields.Many2one(
        "mlm.place", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    leg = fields.Integer(readonly=True)
    valid_from = fields.Date(required=True, readonly=True)
    valid_to = fields.Date(readonly=True, help="The first day on which this no longer holds.")

    _open_uniq = models.UniqueIndex("(place_id) WHERE valid_to IS NULL")
    _order_check = models.Constraint("CHECK(valid_to > valid_from)")
    _day_idx = models.Index("(tree_id, valid_from)")
    _closed_idx = models.Index("(tree_id, valid_to) WHERE valid_to IS NOT NULL")

    def init(self):
        self.env.cr.execute(FUNCTIONS)
        for name, statement in TRIGGERS.items():
            self.env.cr.execute("SELECT 1 FROM pg_trigger WHERE tgname = %s", [name])
            if not self.env.cr.rowcount:
                self.env.cr.execute(statement)
