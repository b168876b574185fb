# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Measure a commission run of a synthetic network against its physical floor; prints JSON.

    bench_run.py -c odoo.conf -d DATABASE --members N

The database is thrown away afterwards. All figures are of one run on one machine; only the ratios
say something. F, the floor, is a logged binary COPY of the same lines plus building the same
indexes. The ORM figure is what the usual module does: walk up and create() line by line, measured
on a sample and scaled to all lines.
"""

import argparse
import io
import json
import resource
import sys
import tempfile
import time
from contextlib import contextmanager

from network import generate

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import Registry
from odoo.tools import config
from odoo.tools.sql import table_columns

ORDERS_PER_MEMBER = 3
ORM_SAMPLE = 300
PLAN = """plan:
  currency: EUR
  active: [{measure: personal_volume, min: 60}]
  ranks:
    - {code: bronze}
    - {code: silver, require: [{measure: group_volume, min: 1000}]}
    - {code: gold, require: [{measure: group_volume, min: 5000, leg_cap: {of_requirement: 50}}]}
  bonuses:
    - code: level
      kind: level
      compression: skip_inactive
      rates: {bronze: [8, 4], silver: [8, 4, 3, 2], gold: [8, 4, 3, 2, 1]}
"""

seconds = {}


@contextmanager
def timed(name):
    """Measure wall-clock seconds of a block."""
    begin = time.perf_counter()
    yield
    seconds[name] = round(time.perf_counter() - begin, 3)


def copy_in(cr, table, columns, rows):
    """COPY rows of numbers into a table."""
    text = "\n".join("\t".join(map(str, row)) for row in rows)
    cr.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", io.StringIO(text + "\n"))


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


def new_run(env, company, day):
    """A released plan, a period and a queued trial run."""
    plan = env["mlm.plan"].create({"name": "Bench", "code": "bench", "company_id": company.id})
    env["mlm.plan.version"].create(
        {"plan_id": plan.id, "date_from": day, "definition": PLAN}
    )._release()
    period = env["mlm.period"].create({"company_id": company.id, "kind": "month", "date_from": day})
    return period._new_run("trial")


def measure_floor(cr, run, table, name):
    """Seconds for a logged binary COPY of a partition and for its indexes, in a new table."""
    partition = table.partition(run.id)
    with tempfile.TemporaryFile() as file:
        cr.copy_expert(f"COPY {partition} TO STDOUT (FORMAT binary)", file)
        size = file.tell()
        cr.execute(f"CREATE TABLE bench_floor (LIKE {table.name})")
        file.seek(0)
        with timed(f"{name}_copy"):
            cr.copy_expert("COPY bench_floor FROM STDIN (FORMAT binary)", file)
        with timed(f"{name}_indexes"):
            for number, columns in enumerate(table.indexes):
                unique = "" if number else "UNIQUE"
                cr.execute(f"CREATE {unique} INDEX bench_{number} ON bench_floor ({columns})")
    cr.execute("DROP TABLE bench_floor")
    return size


def measure_orm(env, run, lines):
    """Seconds per line of walking up and creating one record per line."""
    many2one = {
        "x_run_id": "mlm.run",
        "x_partner_id": "res.partner",
        "x_bonus_id": "mlm.plan.bonus",
    }
    numbers = {"x_volume": "integer", "x_level": "integer", "x_skipped": "integer"}
    decimals = ("x_base", "x_rate", "x_amount")
    env["ir.model"].create(
        {
            "name": "Bench line",
            "model": "x_bench_line",
            "field_id": [
                *(
                    fields.Command.create({"name": n, "ttype": "many2one", "relation": m})
                    for n, m in many2one.items()
                ),
                *(fields.Command.create({"name": n, "ttype": t}) for n, t in numbers.items()),
                *(fields.Command.create({"name": n, "ttype": "float"}) for n in decimals),
            ],
        }
    )
    Line = env["x_bench_line"]
    volumes = env["mlm.volume"].search([("company_id", "=", run.company_id.id)], limit=ORM_SAMPLE)
    bonus = run.plan_version_id.bonus_ids
    rates = [8, 4, 3, 2, 1]
    env.invalidate_all()
    created = 0
    with timed("orm_sample"):
        for volume in volumes:
            payee = volume.owner_id.mlm_sponsor_id
            for level, rate in enumerate(rates, start=1):
                if not payee:
                    break
                Line.create(
                    {
                        "x_run_id": run.id,
                        "x_partner_id": payee.id,
                        "x_bonus_id": bonus.id,
                        "x_volume": volume.id,
                        "x_level": level,
                        "x_skipped": 0,
                        "x_base": volume.cv,
                        "x_rate": rate,
                        "x_amount": volume.cv * rate / 100,
                    }
                )
                created += 1
                payee = payee.mlm_sponsor_id
        env.flush_all()
    return seconds["orm_sample"] / created * lines


def bench(env, members):
    """Build, run, compare; return the report."""
    from odoo.addons.mlm_commission.models.mlm_commission_line import LINES
    from odoo.addons.mlm_commission.models.mlm_member_result import RESULTS

    cr = env.cr
    synthetic = generate(members, members * ORDERS_PER_MEMBER)
    day = fields.Date.today().replace(day=1)
    with timed("build"):
        company, market, first = build_network(env, synthetic)
        build_volumes(env, synthetic, company, market, first, day)
        run = new_run(env, company, day)
    cr.commit()
    with timed("run"):
        run._execute()
        cr.commit()
    dry = run.copy({"state": "queued"})
    with timed("dry_run"):
        plan, network, volumes, carry = dry._freeze_inputs()
        from odoo.addons.mlm_commission.engine.compute import compute

        compute(plan, network, volumes, carry, with_lines=False)
    with timed("compute"):
        compute(plan, network, volumes, carry)
    size = measure_floor(cr, run, LINES, "floor_lines")
    measure_floor(cr, run, RESULTS, "floor_results")
    floor = seconds["floor_lines_copy"] + seconds["floor_lines_indexes"]
    orm = measure_orm(env, run, run.line_count)
    return {
        "members": members,
        "volumes": len(volumes),
        "lines": run.line_count,
        "line_bytes": size,
        "seconds": seconds | {"floor": round(floor, 3), "orm_all_lines": round(orm, 1)},
        "ratio": {
            "run_to_floor": round(seconds["run"] / floor, 2),
            "dry_run_to_run": round(seconds["dry_run"] / seconds["run"], 3),
            "orm_to_run": round(orm / seconds["run"], 1),
        },
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main():
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(description="Measure a commission run.")
    parser.add_argument("-c", dest="conf", required=True)
    parser.add_argument("-d", dest="database", required=True)
    parser.add_argument("--members", type=int, default=100_000)
    arguments = parser.parse_args()
    config.parse_config(
        ["-c", arguments.conf, "-d", arguments.database, "--no-http", "--log-level=error"]
    )
    with Registry(arguments.database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        report = bench(env, arguments.members)
        cr.rollback()
    json.dump(report, sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
