# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Server time of the portal's pages for a leader with half of the network below.

One server process answers one request after the other. Time and number of statements are what the
server itself logs of each request. Bar: 300 ms at the median for start page and team.
"""

import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import numpy as np
from bench_run import month_plan
from network import generate_month
from setting import (
    build_network,
    build_places,
    build_volumes,
    main,
    new_run,
    seconds,
    settle,
    timed,
)

from odoo import fields
from odoo.tools import config

BAR_MS = 300
REPEATS = 30
PASSWORD = "a long secret 7"
PAGES = {
    "start": "/my/network",
    "team": "/my/team",
    "team_sorted": "/my/team?sort=group_volume",
    "team_by_name": "/my/team?sort=name",
    "team_search": "/my/team?search=Member+7",
    "team_at_risk": "/my/team?show=risk",
    "team_last_page": "/my/team/page/900",
    "structure": "/my/team/tree",
    "commissions": "/my/commissions",
}
LOGGED = re.compile(r'"GET (\S+) HTTP/[\d.]+" 200 - (\d+) ([\d.]+) ([\d.]+)')


def team_sizes(sponsor):
    """Return how many stand below each member; sponsors come before those they brought."""
    sizes = np.ones(len(sponsor), dtype=np.int64)
    for member in range(len(sponsor) - 1, 0, -1):
        sizes[sponsor[member]] += sizes[member]
    return sizes - 1


def give_half(sponsor):
    """Move legs of the first member below the second one until it has half of all below it."""
    sizes = team_sizes(sponsor)
    below = int(sizes[1])
    for member in np.flatnonzero(sponsor == 0).tolist():
        if member > 1 and below + sizes[member] < len(sponsor) // 2:
            sponsor[member] = 1
            below += int(sizes[member]) + 1


def build(env, members):
    """A computed month; return (leader's login, size of its team)."""
    day = fields.Date.today().replace(day=1)
    synthetic = generate_month(members)
    give_half(synthetic.sponsor)
    company, market, first = build_network(env, synthetic)
    build_places(env, synthetic, company, first)
    build_volumes(env, synthetic, company, market, first, day)
    leader, sizes = 1, team_sizes(synthetic.sponsor)
    env["res.users"].with_context(no_reset_password=True).create(
        {
            "login": "bench_leader",
            "name": "Leader",
            "password": PASSWORD,
            "partner_id": first + leader,
            "company_id": company.id,
            "company_ids": [(6, 0, company.ids)],
            "group_ids": [(6, 0, env.ref("base.group_portal").ids)],
        }
    )
    run = new_run(env, company, day, month_plan())
    run.kind = "live"
    with timed("run"):
        run._execute()
    env.cr.commit()
    return int(sizes[leader])


class Server:
    """Context manager: one server process on a free port of this machine, with a log."""

    def __init__(self, conf, database):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._command = [sys.executable, "-m", "odoo", "-c", conf, "-d", database]
        self._command += [f"--http-port={self.port}", "--workers=0", "--max-cron-threads=0"]
        self._command += ["--log-level=warn", "--log-handler=werkzeug:INFO"]
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def __enter__(self):
        self._log = tempfile.TemporaryFile()
        self._process = subprocess.Popen(self._command, stderr=self._log, stdout=self._log)
        for _attempt in range(120):
            try:
                self.get("/web/login")
                return self
            except OSError:
                time.sleep(1)
        raise SystemExit("the server did not start")

    def __exit__(self, *error):
        self._process.terminate()
        self._process.wait()
        self._log.close()

    def get(self, path, **form):
        data = urllib.parse.urlencode(form).encode() if form else None
        return self._opener.open(f"http://127.0.0.1:{self.port}{path}", data, 60).read().decode()

    def log_in(self, login):
        token = re.search(r'name="csrf_token" value="(\w+)"', self.get("/web/login"))[1]
        self.get("/web/login", login=login, password=PASSWORD, csrf_token=token)

    def logged(self, path):
        """Return (statements, milliseconds) of each answered request of a path so far."""
        self._log.seek(0)
        found = LOGGED.findall(self._log.read().decode())
        self._log.seek(0, 2)
        return [
            (int(count), 1000 * (float(database) + float(rest)))
            for one, count, database, rest in found
            if one == path
        ]


def bench(env, members):
    """Build, serve, measure; return the report."""
    with timed("build"):
        below = build(env, members)
    settle(env.cr)
    env.cr.commit()
    report = {}
    with Server(config["config"], env.cr.dbname) as server:
        server.log_in("bench_leader")
        for name, path in PAGES.items():
            for _repeat in range(REPEATS):
                server.get(path)
            first, *later = server.logged(path)
            taken = sorted(milliseconds for _count, milliseconds in later)
            report[name] = {
                "statements": sorted({count for count, _milliseconds in later}),
                "first_ms": round(first[1]),
                "median_ms": round(statistics.median(taken), 1),
                "p95_ms": round(taken[len(taken) * 95 // 100], 1),
            }
    return {
        "bench": "portal",
        "members": members,
        "below": below,
        "pages": report,
        "bar_ms": BAR_MS,
        "kept": all(report[name]["median_ms"] < BAR_MS for name in ("start", "team")),
        "seconds": seconds,
    }


if __name__ == "__main__":
    main(bench, "Server time of the portal's pages for a leader.")
