# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Users who read while a run goes on: a process of its own, so that only the database is shared.

Each request reads one member's orders of the month and its frontline, then waits ten milliseconds.
Started with a connection string and the bounds of the members' ids; ends when its input ends, and
prints milliseconds as JSON.
"""

import json
import random
import select
import subprocess
import sys
import time

import psycopg2

THINK = 0.01
REQUEST = """SELECT id, pv, cv FROM mlm_volume
 WHERE owner_id = %(member)s ORDER BY id DESC LIMIT 80;
SELECT f.id, p.name FROM mlm_place m JOIN mlm_place f ON f.parent_id = m.id
  JOIN res_partner p ON p.id = f.partner_id WHERE m.partner_id = %(member)s LIMIT 80"""


class Readers:
    """Context manager: reads go on inside it; afterwards ``figures`` holds the milliseconds."""

    def __init__(self, dsn, first, last):
        self._command = [sys.executable, __file__, dsn, str(first), str(last)]
        self.figures = {}

    def __enter__(self):
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *error):
        output, __ = self._process.communicate()
        self.figures = json.loads(output)


def read(dsn, first, last):
    """Read until the input ends; return {requests, p50, p95, p99, max}."""
    choose, taken = random.Random(19), []
    with psycopg2.connect(dsn) as connection, connection.cursor() as cr:
        connection.autocommit = True
        while not select.select([sys.stdin], [], [], THINK)[0]:
            begin = time.perf_counter()
            cr.execute(REQUEST, {"member": choose.randint(first, last)})
            cr.fetchall()
            taken.append((time.perf_counter() - begin) * 1000)
    taken.sort()
    at = {f"p{percent}": round(taken[len(taken) * percent // 100], 2) for percent in (50, 95, 99)}
    return {"requests": len(taken), **at, "max": round(taken[-1], 1)}


if __name__ == "__main__":
    print(json.dumps(read(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
