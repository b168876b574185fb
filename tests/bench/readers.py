# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Users who read while a run goes on: processes of their own, so that only the database is shared.

Four clients; each request of one reads a member's orders of the month, its frontline with names,
and counts its team by level, then waits ten milliseconds. Started with a connection string and the
bounds of the members' ids; ends when its input ends, and prints milliseconds as JSON.
"""

import json
import random
import select
import subprocess
import sys
import time

import psycopg2

CLIENTS = 4
THINK = 0.01
REQUEST = """SELECT id, pv, cv FROM mlm_volume
 WHERE owner_id = %(member)s ORDER BY id DESC LIMIT 80;
SELECT f.id, p.name FROM mlm_place m JOIN mlm_place f ON f.parent_id = m.id
  JOIN res_partner p ON p.id = f.partner_id WHERE m.partner_id = %(member)s LIMIT 80;
WITH RECURSIVE team AS (
    SELECT id, 0 AS level FROM mlm_place WHERE partner_id = %(member)s
    UNION ALL
    SELECT f.id, t.level + 1 FROM team t JOIN mlm_place f ON f.parent_id = t.id)
SELECT level, count(*) FROM team GROUP BY level"""


class Readers:
    """Context manager: reads go on inside it; afterwards ``figures`` holds the milliseconds."""

    def __init__(self, dsn, first, last):
        self._command = [sys.executable, __file__, dsn, str(first), str(last)]
        self.figures = {}

    def __enter__(self):
        self._processes = [
            subprocess.Popen(
                [*self._command, str(seed)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for seed in range(CLIENTS)
        ]
        return self

    def __exit__(self, *error):
        for process in self._processes:
            process.stdin.close()
        taken = []
        for process in self._processes:
            taken += json.load(process.stdout)
            process.wait()
        self.figures = figures_of(taken)


def figures_of(taken):
    """{requests, p50, p95, p99, max} of milliseconds."""
    taken = sorted(taken)
    at = {f"p{percent}": round(taken[len(taken) * percent // 100], 2) for percent in (50, 95, 99)}
    return {"requests": len(taken), **at, "max": round(taken[-1], 1)}


def read(dsn, first, last, seed):
    """Read until the input ends; return the milliseconds of each request."""
    choose, taken = random.Random(seed), []
    with psycopg2.connect(dsn) as connection, connection.cursor() as cr:
        connection.autocommit = True
        while not select.select([sys.stdin], [], [], THINK)[0]:
            begin = time.perf_counter()
            cr.execute(REQUEST, {"member": choose.randint(first, last)})
            cr.fetchall()
            taken.append((time.perf_counter() - begin) * 1000)
    return taken


if __name__ == "__main__":
    print(json.dumps(read(sys.argv[1], *map(int, sys.argv[2:]))))
