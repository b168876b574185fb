# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the volume ledger costs when invoices are posted.

Posts invoices of three lines with points in alternating batches, with the ledger and with its
hook patched away, in the same process and database; prints JSON with the ratio of the two. Both
include the commit. Bar: at most 1.10. Needs a database with mlm_base; leaves its invoices there,
so take a copy:

    createdb -T SOURCE bench && python tests/bench/bench_posting.py -c odoo.conf -d bench
"""

import argparse
import gc
import json
import statistics
import sys
import time
from contextlib import nullcontext
from unittest.mock import patch

import odoo
from odoo import SUPERUSER_ID, Command, api
from odoo.modules.registry import Registry

LINES = 3


def parse_arguments():
    """Return the arguments: configuration, database, number of invoices and batches."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-c", "--config", required=True)
    parser.add_argument("-d", "--database", required=True)
    parser.add_argument("--invoices", type=int, default=1000, help="per variant")
    parser.add_argument("--batches", type=int, default=5, help="per variant")
    parser.add_argument("--members", type=int, default=200)
    return parser.parse_args()


def prepare(env, members):
    """Create buyers and products; return them."""
    partner_type = env.ref("mlm_base.partner_type_distributor")
    buyers = env["res.partner"].create(
        [
            {"name": f"Bench {number}", "mlm_type_id": partner_type.id, "mlm_state": "active"}
            for number in range(members)
        ]
    )
    products = env["product.product"].create(
        [
            {"name": f"Bench {number}", "list_price": 10 + number, "mlm_pv": 10, "mlm_cv": 8}
            for number in range(LINES)
        ]
    )
    return buyers, products


def make_invoices(env, journal, buyers, products, count):
    """Return drafts of three lines each, committed."""
    invoices = env["account.move"].create(
        [
            {
                "move_type": "out_invoice",
                "journal_id": journal.id,
                "partner_id": buyers[number % len(buyers)].id,
                "invoice_date": "2026-03-02",
                "invoice_line_ids": [
                    Command.create({"product_id": product.id, "quantity": 1 + number % 3})
                    for product in products
                ],
            }
            for number in range(count)
        ]
    )
    env.cr.commit()
    return invoices


def without_ledger(env):
    """Return a context in which posting does not know the ledger (the bench's own bypass)."""
    volume = type(env["mlm.volume"])
    return patch.multiple(
        volume,
        _record_moves=lambda self, moves: 0,
        _queue_facts=lambda self, move_ids=(), order_ids=(): None,
    )


def post(env, invoices, with_ledger):
    """Post and commit; return the seconds."""
    env.invalidate_all()
    gc.collect()
    start = time.perf_counter()
    with nullcontext() if with_ledger else without_ledger(env):
        invoices.action_post()
        env.cr.commit()
    return time.perf_counter() - start


def main():
    """Run the benchmark and print its figures as JSON."""
    arguments = parse_arguments()
    odoo.tools.config.parse_config(
        ["-c", arguments.config, "-d", arguments.database, "--log-level=error", "--no-http"],
        setup_logging=True,
    )
    registry = Registry(arguments.database)
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
        journal = env["account.journal"].search([("type", "=", "sale")], limit=1)
        if not journal:
            sys.exit("The database has no sales journal: install a chart of accounts first.")
        env = env(context={**env.context, "allowed_company_ids": journal.company_id.ids})
        buyers, products = prepare(env, arguments.members)
        size = max(1, arguments.invoices // arguments.batches)
        for with_ledger in (True, False):  # warm-up, not counted
            post(env, make_invoices(env, journal, buyers, products, size), with_ledger)
        seconds = {True: [], False: []}
        for batch in range(arguments.batches):
            order = (True, False) if batch % 2 else (False, True)
            for with_ledger in order:
                invoices = make_invoices(env, journal, buyers, products, size)
                seconds[with_ledger].append(post(env, invoices, with_ledger))
        cr.execute("SELECT count(*) FROM mlm_volume WHERE buyer_id = ANY(%s)", (buyers.ids,))
        rows = cr.fetchone()[0]
    expected = (arguments.batches + 1) * size * LINES
    with_total, without_total = sum(seconds[True]), sum(seconds[False])
    print(
        json.dumps(
            {
                "bench": "posting",
                "invoices_per_variant": size * arguments.batches,
                "lines_per_invoice": LINES,
                "batches": arguments.batches,
                "seconds_with_ledger": round(with_total, 3),
                "seconds_without_ledger": round(without_total, 3),
                "ratio": round(with_total / without_total, 4),
                "ratio_of_medians": round(
                    statistics.median(seconds[True]) / statistics.median(seconds[False]), 4
                ),
                # The least disturbed batch of each: what to read on a busy machine.
                "ratio_of_fastest": round(min(seconds[True]) / min(seconds[False]), 4),
                "rows_written": rows,
                "rows_expected": expected,
                "bar": 1.10,
            }
        )
    )
    return 0 if rows == expected else 1


if __name__ == "__main__":
    sys.exit(main())
