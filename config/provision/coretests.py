# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""`make test-core`: Odoo's own tests of the modules we extend, with ours installed.

A test that fails is run again on a database without our modules. Only what passes there and fails
with us is our fault; the rest is Odoo's own and merely named.
"""

import re

from .corelint import FINISHED
from .errors import ProvisionError
from .shell import Timer, run

SUITES = ("sale", "stock_account", "purchase_stock", "account")
FAILED = re.compile(
    r" (?:FAIL|ERROR): (?:[Ss]ubtest )?(\w+)\.(test_\w+)|ERROR: setUpClass \(.*\.(\w+)\)"
)


def failed_tests(output):
    """Return the failed tests in `output` as test tags, e.g. ":TestSale.test_total"."""
    return sorted(
        {
            f":{match[1]}.{match[2]}" if match[1] else f":{match[3]}"
            for match in FAILED.finditer(output)
        }
    )


def run_tags(databases, name, tags, label):
    """Run the tests with `tags` on database `name`; return (failed tests, number run)."""
    log = databases.layout.log(label)
    log.unlink(missing_ok=True)
    command = [databases.layout.python, "-m", "odoo", "-c", databases.layout.conf, "-d", name]
    options = [f"--test-tags={tags}", "--stop-after-init", "--http-port=0", "--log-level=info"]
    options[2] = f"--http-port={free_port()}"
    try:
        what = f"Odoo's tests {tags[:60]}"
        output = run([*command, *options], what=what, log=log, env={"PYTHONPATH": None})
    except ProvisionError:
        output = log.read_text(errors="replace")
    finished = FINISHED.search(output)
    return failed_tests(output), int(finished[3]) if finished else 0


def free_port():
    """Return a port nobody uses at the moment."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main(databases, suites=()):
    """Run the `suites` (default: all); return 1 if our modules break one of their tests."""
    suites = suites or SUITES
    origin, plain = databases.ensure_test(), databases.template()
    faults = []
    for suite in suites:
        name = f"{databases.server.prefix}_core"
        databases.clone(origin, name)
        with Timer(f"Odoo's tests of {suite} with our modules"):
            failed, count = run_tags(databases, name, f"/{suite}", f"core-{suite}")
        databases.clone(plain, name)
        own = []
        if failed:
            with Timer(f"{len(failed)} failed; the same tests without our modules"):
                tags = ",".join(f"/{suite}{tag}" for tag in failed)
                own, _count = run_tags(databases, name, tags, f"core-{suite}-without")
        databases.drop(name)
        ours = [test for test in failed if test not in own]
        print(
            f"{suite}: {count} tests, {len(own)} fail without ours too, {len(ours)} only with ours"
        )
        faults += [f"{suite}{test}" for test in ours]
        if not count:
            faults.append(f"{suite}: no test ran")
    for fault in faults:
        print(f"FAILED: {fault}")
    return 1 if faults else 0
