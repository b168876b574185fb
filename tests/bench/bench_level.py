# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Measure a run of a five-level plan against its physical floor; prints JSON.

    bench_level.py -c odoo.conf -d DATABASE --members N

The database is thrown away afterwards. The ORM figure is what the usual module does: walk up and
create() line by line, measured on a sample and scaled to all lines.
"""

import resource

from network import generate
from setting import (
    build_network,
    build_volumes,
    create_line_model,
    export,
    main,
    measure_floor,
    new_run,
    seconds,
    timed,
)

from odoo import fields

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


def measure_orm(env, run, lines):
    """Seconds per line of walking up and creating one record per line."""
    create_line_model(env)
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

    cr = env.cr
    synthetic = generate(members, members * ORDERS_PER_MEMBER)
    day = fields.Date.today().replace(day=1)
    with timed("build"):
        company, market, first = build_network(env, synthetic)
        build_volumes(env, synthetic, company, market, first, day)
        run = new_run(env, company, day, PLAN)
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
    with export(cr, LINES.partition(run.id)) as file:
        floor, size = measure_floor(cr, file, LINES, "floor_lines"), file.tell()
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


if __name__ == "__main__":
    main(bench, "Measure a run of a level plan.")
