# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Measure a run of a whole plan against its physical floor; prints JSON.

    bench_run.py -c odoo.conf -d DATABASE --members N [--shape normal|line|front]

The database is thrown away afterwards. A run without lines is measured as the first one, which
reads everything, and then three times with some minutes' changes in between, the median counts;
run and floor are measured three times, too. The same run is made once more while users read. Peaks
of memory are those of the whole process so far, with Odoo.
"""

import json
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from changes import Changes
from month_plan import month_plan
from network import generate_month
from readers import Readers
from setting import (
    create_line_model,
    export,
    main,
    measure_floor,
    measure_orm_batch,
    seconds,
)

REFERENCE_MEMBERS = 1_000
IDLE_SECONDS = 10
TIMES = 3
# A floor of a hundred million lines takes minutes, and as much of the disk as the lines.
MEASURED_ONCE = 5_000_000


def bench(env, members, shape="normal"):
    """Build, run, compare; return the report."""
    from odoo.addons.mlm_commission.models.mlm_commission_line import LINES

    cr, times = env.cr, TIMES if members < MEASURED_ONCE else 1
    built = build_apart(members, shape)
    seconds["build"], first = built["seconds"], built["first"]
    cr.rollback()
    run = env["mlm.run"].browse(built["run"])
    memory = {"begin": peak_mb()}
    seconds["first_run_without_lines"] = without_lines(run, "totals")
    changes = Changes(cr, first, members)
    for kind, name in (("totals", "run_without_lines"), ("live", "todays_figures")):
        taken = []
        for _time in range(times):
            changes.happen()
            taken.append(without_lines(run, kind))
        seconds[name] = statistics.median(taken)
        memory[name] = peak_mb()
    changes.take_back()
    runs = [run] + [run.copy({"state": "queued"}) for _time in range(times - 1)]
    cr.commit()
    taken = []
    for run in runs:
        taken.append(executed(run))
        if run != runs[-1]:
            discard(run)
    seconds["run"], seconds["runs"] = statistics.median(taken), taken
    memory["run"] = peak_mb()
    report = sizes_of(run, shape)
    create_line_model(env)
    orm = measure_orm_batch(env, run, run.line_count)
    again = run.copy({"state": "queued"})
    cr.commit()
    with export(cr, LINES.partition(run.id)) as file:
        discard(run)
        floors = [measure_floor(cr, file, LINES, f"floor_{number}") for number in range(times)]
    reads = reads_during(again, first, first + members - 1)
    floor = statistics.median(floors)
    seconds.update(floor=round(floor, 3), orm_all_lines=round(orm, 1))
    return report | {
        "seconds": seconds,
        "ratio": {
            "run_to_floor": round(seconds["run"] / floor, 2),
            **{
                f"{name}_to_run": round(seconds[name] / seconds["run"], 3)
                for name in ("first_run_without_lines", "run_without_lines", "todays_figures")
            },
            "orm_to_run": round(orm / seconds["run"], 1),
            "reads_p95": round(reads["during_run"]["p95"] / reads["idle"]["p95"], 2),
        },
        "reads_ms": reads,
        "peak_memory_mb": memory,
        "reference": reference_speed(),
    }


def build_apart(members, shape):
    """Build the network in another process; return what it says."""
    program = Path(__file__).with_name("build_month.py")
    options = [*sys.argv[1:], "--members", str(members), "--shape", shape]
    command = [sys.executable, str(program), *options]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def without_lines(run, kind):
    """Seconds of the same run of another kind; its results are dropped again."""
    other = run.copy({"state": "queued", "kind": kind})
    run.env.cr.commit()
    taken = executed(other)
    discard(other)
    return taken


def executed(run):
    """Seconds of a run, up to its commit."""
    begin = time.perf_counter()
    run._execute()
    run.env.cr.commit()
    return round(time.perf_counter() - begin, 3)


def discard(run):
    """Drop what a run has stored."""
    run._discard()
    run.env.cr.commit()


def reads_during(run, first, last):
    """Milliseconds of users' reads with nothing else going on, and during a run."""
    cr = run.env.cr
    readers, figures = Readers(cr.connection.dsn, first, last), {}
    with readers:
        time.sleep(IDLE_SECONDS)
    figures["idle"] = readers.figures
    with readers:
        seconds["run_with_readers"] = executed(run)
    figures["during_run"] = readers.figures
    return figures


def sizes_of(run, shape):
    """What was computed."""
    return {
        "members": run.member_count,
        "shape": shape,
        "volumes": run.volume_count,
        "lines": run.line_count,
        "earners": run.earner_count,
        "result_hash": run.result_hash,
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
