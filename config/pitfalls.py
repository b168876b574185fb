# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Find habits of older Odoo versions that 19 ignores, refuses or warns about.

    pitfalls.py FILE-OR-FOLDER …

A line with `# pitfall-ok` is left alone. Exit status 1 when something was found.
"""

import re
import sys
from pathlib import Path

RULES = {
    ".py": {
        r"\b_sql_constraints\b": "use models.Constraint",
        r"\bgroup_operator=": "use aggregator=",
        r"\bauto_join=": "use bypass_search_access=",
        r"\bunaccent=": "the parameter is gone",
        r"type=[\"']json[\"']": "routes have type='jsonrpc'",
        r"\bgroups_id\b": "use group_ids",
        r"\bSavepointCase\b": "use TransactionCase",
        r"\bodoo\.osv\b": "use odoo.fields.Domain",
        r"tests\.common import .*\bForm\b": "import Form from odoo.tests",
        r"def (name_get|_name_search)\b": "use _compute_display_name / _search_display_name",
        r"\bself\._(cr|uid|context)\b": "use self.env.cr / uid / context",
        r"(?<![_\w])read_group\(": "use _read_group",
        r"\btoggle_active\b": "use action_archive / action_unarchive",
        r"\b(numbercall|doall)\b": "the field is gone",
    },
    ".xml": {
        r"<tree\b": "use <list>",
        r"\battrs=": "use invisible= / readonly= / required=",
        r"<field[^>]*\bstates=\"": "use invisible=",
        r"kanban-box": 'use t-name="card"',
        r"oe_chatter": "use <chatter/>",
        r"\bt-(esc|raw)=": "use t-out",
        r"<group[^>]*\bexpand=": "<group> in a search takes no attributes",
        r"name=\"groups_id\"": "use group_ids",
        r"name=\"(numbercall|doall)\"": "the field is gone",
    },
    ".js": {
        r"useService\(\"(rpc|user|company)\"\)": "import rpc / user instead",
        r"\bpublicWidget\b": "use Interaction",
        r"@odoo-module": "not needed",
        r"\bQUnit\b": "use Hoot",
    },
}
COMPILED = {
    suffix: [(re.compile(pattern), advice) for pattern, advice in rules.items()]
    for suffix, rules in RULES.items()
}


def files(names):
    """Yield the files to look at under `names`."""
    for name in map(Path, names):
        yield from sorted(name.rglob("*")) if name.is_dir() else [name]


def findings(path):
    """Yield (line number, advice, text) for each old habit in file `path`."""
    rules = COMPILED.get(path.suffix, ())
    if not rules or not path.is_file() or path.resolve() == Path(__file__).resolve():
        return
    for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
        if "pitfall-ok" in line:
            continue
        for pattern, advice in rules:
            if pattern.search(line):
                yield number, advice, line.strip()


def main(names):
    """Print all findings; return the exit status."""
    count = 0
    for path in files(names):
        for number, advice, text in findings(path):
            count += 1
            print(f"{path}:{number}: {advice}: {text}")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
