# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which test files there are, which need Odoo, and how to share them among processes."""

import json
import re

IMPORTS_ODOO = re.compile(r"^\s*(?:from|import)\s+odoo\b", re.MULTILINE)
DEFINES_TEST = re.compile(r"^\s*(?:async )?def test_", re.MULTILINE)
BROWSER = re.compile(r"start_tour\(|browser_js\(")


def test_files(root, modules):
    """Return (files without Odoo, files with Odoo) of `tests/` and of addons `modules`.

    A file in `tests/` runs without Odoo unless it, or the conftest.py beside it, imports Odoo;
    a file in a module's `tests/` always runs with Odoo, except those in `tests/engine/`.
    """
    plain, with_odoo = [], []
    for path in sorted((root / "tests").rglob("test_*.py")):
        texts = [path.read_text()]
        texts += [file.read_text() for file in path.parent.glob("conftest.py")]
        (with_odoo if any(map(IMPORTS_ODOO.search, texts)) else plain).append(path)
    for module in modules:
        folder = root / "addons" / module
        of_engine = sorted((folder / "tests" / "engine").rglob("test_*.py"))
        plain += of_engine
        with_odoo += sorted(set((folder / "tests").rglob("test_*.py")) - set(of_engine))
    return plain, with_odoo


def estimate(path, times):
    """Return the expected seconds of `path`: as last time, else guessed from its text."""
    if str(path) in times:
        return times[str(path)]
    text = path.read_text()
    return 2 + len(DEFINES_TEST.findall(text)) * 0.5 + len(BROWSER.findall(text)) * 15


def share(files, times, count):
    """Deal `files` into `count` lists of about equal duration, the longest first."""
    shares, loads = [[] for _ in range(count)], [0.0] * count
    for path in sorted(files, key=lambda path: (-estimate(path, times), str(path))):
        lightest = loads.index(min(loads))
        shares[lightest].append(path)
        loads[lightest] += estimate(path, times)
    return [sorted(share) for share in shares if share]


def load_times(path):
    """Return {file: seconds} of the last run."""
    return json.loads(path.read_text()) if path.exists() else {}


def save_times(path, files, cases, before):
    """Remember how long each of `files` took, from the (class name, seconds) of its tests."""
    times = dict(before)
    for file in files:
        dotted = ".".join(file.with_suffix("").parts[-3:])
        total = sum(seconds for name, seconds in cases if dotted in f"{name}.")
        if total:
            times[str(file)] = round(total, 1)
    path.write_text(json.dumps(times, indent=0, sort_keys=True))
