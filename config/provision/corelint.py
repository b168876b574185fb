# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo's own code checks (module test_lint) on a throw-away database, filtered to our modules."""

import re

from .errors import ProvisionError
from .shell import Timer, run

CLASSES = (
    "TestIndex",
    "TestNaming",
    "TestLintOverrideSignatures",
    "ManifestLinter",
    "RoutesLinter",
    "TestTestHoles",
    "TestOnchangeDomains",
    "TestDunderinit",
)
RECORD = re.compile(r"^(?=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ [A-Z]+ )", re.MULTILINE)
OURS = re.compile(r"\bmlm[._][a-z]")
NOISE = re.compile(
    r"odoo\.modules\.loading|odoo\.tests\.result: \d+ failed|failures?, \d+ errors?"
    r"|Found test errors:\s*\Z"
)
# Plain pytest files: they run without Odoo and must not be imported by its loader.
ENGINE_TESTS = re.compile(r"\n- Test file engine/\S+ never imported in \S+")
FINISHED = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")


def findings(log):
    """Return the records of `log` at level WARNING or above that speak of our modules."""
    records = RECORD.split(log)
    serious = [text for text in records if re.match(r"\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) ", text)]
    return [text.strip() for text in serious if OURS.search(text.split(" odoo.", 1)[-1])]


def main(databases):
    """Run the checks; return the faults, one line each, details printed."""
    name = f"{databases.test}_lint"
    databases.clone(databases.ensure_test(), name)
    tags = ",".join(f"/test_lint:{kind}" for kind in CLASSES)
    log = databases.layout.log("corelint")
    log.unlink(missing_ok=True)
    with Timer("Odoo's own code checks"):
        command = [databases.layout.python, "-m", "odoo", "-c", databases.layout.conf, "-d", name]
        options = ["-i", "test_lint", f"--test-tags={tags}", "--stop-after-init", "--no-http"]
        env = {"PYTHONPATH": None}
        try:
            output = run([*command, *options], what="Odoo's code checks", log=log, env=env)
        except ProvisionError:
            output = log.read_text()  # checks of other modules fail too: the log decides
    databases.drop(name)
    finished = FINISHED.search(output)
    if not finished or int(finished[3]) < len(CLASSES):
        return [f"Odoo's code checks did not all run: see {log}"]
    output = ENGINE_TESTS.sub("", output)
    found = [text for text in findings(output) if not NOISE.search(text)]
    for text in found:
        print(text)
    return [f"Odoo's code checks: {len(found)} findings in our modules"] if found else []
