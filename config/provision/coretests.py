# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""`make test-core`: Odoo's own tests of the modules we extend, with ours installed and loaded.

A test that fails is run again on a database without our modules. Only what passes there and fails
with us is our fault; the rest is Odoo's own and merely named.
"""

from . import testing
from .errors import ProvisionError
from .testing import Process, Tally

SUITES = ("sale", "purchase_stock", "stock_account", "account")


def suite_files(source, suite):
    """Return the test files of Odoo's module `suite`."""
    for folder in source.addons:
        files = sorted((folder / suite / "tests").rglob("test_*.py"))
        if files:
            return files
    raise ProvisionError(f"Odoo has no module {suite} with tests: name one of {', '.join(SUITES)}")


def node_ids(failures, files):
    """Return pytest's names of the tests in `failures`, (class name with its path, test) each."""
    nodes = set()
    for dotted, test in failures:
        for file in files:
            module = ".".join(file.with_suffix("").parts[-3:])
            if f".{module}." in f".{dotted}.":
                # A function that pytest takes for a test has no class.
                owner = dotted.rsplit(".", 1)[-1]
                parts = (test,) if owner == file.stem else (owner, test)
                nodes.add("::".join((str(file), *parts)))
    return sorted(nodes)


def fails_without_us(databases, nodes, label):
    """Run the tests `nodes` on a copy of the template; return those that fail there too."""
    name = f"{databases.server.prefix}_core"
    databases.clone(databases.template(), name)
    env = {"ODOO_RC": databases.layout.conf, "ODOO_QUEUE_JOB_CHANNELS": "root:0"}
    again = Tally()
    arguments = [f"--odoo-database={name}", "--odoo-http", "--tb=no", *nodes]
    Process(databases.layout, label, arguments, env).finish(again)
    databases.drop(name)
    files = {databases.layout.root / node.split("::")[0] for node in nodes}
    return node_ids(again.failures, files)


def main(databases, suites=()):
    """Run the `suites` (default: all); return 1 if our modules break one of their tests."""
    origin, faults = databases.ensure_test(), []
    lines = []
    for suite in suites or SUITES:
        files, tally = suite_files(databases.source, suite), Tally()
        testing.run_with_odoo(databases, origin, files, tally, f"core-{suite}")
        failed = node_ids(tally.failures, files)
        own = fails_without_us(databases, failed, f"core-{suite}-without") if failed else []
        ours = [node for node in failed if node not in own]
        lines.append(
            f"{suite}: {tally.passed} passed, {len(ours)} fail only with our modules, "
            f"{len(own)} fail without them too, {tally.skipped} skipped"
        )
        faults += [f"FAILED: {node}" for node in ours]
        faults += [f"FAILED: {suite}: {line}" for line in tally.broken]
        lines += [f"  fails without us too: {node.split('/')[-1]}" for node in own]
        if not tally.passed:
            faults.append(f"FAILED: {suite}: no test passed")
    print("\n".join(["", *lines, *faults]), flush=True)
    return 1 if faults else 0
