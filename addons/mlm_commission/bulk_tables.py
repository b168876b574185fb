# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The tables that runs fill: one partition per run, written by binary COPY, dropped as a whole.

No foreign keys and no audit columns: at ten million lines a run, each key costs more than the
computation (measured: one live key multiplies the load time by 13). A partition is created, filled,
indexed and attached in one transaction, so readers never see half a run.
"""

import io
from dataclasses import dataclass

import numpy as np

from odoo.tools import SQL

WHOLE_GROUPS = 4
COPY_BUFFER = 1 << 20
COPY_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
NULL_LENGTH = -1


def first_id(run_id):
    """Rows of all runs have different ids: the run's id in the upper bits, below 2**53 for
    JavaScript up to two million runs.

    >>> first_id(1)
    4294967297
    """
    return (run_id << 32) + 1


@dataclass(frozen=True, eq=False)
class BulkTable:
    """A partitioned table: its columns in order as name -> SQL type, and indexes per partition."""

    name: str
    columns: dict
    indexes: tuple

    def partition(self, run_id):
        """Name of the partition of a run."""
        return f"{self.name}_{int(run_id)}"

    def create(self, cr):
        """Create the partitioned parent (install and upgrade)."""
        columns = SQL(", ").join(
            SQL("%s %s", SQL.identifier(name), SQL(kind)) for name, kind in self.columns.items()
        )
        cr.execute(
            SQL(
                "CREATE TABLE IF NOT EXISTS %s (%s) PARTITION BY LIST (run_id)",
                SQL.identifier(self.name),
                columns,
            )
        )

    def load(self, cr, run_id, blocks):
        """Create, fill, index and attach the partition of a run.

        :param int run_id: the run; it must have no partition yet
        :param blocks: iterable of binary COPY rows as bytes, see :func:`copy_rows`
        """
        partition = SQL.identifier(self.partition(run_id))
        cr.execute(
            SQL("CREATE TABLE %s (LIKE %s INCLUDING ALL)", partition, SQL.identifier(self.name))
        )
        cr.copy_expert(
            SQL("COPY %s FROM STDIN (FORMAT binary)", partition).code,
            CopyStream(blocks),
            COPY_BUFFER,
        )
        for number, columns in enumerate(self.indexes):
            cr.execute(
                SQL(
                    "CREATE %s INDEX %s ON %s (%s)",
                    SQL("UNIQUE" if number == 0 else ""),
                    SQL.identifier(f"{self.partition(run_id)}_{number}"),
                    partition,
                    SQL(columns),
                )
            )
        # The check lets ATTACH skip the scan of the rows.
        check = SQL.identifier(f"{self.partition(run_id)}_run")
        cr.execute(
            SQL("ALTER TABLE %s ADD CONSTRAINT %s CHECK (run_id = %s)", partition, check, run_id)
        )
        cr.execute(
            SQL(
                "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES IN (%s)",
                SQL.identifier(self.name),
                partition,
                run_id,
            )
        )
        cr.execute(SQL("ALTER TABLE %s DROP CONSTRAINT %s", partition, check))
        cr.execute(SQL("ANALYZE %s", partition))

    def load_scratch(self, cr, blocks):
        """Fill a temporary table of the same columns, to compare with; return its name."""
        name = f"{self.name}_scratch"
        cr.execute(
            SQL(
                "CREATE TEMPORARY TABLE %s (LIKE %s) ON COMMIT DROP",
                SQL.identifier(name),
                SQL.identifier(self.name),
            )
        )
        cr.copy_expert(
            SQL("COPY %s FROM STDIN (FORMAT binary)", SQL.identifier(name)).code,
            CopyStream(blocks),
            COPY_BUFFER,
        )
        return name

    def drop(self, cr, run_id):
        """Drop the partition of a run, if it has one."""
        cr.execute(SQL("DROP TABLE IF EXISTS %s", SQL.identifier(self.partition(run_id))))


class CopyStream:
    """A file for COPY FROM STDIN (FORMAT binary): header, row blocks, trailer."""

    TRAILER = b"\xff\xff"

    def __init__(self, blocks):
        self._rows = iter(blocks)
        self._rest = memoryview(COPY_HEADER)
        self._ended = False

    def read(self, size=-1):
        """Return the next piece, at most ``size`` bytes, empty at the end."""
        while not len(self._rest):
            if self._ended:
                return b""
            block = next(self._rows, None)
            if block is None:
                self._ended, block = True, self.TRAILER
            self._rest = memoryview(block)
        size = len(self._rest) if size < 0 else size
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece.tobytes()


def read_integers(cr, query, columns):
    """Read a query of whole numbers into arrays, about ten times faster than fetching rows.

    :param SQL query: every column a bigint, none NULL
    :param int columns: number of columns
    :return: list of int64 arrays
    """
    stream = io.BytesIO()
    cr.copy_expert(
        cr.mogrify(SQL("COPY (%s) TO STDOUT (FORMAT binary)", query)).decode(), stream, COPY_BUFFER
    )
    layout = [("count", ">i2")]
    for number in range(columns):
        layout += [(f"length{number}", ">i4"), (f"value{number}", ">i8")]
    data = stream.getbuffer()[len(COPY_HEADER) : -len(CopyStream.TRAILER)]
    rows = np.frombuffer(data, dtype=np.dtype(layout))
    return [rows[f"value{number}"].astype(np.int64) for number in range(columns)]


def numeric_groups(digits):
    """Base-10,000 groups of a NUMERIC of fixed width: four before the point, enough behind it."""
    return WHOLE_GROUPS + max(1, -(-digits // 4))


def numeric_type(name, digits):
    """Fields of a NUMERIC of fixed width in a binary row: header, then base-10,000 digits."""
    return [
        (f"{name}_head", ">i2", (4,)),
        (f"{name}_digits", ">i2", (numeric_groups(digits),)),
    ]


def fill_numeric(rows, name, values, digits):
    """Write scaled integers into a NUMERIC of fixed width.

    PostgreSQL strips leading and trailing zero groups when it reads them (numeric_recv).

    :param rows: structured array with the fields of :func:`numeric_type`
    :param values: int64 array of units of 10**-digits
    :param int digits: decimals
    """
    count = numeric_groups(digits)
    whole, part = np.divmod(np.abs(values), 10**digits)
    part = part * 10 ** ((count - WHOLE_GROUPS) * 4 - digits)
    groups = rows[f"{name}_digits"]
    for group in range(count - 1, WHOLE_GROUPS - 1, -1):
        part, groups[:, group] = np.divmod(part, 10_000)
    for group in range(WHOLE_GROUPS - 1, -1, -1):
        whole, groups[:, group] = np.divmod(whole, 10_000)
    head = rows[f"{name}_head"]
    head[:, 0] = count
    head[:, 1] = WHOLE_GROUPS - 1
    head[:, 2] = np.where(values < 0, 0x4000, 0)
    head[:, 3] = digits


SCALARS = {
    "bigint": (">i8", 8),
    "integer": (">i4", 4),
    "smallint": (">i2", 2),
    "boolean": ("i1", 1),
}


def copy_rows(table, values, nulls=None, chunk=200_000):
    """Yield the binary rows of a table, in blocks.

    Rows with the same empty columns go together, because a fixed width makes the blocks cheap; the
    order of the rows in the table means nothing.

    :param BulkTable table: its columns give the order and types
    :param dict values: column -> scalar or int array; NUMERIC columns a pair (int array, digits)
    :param dict nulls: column -> bool array, true where the column is NULL
    :param int chunk: rows per block; bounds the memory
    """
    nulls = nulls or {}
    size = len(values["id"])
    pattern = np.zeros(size, dtype=np.int8)
    for bit, mask in enumerate(nulls.values()):
        pattern += mask.astype(np.int8) << bit
    for code in np.unique(pattern):
        empty = {name for bit, name in enumerate(nulls) if code >> bit & 1}
        chosen = np.flatnonzero(pattern == code) if len(nulls) else None
        layout = _layout(table, values, empty)
        count = size if chosen is None else len(chosen)
        for start in range(0, count, chunk):
            part = slice(start, min(start + chunk, count))
            yield _block(table, values, empty, layout, part if chosen is None else chosen[part])


def _layout(table, values, empty):
    layout = [("count", ">i2")]
    for name, kind in table.columns.items():
        layout.append((f"{name}_length", ">i4"))
        if name not in empty and kind == "numeric":
            layout += numeric_type(name, values[name][1])
        elif name not in empty:
            layout.append((name, SCALARS[kind][0]))
    return np.dtype(layout)


def _block(table, values, empty, layout, chosen):
    rows = np.zeros(len(values["id"][chosen]), dtype=layout)
    rows["count"] = len(table.columns)
    for name, kind in table.columns.items():
        value = values[name]
        if name in empty:
            rows[f"{name}_length"] = NULL_LENGTH
        elif kind == "numeric":
            rows[f"{name}_length"] = 8 + 2 * numeric_groups(value[1])
            fill_numeric(rows, name, value[0][chosen], value[1])
        else:
            rows[f"{name}_length"] = SCALARS[kind][1]
            rows[name] = value[chosen] if isinstance(value, np.ndarray) else value
    return rows.tobytes()
