# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The demo company: build or refresh it, print who was paid what, serve it."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from .errors import ProvisionError
from .shell import environment, run, say

ASK = Path(__file__).with_name("ask_demo.py")
HOST = "127.0.0.1"
PORT = 8069
HEADINGS = ("Number", "Name", "Earned", "VAT", "Paid")


def port_of(env=os.environ):
    """Return the port to serve on: HTTP_PORT, else 8069."""
    value = env.get("HTTP_PORT") or str(PORT)
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise ProvisionError(f"HTTP_PORT={value} is not a port: use a number from 1 to 65535")
    return int(value)


def check_port(port, host=HOST):
    """Refuse a port that another program uses."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise ProvisionError(
                f"no right to serve on port {port}: call again with HTTP_PORT above 1023"
            ) from None
        except OSError:
            raise ProvisionError(
                f"port {port} is taken by another program: stop it, "
                f"or call again with another port, for example HTTP_PORT={port + 10}"
            ) from None


def text_of(value):
    """Return `value` for a table cell."""
    return f"{value:,.2f}" if isinstance(value, float) else str(value)


def table(rows, headings=HEADINGS):
    """Return `rows` as text in columns; amounts get two decimals, on the right."""
    cells = [tuple(headings), *(tuple(map(text_of, row)) for row in rows)]
    right = [any(isinstance(row[column], float) for row in rows) for column in range(len(headings))]
    widths = [max(len(line[column]) for line in cells) for column in range(len(headings))]
    lines = []
    for number, line in enumerate(cells):
        parts = [
            text.rjust(width) if to_right else text.ljust(width)
            for text, width, to_right in zip(line, widths, right, strict=True)
        ]
        lines.append("  ".join(parts).rstrip())
        if number == 0:
            lines.append("  ".join("-" * width for width in widths))
    return "\n".join(lines)


def report(databases, name):
    """Print what was paid to whom; return the logins, (role, login, password) each."""
    log = databases.layout.log("demo")
    command = [databases.layout.python, ASK, databases.layout.conf, name]
    output = run(command, what="asking the demo company", log=log, env={"PYTHONPATH": None})
    answers = [line for line in output.splitlines() if line.startswith("DEMO ")]
    if not answers:
        raise ProvisionError(f"asking the demo company: no answer (log: {log})")
    answer = json.loads(answers[-1].removeprefix("DEMO "))
    print(f"\nCommission earned and paid\n\n{table(answer['summary'])}\n", flush=True)
    return answer["logins"]


def serve(databases, name, logins, port):
    """Serve database `name` until Ctrl-C; print address and logins once it answers."""
    log = databases.layout.log("server")
    command = [databases.layout.python, "-m", "odoo", "-c", databases.layout.conf, "-d", name]
    options = [f"--http-interface={HOST}", f"--http-port={port}", f"--db-filter=^{name}$"]
    server = subprocess.Popen(
        [*map(str, command), *options, "--max-cron-threads=1", f"--logfile={log}"],
        stdin=subprocess.DEVNULL,
        env=environment({"PYTHONPATH": None}),
        start_new_session=True,
    )
    stopped = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.append(True))
    wait_until_ready(server, port, log, stopped)
    if not stopped:
        print(f"\nServing http://{HOST}:{port}/  (Ctrl-C stops; log: {log})\n")
        print(table(logins, ("Role", "Login", "Password")) + "\n", flush=True)
    while not stopped and server.poll() is None:
        time.sleep(0.3)
    ended = server.poll()
    if ended is None:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
        say("stopped")
    elif not stopped:
        raise ProvisionError(f"the server ended by itself with status {ended}: see {log}")


def wait_until_ready(server, port, log, stopped, seconds=120):
    """Wait until the server answers; `stopped` is filled when the operator gives up."""
    end = time.monotonic() + seconds
    while not stopped:
        if server.poll() is not None:
            raise ProvisionError(f"the server did not start: see {log}")
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/web/health", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > end:
                server.terminate()
                raise ProvisionError(
                    f"the server did not answer in {seconds} s: see {log}"
                ) from None
            time.sleep(0.3)
