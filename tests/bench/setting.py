# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the benchmarks of a run share: a synthetic company in the database, and the floor.

All figures are of one run on one machine; only the ratios say something. F, the floor, is a logged
binary COPY of the same lines plus building the same indexes.
"""

import argparse
import io
import json
import sys
import tempfile
import time
from contextlib import closing, contextmanager, suppress
from itertools import islice

import psycopg2

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import Registry
from odoo.tools import SQL, config
from odoo.tools.sql import table_columns

ORM_BATCH = 5_000
COPIED = 1_000_000
LOADED = ("res_partner", "mlm_place", "mlm_place_history", "mlm_volume")
FULLY_INDEXED = 2_000_000

seconds = {}


@contextmanager
def timed(name):
    """Measure wall-clock seconds of a block."""
    begin = time.perf_counter()
    yield
    seconds[name] = round(time.perf_counter() - begin, 3)


def copy_in(cr, table, columns, rows):
    """COPY rows of numbers into a table."""
    rows = iter(rows)
    while part := list(islice(rows, COPIED)):
        text = "\n".join("\t".join(map(str, row)) for row in part)
        cr.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", io.StringIO(text + "\n"))


@contextmanager
def loading(cr, members):
    """Load tables without foreign keys and secondary indexes; the indexes are made afterwards.

    The database is thrown away, so nobody misses the keys. Contacts of a network that wouldn't fit
    on the disk otherwise stay without the indexes: runs scan them.
    """
    cr.execute(
        """SELECT conrelid::regclass::text, conname FROM pg_constraint
            WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])""",
        [list(LOADED)],
    )
    for table, name in cr.fetchall():
        cr.execute(SQL("ALTER TABLE %s DROP CONSTRAINT %s", *map(SQL.identifier, (table, name))))
    cr.execute(
        """SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text,
                  pg_get_indexdef(i.indexrelid)
             FROM pg_index i WHERE i.indrelid = ANY(%s::regclass[]) AND NOT EXISTS (
                  SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)""",
        [list(LOADED)],
    )
    indexes = cr.fetchall()
    for _table, name, _definition in indexes:
        cr.execute(SQL("DROP INDEX %s", SQL.identifier(name.strip('"'))))
    yield
    for table, _name, definition in indexes:
        if members <= FULLY_INDEXED or table != "res_partner":
            cr.execute(definition)


def build_network(env, synthetic):
    """Members as contacts with sponsors and places; return company, market and first id."""
    company = env["res.company"].create({"name": "Bench", "currency_id": env.ref("base.EUR").id})
    market = env["mlm.market"].create(
        {"name": "Bench", "code": "bench", "company_id": company.id, "release_rule": "invoice"}
    )
    env.flush_all()
    cr = env.cr
    cr.execute("CREATE TEMP TABLE bench_member (nr integer, sponsor_nr integer)")
    copy_in(cr, "bench_member", ("nr", "sponsor_nr"), enumerate(synthetic.sponsor.tolist()))
    pattern = env["res.partner"].create(
        {
            "name": "Pattern",
            "mlm_type_id": env.ref("mlm_base.partner_type_distributor").id,
            "mlm_market_id": market.id,
            "mlm_state": "active",
            "mlm_date_joined": "2020-01-01",
        }
    )
    env.flush_all()
    first = pattern.id + 1
    own = {
        "id": f"{first} + nr",
        "name": "'Member ' || nr",
        "complete_name": "'Member ' || nr",
        "commercial_partner_id": f"{first} + nr",
        "mlm_sponsor_id": f"CASE WHEN sponsor_nr < 0 THEN NULL ELSE {first} + sponsor_nr END",
        "mlm_member_number": "'B' || nr",
    }
    columns = table_columns(cr, "res_partner")
    chosen = ", ".join(own.get(name, f'p."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    cr.execute(
        # All parts are column names of the database and figures made above.
        f"INSERT INTO res_partner ({names}) SELECT {chosen}"  # noqa: S608
        f" FROM bench_member, res_partner p WHERE p.id = {pattern.id} ORDER BY nr"
    )
    cr.execute("SELECT setval('res_partner_id_seq', (SELECT max(id) FROM res_partner))")
    cr.execute("ANALYZE res_partner")
    env.invalidate_all()
    env["mlm.tree"]._follow_sponsors()
    return company, market, first


def build_places(env, synthetic, company, first):
    """A binary placement tree: one place per member, one statement."""
    tree = env["mlm.tree"].create(
        {
            "name": "Placement",
            "code": "placement",
            "kind": "binary",
            "company_id": company.id,
            "auto_enrol": False,
        }
    )
    env.flush_all()
    cr = env.cr
    cr.execute("CREATE TEMP TABLE bench_place (nr integer, parent_nr integer, leg integer)")
    places = zip(synthetic.parent.tolist(), synthetic.leg.tolist(), strict=True)
    rows = ((number, *place) for number, place in enumerate(places))
    copy_in(cr, "bench_place", ("nr", "parent_nr", "leg"), rows)
    cr.execute(
        """INSERT INTO mlm_place (id, tree_id, company_id, partner_id, parent_id, leg,
               position_no, date_from, active, child_seq)
           SELECT base + nr, %(tree)s, %(company)s, %(first)s + nr,
                  CASE WHEN parent_nr >= 0 THEN base + parent_nr END,
                  CASE WHEN parent_nr >= 0 THEN leg ELSE 0 END, 1, DATE '2020-01-01', TRUE, 0
             FROM bench_place, (SELECT max(id) + 1 AS base FROM mlm_place) m ORDER BY nr""",
        {"tree": tree.id, "company": company.id, "first": first},
    )
    cr.execute("SELECT setval('mlm_place_id_seq', (SELECT max(id) FROM mlm_place))")
    cr.execute("ANALYZE mlm_place")
    cr.execute("ANALYZE mlm_place_history")
    env.invalidate_all()


def build_volumes(env, synthetic, company, market, first, day):
    """One ledger row per order."""
    cr = env.cr
    cr.execute("CREATE TEMP TABLE bench_order (buyer_nr integer, points integer)")
    pairs = zip(synthetic.buyer.tolist(), synthetic.points.tolist(), strict=True)
    copy_in(cr, "bench_order", ("buyer_nr", "points"), pairs)
    cr.execute(
        """INSERT INTO mlm_volume (company_id, market_id, buyer_id, owner_id, buyer_role,
               product_class, kind, entry, quantity, pv, cv, net, net_currency, currency_id,
               date_order, date_invoice, date_release, date_commission)
           SELECT %(company)s, %(market)s, %(first)s + buyer_nr, %(first)s + buyer_nr,
                  'partner_own', 'goods', 'purchase', 'invoice', 1, points, points, points, points,
                  %(currency)s,
                  %(day)s, %(day)s, %(day)s, %(day)s
             FROM bench_order""",
        {
            "company": company.id,
            "market": market.id,
            "first": first,
            "currency": company.currency_id.id,
            "day": day,
        },
    )
    cr.execute("ANALYZE mlm_volume")


def settle(cr):
    """Bring freshly loaded tables into the state of a database that has been in use.

    What loading has left to be written to the disk would otherwise be written during the run.
    """
    with closing(psycopg2.connect(cr.connection.dsn)) as connection:
        connection.autocommit = True
        connection.cursor().execute("VACUUM ANALYZE")
        with suppress(psycopg2.errors.InsufficientPrivilege):
            connection.cursor().execute("CHECKPOINT")


def new_run(env, company, day, definition):
    """A released plan, a period and a queued trial run."""
    plan = env["mlm.plan"].create({"name": "Bench", "code": "bench", "company_id": company.id})
    env["mlm.plan.version"].create(
        {"plan_id": plan.id, "date_from": day, "definition": definition}
    )._release()
    period = env["mlm.period"].create({"company_id": company.id, "kind": "month", "date_from": day})
    return period._new_run("trial")


@contextmanager
def export(cr, table):
    """A file with the rows of a table, as binary COPY writes them."""
    with tempfile.TemporaryFile() as file:
        cr.copy_expert(f"COPY {table} TO STDOUT (FORMAT binary)", file)
        yield file


def measure_floor(cr, file, table, name):
    """Seconds for a logged binary COPY of exported rows and for the indexes, in a new table."""
    cr.execute(f"CREATE TABLE bench_floor (LIKE {table.name})")
    file.seek(0)
    with timed(f"{name}_copy"):
        cr.copy_expert("COPY bench_floor FROM STDIN (FORMAT binary)", file)
    with timed(f"{name}_indexes"):
        for number, columns in enumerate(table.indexes):
            unique = "" if number else "UNIQUE"
            cr.execute(f"CREATE {unique} INDEX bench_{number} ON bench_floor ({columns})")
    cr.execute("DROP TABLE bench_floor")
    cr.commit()
    return seconds[f"{name}_copy"] + seconds[f"{name}_indexes"]


def create_line_model(env):
    """The usual line model: one record per line, with the fields of our lines, company, period and
    currency stored as record rules and amounts want them, and the same indexes."""
    many2one = {
        "x_run_id": "mlm.run",
        "x_partner_id": "res.partner",
        "x_bonus_id": "mlm.plan.bonus",
        "x_volume_id": "mlm.volume",
    }
    of_run = {
        "x_company_id": ("company_id", "res.company"),
        "x_period_id": ("period_id", "mlm.period"),
        "x_currency_id": ("currency_id", "res.currency"),
    }
    indexed = ("x_partner_id", "x_volume_id")
    plain = dict.fromkeys(("x_level", "x_skipped"), "integer")
    plain |= dict.fromkeys(("x_base", "x_rate"), "float")
    names = [
        {"name": name, "ttype": "many2one", "relation": model, "index": name in indexed}
        for name, model in many2one.items()
    ]
    names += [
        {
            "name": name,
            "ttype": "many2one",
            "relation": model,
            "related": f"x_run_id.{field}",
            "store": True,
        }
        for name, (field, model) in of_run.items()
    ]
    names += [{"name": name, "ttype": kind} for name, kind in plain.items()]
    names.append({"name": "x_amount", "ttype": "monetary", "currency_field": "x_currency_id"})
    env["ir.model"].create(
        {
            "name": "Bench line",
            "model": "x_bench_line",
            "field_id": [fields.Command.create(values) for values in names],
        }
    )


def measure_orm_batch(env, run, line_count):
    """Seconds for batch create() of all lines, scaled from a sample of 5,000."""
    Line = env["x_bench_line"]
    values = env.execute_query_dict(
        SQL(
            """SELECT run_id AS x_run_id, partner_id AS x_partner_id, bonus_id AS x_bonus_id,
                      volume_id AS x_volume_id, level AS x_level, skipped AS x_skipped,
                      base::float AS x_base, rate::float AS x_rate, amount::float AS x_amount
                 FROM mlm_commission_line WHERE run_id = %s AND volume_id > 0 LIMIT %s""",
            run.id,
            ORM_BATCH,
        )
    )
    env.invalidate_all()
    with timed("orm_batch_sample"):
        Line.create(values)
        env.flush_all()
    return seconds["orm_batch_sample"] / len(values) * line_count


def main(bench, description):
    """Parse the command line, measure on a throw-away database, print JSON."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("-c", dest="conf", required=True)
    parser.add_argument("-d", dest="database", required=True)
    parser.add_argument("--members", type=int, default=100_000)
    parser.add_argument("--shape", choices=("normal", "line", "front"))
    arguments = parser.parse_args()
    config.parse_config(
        ["-c", arguments.conf, "-d", arguments.database, "--no-http", "--log-level=error"]
    )
    with Registry(arguments.database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        shape = {"shape": arguments.shape} if arguments.shape else {}
        report = bench(env, arguments.members, **shape)
        cr.rollback()
    json.dump(report, sys.stdout, indent=2)
    sys.stdout.write("\n")
