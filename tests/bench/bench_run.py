# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Measure a run of a whole plan against its physical floor; prints JSON.

    bench_run.py -c odoo.conf -d DATABASE --members N [--shape normal|line|front]

The database is thrown away afterwards. The floor is measured three times, the median counts. A run
without lines is what today's figures are made by. Peaks of memory are those of the whole process
so far, with Odoo and what built the network.
"""

import resource
import statistics
import time

import numpy as np
from network import generate_month
from readers import Readers
from setting import (
    build_network,
    build_places,
    build_volumes,
    create_line_model,
    main,
    measure_floor,
    measure_orm_batch,
    new_run,
    seconds,
    settle,
    timed,
)

from odoo import fields

REFERENCE_MEMBERS = 1_000
IDLE_SECONDS = 10
FLOORS = 3
LEGS_FROM = 4
# Twelve ranks: volume with a leg cap, then also legs that hold a rank.
THRESHOLDS = (500, 1000, 2000, 4000, 8000, 15000, 30000, 60000, 120000, 250000, 500000, 1000000)


def month_plan():
    """The plan: ten levels with compression, 12 ranks, differential, four generations, binary,
    matching, pool; as YAML text."""
    codes = [f"r{number}" for number in range(1, len(THRESHOLDS) + 1)]
    ranks = []
    for number, points in enumerate(THRESHOLDS):
        volume = f"{{measure: group_volume, min: {points}, leg_cap: {{of_requirement: 50}}}}"
        legs = (
            f", {{measure: legs_with_rank, rank: {codes[number - 3]}, min: 2}}"
            if number >= LEGS_FROM
            else ""
        )
        ranks.append(f"    - {{code: {codes[number]}, require: [{volume}{legs}]}}")
    steps = ", ".join(f"{code}: {3 + 2 * number}" for number, code in enumerate(codes))
    shares = ", ".join(f"{code}: {number - 6}" for number, code in enumerate(codes[7:], start=7))
    return f"""plan:
  currency: EUR
  trees: {{placement: {{kind: binary}}}}
  active: [{{measure: personal_volume, min: 40}}]
  ranks:
{chr(10).join(ranks)}
  bonuses:
    - {{code: level, kind: level, compression: skip_inactive,
       rates: {{any: [5, 4, 3, 3, 2, 2, 1, 1, 1, 1]}}}}
    - {{code: difference, kind: differential, rates: {{{steps}}}}}
    - {{code: generations, kind: generation, leader: r2, rates: {{r2: [4, 3, 2, 1]}}}}
    - {{code: binary, kind: binary, tree: placement, mode: percent, rate: 10, cap: 5000}}
    - {{code: matching, kind: matching, of: [binary, generations], rates: {{any: [10]}}}}
    - {{code: pool, kind: pool, fund: 2, shares: {{{shares}}}}}
"""


def bench(env, members, shape="normal"):
    """Build, run, compare; return the report."""
    from odoo.addons.mlm_commission.models.mlm_commission_line import LINES

    cr = env.cr
    day = fields.Date.today().replace(day=1)
    with timed("build"):
        synthetic = generate_month(members, shape)
        company, market, first = build_network(env, synthetic)
        build_places(env, synthetic, company, first)
        build_volumes(env, synthetic, company, market, first, day)
        run = new_run(env, company, day, month_plan())
    del synthetic
    cr.commit()
    settle(cr)
    readers = Readers(cr.connection.dsn, first, first + members - 1)
    with readers:
        time.sleep(IDLE_SECONDS)
    idle = readers.figures
    memory = {"built": peak_mb()}
    totals = run.copy({"state": "queued", "kind": "live"})
    with timed("run_without_lines"):
        totals._execute()
        cr.commit()
    memory["run_without_lines"] = peak_mb()
    with timed("run"), readers:
        run._execute()
        cr.commit()
    memory["run"] = peak_mb()
    floors = []
    for number in range(FLOORS):
        size = measure_floor(cr, run, LINES, f"floor_{number}")
        floors.append(seconds[f"floor_{number}_copy"] + seconds[f"floor_{number}_indexes"])
    create_line_model(env)
    orm = measure_orm_batch(env, run, run.line_count)
    reads = {"idle": idle, "during_run": readers.figures}
    return report_of(run, shape, statistics.median(floors), orm) | {
        "line_bytes": size,
        "reads_ms": reads,
        "reads_p95_ratio": round(readers.figures["p95"] / idle["p95"], 2),
        "peak_memory_mb": memory,
        "reference": reference_speed(),
    }


def report_of(run, shape, floor, orm):
    """Sizes, seconds and the ratios that count."""
    took, without = seconds["run"], seconds["run_without_lines"]
    return {
        "members": run.member_count,
        "shape": shape,
        "volumes": run.volume_count,
        "lines": run.line_count,
        "earners": run.earner_count,
        "result_hash": run.result_hash,
        "seconds": seconds | {"floor": round(floor, 3), "orm_all_lines": round(orm, 1)},
        "ratio": {
            "run_to_floor": round(took / floor, 2),
            "run_without_lines_to_run": round(without / took, 3),
            "orm_to_run": round(orm / took, 1),
        },
    }


def reference_speed():
    """The reference engine on a small network of the same plan, and whether both agree."""
    from odoo.addons.mlm_commission.engine.compute import compute
    from odoo.addons.mlm_commission.engine.language import load
    from odoo.addons.mlm_commission.engine.model import Network, TreePlaces, Volumes
    from odoo.addons.mlm_commission.engine.plan import compile_plan
    from odoo.addons.mlm_commission.engine.sample_check import sample_check

    definition = load(month_plan())["plan"]
    small = generate_month(REFERENCE_MEMBERS)
    network = Network(
        ids=np.arange(REFERENCE_MEMBERS),
        sponsor=small.sponsor,
        is_customer=np.zeros(REFERENCE_MEMBERS, dtype=bool),
        trees={"placement": TreePlaces(small.parent, small.leg, "binary")},
    )
    points = small.points * 10**4
    volumes = Volumes(owner=small.buyer, buyer=small.buyer, pv=points, cv=points, net=points)
    begin = time.perf_counter()
    result = compute(compile_plan(definition), network, volumes)
    arrays = time.perf_counter() - begin
    check = sample_check(definition, network, volumes, None, result)
    return {
        "members": check.members,
        "lines": len(result.lines),
        "differences": len(check.differences),
        "seconds": round(time.perf_counter() - begin - arrays, 3),
        "engine_seconds": round(arrays, 3),
    }


def peak_mb():
    """Highest resident memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main(bench, "Measure a run of a whole plan.")
