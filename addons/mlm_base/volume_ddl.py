# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The volume ledger's tables, stated once as SQL.

Written by hand because the ORM cannot express what protects a ledger: exact NUMERIC columns,
checks, and triggers that refuse changes whoever makes them.
"""

TABLES = """
CREATE TABLE IF NOT EXISTS mlm_volume (
    id bigserial PRIMARY KEY,
    company_id integer NOT NULL,
    market_id integer,
    buyer_id integer NOT NULL,
    owner_id integer,
    buyer_type_id integer,
    buyer_role varchar NOT NULL,
    product_id integer,
    product_class varchar NOT NULL,
    kind varchar NOT NULL,
    entry varchar NOT NULL,
    version integer NOT NULL DEFAULT 1,
    quantity numeric(20,4) NOT NULL DEFAULT 0,
    pv numeric(20,4) NOT NULL,
    cv numeric(20,4) NOT NULL,
    net numeric(20,4) NOT NULL,
    currency_id integer NOT NULL,
    net_currency numeric(20,4) NOT NULL,
    currency_rate numeric NOT NULL DEFAULT 1,
    date_order date,
    date_invoice date NOT NULL,
    date_delivered date,
    date_paid date,
    date_release date,
    date_commission date NOT NULL,
    move_id integer,
    move_line_id integer,
    order_id integer,
    sale_line_id integer,
    reversed_id bigint,
    reason varchar,
    created_at timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
    created_uid integer,
    CONSTRAINT mlm_volume_only_goods_have_cv CHECK (product_class = 'goods' OR cv = 0),
    CONSTRAINT mlm_volume_kind CHECK (
        kind ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT mlm_volume_buyer_role CHECK (
        buyer_role IN ('retail', 'preferred', 'partner_own', 'partner_resale', 'reseller')),
    CONSTRAINT mlm_volume_entry CHECK (entry IN ('invoice', 'credit', 'reversal')),
    CONSTRAINT mlm_volume_reversal_names_row CHECK (
        entry <> 'reversal' OR reversed_id IS NOT NULL),
    CONSTRAINT mlm_volume_numbers CHECK (
        pv <> 'NaN' AND cv <> 'NaN' AND net <> 'NaN' AND net_currency <> 'NaN'
        AND quantity <> 'NaN')
);
CREATE TABLE IF NOT EXISTS mlm_volume_log (
    id bigserial PRIMARY KEY,
    volume_id bigint NOT NULL,
    field varchar NOT NULL,
    old_value varchar,
    new_value varchar,
    reason varchar,
    user_id integer,
    changed_at timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')
);
"""

# The unique index is the idempotency key: one posting of an invoice line makes one row, however
# often or in parallel it is tried; a credit note line makes one row per row it reverses.
INDEXES = """
CREATE UNIQUE INDEX IF NOT EXISTS mlm_volume_posting_uniq
    ON mlm_volume (move_line_id, version, coalesce(reversed_id, 0));
CREATE INDEX IF NOT EXISTS mlm_volume_move_idx ON mlm_volume (move_id);
CREATE INDEX IF NOT EXISTS mlm_volume_buyer_idx ON mlm_volume (buyer_id);
CREATE INDEX IF NOT EXISTS mlm_volume_owner_idx ON mlm_volume (owner_id, date_commission);
CREATE INDEX IF NOT EXISTS mlm_volume_period_idx ON mlm_volume (company_id, date_commission);
CREATE INDEX IF NOT EXISTS mlm_volume_reversed_idx
    ON mlm_volume (reversed_id) WHERE reversed_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS mlm_volume_sale_line_idx
    ON mlm_volume (sale_line_id) WHERE sale_line_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS mlm_volume_order_idx
    ON mlm_volume (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS mlm_volume_product_idx ON mlm_volume (product_id);
CREATE INDEX IF NOT EXISTS mlm_volume_log_volume_idx ON mlm_volume_log (volume_id);
"""

# (constraint, column, referenced table). Only what must not vanish under the ledger; the document
# columns are plain numbers on purpose: a draft invoice may be deleted after its rows were reversed.
FOREIGN_KEYS = [
    ("mlm_volume_company_id_fkey", "company_id", "res_company"),
    ("mlm_volume_market_id_fkey", "market_id", "mlm_market"),
    ("mlm_volume_buyer_id_fkey", "buyer_id", "res_partner"),
    ("mlm_volume_owner_id_fkey", "owner_id", "res_partner"),
    ("mlm_volume_buyer_type_id_fkey", "buyer_type_id", "mlm_partner_type"),
    ("mlm_volume_product_id_fkey", "product_id", "product_product"),
    ("mlm_volume_reversed_id_fkey", "reversed_id", "mlm_volume"),
]

# What may change after a row is written, and under which condition:
#   date_delivered, date_paid, date_release   facts, always
#   date_commission                           with mlm.audit_reason and mlm.audit_uid set
#   buyer_id, owner_id                        with mlm.audit_reason set (merged contacts)
# Both settings are local to the transaction and can be set through SQL only.
FUNCTIONS = """
CREATE OR REPLACE FUNCTION mlm_volume_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
DECLARE
    kept mlm_volume%ROWTYPE;
    audit_reason text := nullif(current_setting('mlm.audit_reason', true), '');
    audit_uid integer := nullif(current_setting('mlm.audit_uid', true), '')::integer;
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION 'The volume ledger is append-only: % is refused. Write a reversal.', TG_OP
            USING ERRCODE = 'restrict_violation';
    END IF;
    kept := NEW;
    kept.date_delivered := OLD.date_delivered;
    kept.date_paid := OLD.date_paid;
    kept.date_release := OLD.date_release;
    kept.date_commission := OLD.date_commission;
    kept.buyer_id := OLD.buyer_id;
    kept.owner_id := OLD.owner_id;
    IF kept IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'Row % of the volume ledger cannot be changed. Write a reversal.', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    IF NEW.date_commission IS DISTINCT FROM OLD.date_commission
            AND (audit_reason IS NULL OR audit_uid IS NULL) THEN
        RAISE EXCEPTION
            'The commission date of volume row % can only be moved with a reason.', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF audit_reason IS NULL AND (NEW.buyer_id IS DISTINCT FROM OLD.buyer_id
            OR NEW.owner_id IS DISTINCT FROM OLD.owner_id) THEN
        RAISE EXCEPTION
            'Buyer and owner of volume row % change only when contacts are merged.', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    INSERT INTO mlm_volume_log (volume_id, field, old_value, new_value, reason, user_id)
    SELECT OLD.id, change.field, change.old_value, change.new_value, audit_reason, audit_uid
      FROM (VALUES
            ('date_delivered', OLD.date_delivered::text, NEW.date_delivered::text),
            ('date_paid', OLD.date_paid::text, NEW.date_paid::text),
            ('date_release', OLD.date_release::text, NEW.date_release::text),
            ('date_commission', OLD.date_commission::text, NEW.date_commission::text),
            ('buyer_id', OLD.buyer_id::text, NEW.buyer_id::text),
            ('owner_id', OLD.owner_id::text, NEW.owner_id::text)
           ) AS change (field, old_value, new_value)
     WHERE change.old_value IS DISTINCT FROM change.new_value;
    RETURN NEW;
END $guard$;

CREATE OR REPLACE FUNCTION mlm_volume_log_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    RAISE EXCEPTION 'The log of the volume ledger is append-only: % is refused.', TG_OP
        USING ERRCODE = 'restrict_violation';
END $guard$;
"""

TRIGGERS = """
DROP TRIGGER IF EXISTS mlm_volume_guard_rows ON mlm_volume;
CREATE TRIGGER mlm_volume_guard_rows
    BEFORE UPDATE OR DELETE ON mlm_volume FOR EACH ROW EXECUTE FUNCTION mlm_volume_guard();
DROP TRIGGER IF EXISTS mlm_volume_guard_truncate ON mlm_volume;
CREATE TRIGGER mlm_volume_guard_truncate
    BEFORE TRUNCATE ON mlm_volume FOR EACH STATEMENT EXECUTE FUNCTION mlm_volume_guard();
DROP TRIGGER IF EXISTS mlm_volume_log_guard_rows ON mlm_volume_log;
CREATE TRIGGER mlm_volume_log_guard_rows
    BEFORE UPDATE OR DELETE ON mlm_volume_log
    FOR EACH ROW EXECUTE FUNCTION mlm_volume_log_guard();
DROP TRIGGER IF EXISTS mlm_volume_log_guard_truncate ON mlm_volume_log;
CREATE TRIGGER mlm_volume_log_guard_truncate
    BEFORE TRUNCATE ON mlm_volume_log
    FOR EACH STATEMENT EXECUTE FUNCTION mlm_volume_log_guard();
"""
