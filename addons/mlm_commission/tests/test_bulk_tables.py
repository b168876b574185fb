# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import doctest

import numpy as np

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from odoo.addons.mlm_commission import bulk_tables, input_arrays, told
from odoo.addons.mlm_commission.bulk_tables import BulkTable, copy_rows, read_integers

COLUMNS = {
    "id": "bigint",
    "run_id": "integer",
    "level": "smallint",
    "is_active": "boolean",
    "volume_id": "bigint",
    "amount": "numeric",
}


@tagged("post_install", "-at_install")
class TestBulkTables(TransactionCase):
    def round_trip(self, values, digits):
        table = BulkTable(name="mlm_bulk_test", columns=COLUMNS, indexes=("id",))
        table.create(self.env.cr)
        size = len(values)
        odd = np.arange(size) % 2 == 1
        rows = copy_rows(
            table,
            {
                "id": np.arange(size, dtype=np.int64) + 2**33,
                "run_id": 7,
                "level": np.full(size, -3),
                "is_active": odd.astype(np.int8),
                "volume_id": np.arange(size, dtype=np.int64),
                "amount": (np.array(values, dtype=np.int64), digits),
            },
            nulls={"volume_id": odd},
            chunk=2,
        )
        table.load(self.env.cr, 7, rows)
        self.env.cr.execute(
            "SELECT id, run_id, level, is_active, volume_id, amount::text"
            " FROM mlm_bulk_test ORDER BY id"
        )
        return self.env.cr.fetchall()

    def test_numbers_arrive_exactly(self):
        rows = self.round_trip([0, 1, -1, 12345, -99, 9 * 10**17, -(9 * 10**17)], 2)
        self.assertEqual(
            [row[5] for row in rows],
            [
                "0.00",
                "0.01",
                "-0.01",
                "123.45",
                "-0.99",
                "9000000000000000.00",
                "-9000000000000000.00",
            ],
        )
        self.assertEqual(rows[1][:5], (2**33 + 1, 7, -3, True, None))
        self.assertEqual(rows[2][:5], (2**33 + 2, 7, -3, False, 2))

    def test_other_numbers_of_decimals(self):
        expected = {0: "-1234567", 3: "-1234.567", 4: "-123.4567", 8: "-0.01234567"}
        for digits, text in expected.items():
            with self.subTest(digits=digits):
                self.assertEqual(self.round_trip([-1234567], digits)[0][5], text)
                self.env.cr.execute("DROP TABLE mlm_bulk_test")

    def test_integers_come_back_as_arrays(self):
        query = SQL("SELECT x::bigint, (x * -1)::bigint FROM generate_series(1, 3) x")
        first, second = read_integers(self.env.cr, query, "qq")
        self.assertEqual((first.tolist(), second.tolist()), ([1, 2, 3], [-1, -2, -3]))
        empty = read_integers(self.env.cr, SQL("SELECT 1 WHERE FALSE"), "i")
        self.assertEqual(empty[0].tolist(), [])

    def test_examples_in_the_code(self):
        for module in (bulk_tables, input_arrays, told):
            self.assertEqual(doctest.testmod(module).failed, 0, module.__name__)
