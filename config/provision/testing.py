# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""`make test`: tests without Odoo, then all others in parallel processes with a database each."""

import os
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field

from . import collect, corelint, manifests
from .errors import ProvisionError
from .shell import environment, say

# A test that a missing browser or library switches off has not passed.
FORBIDDEN_SKIPS = ("chrom", "websocket", "browser", "odoo-http")


@dataclass
class Tally:
    """What the test processes reported."""

    passed: int = 0
    failed: int = 0
    errors: int = 0
    skipped: int = 0
    cases: list = field(default_factory=list)
    failures: list = field(default_factory=list)
    broken: list = field(default_factory=list)

    def read(self, path):
        """Add the JUnit file `path` that one process wrote."""
        for case in ElementTree.parse(path).getroot().iter("testcase"):
            self.cases.append((case.get("classname", ""), float(case.get("time", 0))))
            kinds = {child.tag: child for child in case}
            if "error" in kinds or "failure" in kinds:
                self.failures.append((case.get("classname", ""), case.get("name", "")))
            if "error" in kinds:
                self.errors += 1
            elif "failure" in kinds:
                self.failed += 1
            elif "skipped" in kinds:
                self.skipped += 1
                reason = kinds["skipped"].get("message", "")
                if any(word in reason.lower() for word in FORBIDDEN_SKIPS):
                    self.broken.append(f"{case.get('name')} was skipped: {reason}")
            else:
                self.passed += 1

    def faults(self, floor):
        """Return the reasons, one line each, why this is not a success."""
        faults = list(self.broken)
        if self.failed or self.errors:
            faults.append(f"{self.failed} tests failed, {self.errors} had errors")
        ran = self.passed + self.failed + self.errors
        if ran < floor:
            faults.append(f"only {ran} tests ran, at least {floor} are expected (tests/FLOOR)")
        return faults


class Process:
    """One pytest process: its output goes to a log and, while `live`, to the terminal."""

    def __init__(self, layout, name, arguments, env):
        self.path = layout.log(f"test-{name}")
        self.junit = self.path.with_suffix(".xml")
        self.junit.unlink(missing_ok=True)
        self.live = False
        self.lines = []
        command = [layout.python, "-m", "pytest", "-p", "no:cacheprovider", "--color=no"]
        self.process = subprocess.Popen(
            [*map(str, command), f"--junit-xml={self.junit}", *map(str, arguments)],
            cwd=layout.root,
            env=environment({"PYTHONPATH": None, **env}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        self.thread = threading.Thread(target=self.follow)
        self.thread.start()

    def follow(self):
        """Copy the output; what came before `live` was set is printed with the next line."""
        with open(self.path, "w", encoding="utf-8") as log:
            for line in self.process.stdout:
                log.write(line)
                log.flush()
                self.lines.append(line)
                if self.live:
                    self.print()

    def print(self):
        """Print what was not printed yet."""
        while self.lines:
            sys.stdout.write(self.lines.pop(0))
        sys.stdout.flush()

    def finish(self, tally):
        """Wait, print the rest, add the result to `tally`; return pytest's exit status."""
        self.live = True
        self.thread.join()
        self.print()
        status = self.process.wait()
        if self.junit.exists():
            tally.read(self.junit)
        else:
            tally.broken.append(f"a test process ended with status {status}: see {self.path}")
        if status not in (0, 1):
            tally.broken.append(f"pytest ended with status {status}: see {self.path}")
        return status


def chosen(files, names, root):
    """Return those of `files` that lie in one of the files or folders `names`."""
    wanted = [(root / name).resolve() for name in names]
    return [file for file in files if any(file.is_relative_to(path) for path in wanted)]


def run_plain(layout, files, tally):
    """Run the tests that need no Odoo."""
    if files:
        say(f"tests without Odoo: {len(files)} files")
        Process(layout, "plain", ["-p", "no:odoo", *files], {"ODOO_RC": None}).finish(tally)


def run_with_odoo(databases, origin, files, tally, label="odoo"):
    """Run Odoo's tests in as many processes as TEST_JOBS says, each on its copy of `origin`."""
    if not files:
        return
    layout = databases.layout
    record = layout.build / "test-times.json"
    times = collect.load_times(record)
    jobs = int(os.environ.get("TEST_JOBS") or min(2, os.cpu_count() or 1))
    shares = collect.share(files, times, max(1, jobs))
    say(f"tests with Odoo on {origin}: {len(files)} files in {len(shares)} processes")
    names = [f"{origin}_{number}" for number in range(1, len(shares) + 1)]
    for name in names:
        databases.clone(origin, name)
        # Tests roll back what they insert. Once autovacuum has seen that, the planner believes that
        # there is nothing in a table with thousands of rows of the present test.
        databases.tool("without-autovacuum", name)
    # No job runner beside the tests: what they enqueue, they run themselves.
    env = {"ODOO_RC": layout.conf, "OPENERP_SERVER": None, "ODOO_QUEUE_JOB_CHANNELS": "root:0"}
    processes = [
        Process(
            layout, f"{label}-{number}", [f"--odoo-database={name}", "--odoo-http", *share], env
        )
        for number, (name, share) in enumerate(zip(names, shares, strict=True), 1)
    ]
    for process in processes:
        process.finish(tally)
    collect.save_times(record, files, tally.cases, times)
    for name in names:
        databases.drop(name)


def floor_of(root):
    """Return the number of tests that must run at least, from tests/FLOOR."""
    path = root / "tests" / "FLOOR"
    return int(path.read_text().split()[0]) if path.exists() else 1


def main(databases, names=()):
    """Run all tests, or those in files and folders `names`; return the exit status."""
    layout, tally, start = databases.layout, Tally(), time.monotonic()
    plain, with_odoo = collect.test_files(layout.root, list(databases.manifests))
    if names:
        plain = chosen(plain, names, layout.root)
        with_odoo = chosen(with_odoo, names, layout.root)
        if not plain and not with_odoo:
            raise ProvisionError(f"no tests in {' '.join(names)}: name test files or folders")
    folders = [layout.addons / name for name in databases.manifests if manifests.is_demo(name)]
    of_demo = chosen(with_odoo, folders, layout.root)
    run_plain(layout, plain, tally)
    others = [file for file in with_odoo if file not in of_demo]
    if others:
        run_with_odoo(databases, databases.ensure_test(), others, tally)
    if of_demo:
        run_with_odoo(databases, databases.ensure_demo(), of_demo, tally, "demo")
    faults = tally.faults(1 if names else floor_of(layout.root))
    if not names and databases.ours():
        found = corelint.main(databases)
        tally.failed += bool(found)
        faults += found
    for fault in faults:
        print(f"FAILED: {fault}")
    seconds = time.monotonic() - start
    parts = [f"{tally.failed} failed"] if tally.failed else []
    parts.append(f"{tally.passed} passed")
    parts += [f"{tally.skipped} skipped"] if tally.skipped else []
    parts += [f"{tally.errors} errors"] if tally.errors else []
    clock = f"{seconds // 3600:.0f}:{seconds // 60 % 60:02.0f}:{seconds % 60:02.0f}"
    print(f" {', '.join(parts)} in {seconds:.2f}s ({clock}) ".center(80, "="), flush=True)
    return 1 if faults else 0
