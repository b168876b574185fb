# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How long does a whole network take to import? Prints one JSON object; everything is rolled back.

bench_import.py -c ODOO_CONF -d DATABASE [--members 100000]   (run with the environment's Python)
"""

import argparse
import base64
import io
import json
import random
import time

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

HEADINGS = (
    "number", "name", "type", "sponsor", "email", "phone", "joined",
    "state", "street", "zip", "city", "country", "language",
)  # fmt: skip


def rows_of(count, seed=7):
    """Return `count` rows in any order: a random network, a third customers."""
    rng = random.Random(seed)
    roles = ["distributor"] + [
        rng.choice(("distributor", "distributor", "customer")) for _ in range(count - 1)
    ]
    partners, rows = [], []
    for number, role in enumerate(roles):
        sponsor = f"N{rng.choice(partners[-5000:])}" if partners else ""
        if role == "distributor":
            partners.append(number)
        rows.append(
            (
                f"N{number}",
                f"Member Nr. {number}",
                role,
                sponsor,
                f"member{number}@example.com",
                f"+49 30 {number:08d}" if number % 2 else "",
                f"{1 + number % 28:02d}.05.2024",
                "active",
                f"Musterstraße {number % 200 + 1}",
                f"{10115 + number % 80000}",
                "Köln",
                "DE" if number % 3 else "AT",
                "",
            )
        )
    rng.shuffle(rows)
    return rows


def csv_of(rows):
    """Return rows as CSV."""
    return "\n".join(";".join(row) for row in (HEADINGS, *rows)).encode()


def xlsx_of(rows):
    """Return rows as XLSX."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (HEADINGS, *rows):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def timed(result, name, function, *args):
    """Call a function and note its seconds."""
    started = time.perf_counter()
    answer = function(*args)
    result[name] = round(time.perf_counter() - started, 2)
    return answer


def measure(database, rows, kind):
    """Check a file of rows, then import it; return the figures."""
    content = {"csv": csv_of, "xlsx": xlsx_of}[kind](rows)
    result = {"megabytes": round(len(content) / 1e6, 1)}
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        record = env["mlm.network.import"].create(
            {"name": f"bench.{kind}", "file": base64.b64encode(content)}
        )
        timed(result, "check_seconds", record.action_check)
        timed(result, "import_seconds", record.action_import)
        result["state"] = record.state
        result["members"] = env["res.partner"].search_count([("mlm_import_id", "=", record.id)])
        result["places"] = "mlm.place" in env and env["mlm.place"].search_count(
            [("partner_id.mlm_import_id", "=", record.id)]
        )
        cr.rollback()
    return result


def main():
    """Measure both kinds of file and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-c", dest="conf", required=True)
    parser.add_argument("-d", dest="database", required=True)
    parser.add_argument("--members", type=int, default=100_000)
    arguments = parser.parse_args()
    config.parse_config(
        ["-c", arguments.conf, "-d", arguments.database, "--no-http", "--log-level=error"]
    )
    rows = rows_of(arguments.members)
    figures = {kind: measure(arguments.database, rows, kind) for kind in ("csv", "xlsx")}
    print(json.dumps({"rows": len(rows), **figures}, indent=2))


if __name__ == "__main__":
    main()
