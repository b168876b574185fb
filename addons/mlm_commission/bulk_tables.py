# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The tables that runs fill: one partition per run, written by binary COPY, dropped as a whole.

No foreign keys and no audit columns: at ten million lines a run, each key costs more than the
computation (measured: one live key multiplies the load time by 13). A partition is created, filled,
indexed and attached in one transaction, so readers never see half a run.
"""

import io
import queue
import threading
from contextlib import closing
from dataclasses import dataclass

import numpy as np

from odoo.tools import SQL

GROUP = 10_000
NEGATIVE = 0x4000
BLOCK_ROWS = 10_000
BLOCKS_AHEAD = 16
PATIENCE = 0.2
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
        check = SQL.identifier(f"{self.partition(run_id)}_run")
        # The check says all that the partition will have to hold: ATTACH scans no rows.
        cr.execute(
            SQL(
                """CREATE TABLE %s (LIKE %s INCLUDING ALL,
                   CONSTRAINT %s CHECK (run_id IS NOT NULL AND run_id = %s))""",
                partition,
                SQL.identifier(self.name),
                check,
                run_id,
            )
        )
        self._copy(cr, partition, blocks)
        for number, columns in enumerate(self.indexes):
            # A helper beside the backend would take the processors from who is reading.
            helpers = 0 if others_at_work(cr) else 1
            cr.execute(SQL("SET LOCAL max_parallel_maintenance_workers = %s", helpers))
            cr.execute(
                SQL(
                    "CREATE %s INDEX %s ON %s (%s)",
                    SQL("UNIQUE" if number == 0 else ""),
                    SQL.identifier(f"{self.partition(run_id)}_{number}"),
                    partition,
                    SQL(columns),
                )
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
        self._copy(cr, SQL.identifier(name), blocks)
        return name

    @staticmethod
    def _copy(cr, name, blocks):
        with closing(made_ahead(blocks)) as ahead:
            cr.copy_expert(
                SQL("COPY %s FROM STDIN (FORMAT binary)", name).code, CopyStream(ahead), COPY_BUFFER
            )

    def drop(self, cr, run_id):
        """Drop the partition of a run, if it has one."""
        cr.execute(SQL("DROP TABLE IF EXISTS %s", SQL.identifier(self.partition(run_id))))


def others_at_work(cr):
    """Whether somebody else has asked this database something within the last second."""
    cr.execute("SELECT pg_stat_clear_snapshot()")
    cr.execute(
        """SELECT EXISTS (SELECT 1 FROM pg_stat_activity
            WHERE datname = current_database() AND backend_type = 'client backend'
              AND pid <> pg_backend_pid()
              AND state_change > clock_timestamp() - interval '1 second')"""
    )
    return cr.fetchone()[0]


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


def read_integers(cr, query, types):
    """Read a query of whole numbers into arrays, about ten times faster than fetching rows.

    :param SQL query: no column ever NULL
    :param str types: a letter per column: ``i`` for integer, ``q`` for bigint
    :return: list of int64 arrays
    """
    stream = io.BytesIO()
    # Most of a table is read: in the order of an index that takes twice the time of a scan.
    cr.execute("SET LOCAL enable_indexscan = off")
    cr.copy_expert(
        cr.mogrify(SQL("COPY (%s) TO STDOUT (FORMAT binary)", query)).decode(), stream, COPY_BUFFER
    )
    cr.execute("SET LOCAL enable_indexscan TO DEFAULT")
    layout = [("count", ">i2")]
    for number, kind in enumerate(types):
        layout += [(f"length{number}", ">i4"), (f"value{number}", f">{kind}")]
    data = stream.getbuffer()[len(COPY_HEADER) : -len(CopyStream.TRAILER)]
    rows = np.frombuffer(data, dtype=np.dtype(layout))
    return [rows[f"value{number}"].astype(np.int64) for number in range(len(types))]


def numeric_groups(values, digits):
    """Base-10,000 groups before and behind the point that hold all of these scaled integers.

    >>> numeric_groups(np.array([0, -123456789]), 2)
    (2, 1)
    """
    low, high = int(values.min(initial=0)), int(values.max(initial=0))
    whole = max(-low, high) // 10**digits
    return max(1, -(-len(str(whole)) // 4)), max(1, -(-digits // 4))


def numeric_type(name, groups):
    """Fields of a NUMERIC of fixed width in a binary row: header, then base-10,000 digits."""
    return [(f"{name}_head", ">i2", (4,)), (f"{name}_digits", ">i2", (sum(groups),))]


def fill_numeric(rows, name, values, digits, groups):
    """Write scaled integers into a NUMERIC of fixed width whose header stands already.

    PostgreSQL strips leading and trailing zero groups when it reads them (numeric_recv).

    :param rows: structured array with the fields of :func:`numeric_type`
    :param values: array of units of 10**-digits
    :param int digits: decimals
    :param groups: from :func:`numeric_groups`
    """
    whole_groups, part_groups = groups
    values = values.astype(np.int64)
    negative = values < 0
    if negative.any():
        rows[f"{name}_head"][:, 2] = negative * NEGATIVE
        values = np.abs(values)
    # A division by a constant and a product are several times faster than numpy's divmod.
    whole = values // 10**digits
    part = (values - whole * 10**digits) * 10 ** (part_groups * 4 - digits)
    fields = rows[f"{name}_digits"]
    _fill_groups(fields[:, whole_groups:], part)
    _fill_groups(fields[:, :whole_groups], whole)


def _fill_groups(columns, numbers):
    for group in range(columns.shape[1] - 1, 0, -1):
        rest = numbers // GROUP
        columns[:, group] = numbers - rest * GROUP
        numbers = rest
    columns[:, 0] = numbers


SCALARS = {
    "bigint": (">i8", 8),
    "integer": (">i4", 4),
    "smallint": (">i2", 2),
    "boolean": ("i1", 1),
}


class Numbered:
    """The column of ids: consecutive numbers, made when a block needs them."""

    def __init__(self, first, size):
        self._first, self._size = first, size

    def __len__(self):
        return self._size

    def __getitem__(self, part):
        if isinstance(part, slice):
            return np.arange(self._first + part.start, self._first + part.stop, dtype=np.int64)
        return self._first + part


class Looked:
    """A column of values looked up by index, when a block needs them."""

    def __init__(self, values, index):
        self._values, self._index = values, index

    def __getitem__(self, part):
        return self._values[self._index[part]]


def copy_rows(table, values, nulls=None, chunk=BLOCK_ROWS):
    """Yield the binary rows of a table, in blocks that fit the processor's cache.

    Rows of a block with the same empty columns go together, because a fixed width makes the blocks
    cheap; the order of the rows in the table means nothing.

    :param BulkTable table: its columns give the order and types
    :param dict values: column -> scalar, int array, :class:`Looked` or :class:`Numbered` (``id``);
        NUMERIC columns a pair (int array, digits)
    :param dict nulls: column -> bool array, true where the column is NULL
    :param int chunk: rows per block; bounds the memory
    """
    nulls = nulls or {}
    size = len(values["id"])
    groups = {name: numeric_groups(*values[name]) for name in values if _is_numeric(table, name)}
    templates = {}
    for start in range(0, size, chunk):
        part = slice(start, min(start + chunk, size))
        pattern = np.zeros(part.stop - start, dtype=np.int8)
        for bit, mask in enumerate(nulls.values()):
            pattern |= mask[part].astype(np.int8) << bit
        codes = np.unique(pattern).tolist()
        for code in codes:
            if code not in templates:
                empty = {name for bit, name in enumerate(nulls) if code >> bit & 1}
                templates[code] = _template(table, values, empty, groups, chunk)
            chosen = part if len(codes) == 1 else start + np.flatnonzero(pattern == code)
            yield _block(values, groups, templates[code], chosen)


def _is_numeric(table, name):
    return table.columns[name] == "numeric"


def _template(table, values, empty, groups, size):
    """Rows with everything that is the same in each of them."""
    layout = [("count", ">i2")]
    for name, kind in table.columns.items():
        layout.append((f"{name}_length", ">i4"))
        if name not in empty:
            layout += (
                numeric_type(name, groups[name])
                if kind == "numeric"
                else [(name, SCALARS[kind][0])]
            )
    rows = np.zeros(size, dtype=np.dtype(layout))
    rows["count"] = len(table.columns)
    for name, kind in table.columns.items():
        if name in empty:
            rows[f"{name}_length"] = NULL_LENGTH
        elif kind == "numeric":
            rows[f"{name}_length"] = 8 + 2 * sum(groups[name])
            whole, __ = groups[name]
            rows[f"{name}_head"] = (sum(groups[name]), whole - 1, 0, values[name][1])
        else:
            rows[f"{name}_length"] = SCALARS[kind][1]
            if np.isscalar(values[name]):
                rows[name] = values[name]
    return rows


def _block(values, groups, template, chosen):
    size = chosen.stop - chosen.start if isinstance(chosen, slice) else len(chosen)
    rows = template[:size].copy()
    for name, value in values.items():
        if f"{name}_head" in rows.dtype.names:
            fill_numeric(rows, name, value[0][chosen], value[1], groups[name])
        elif name in rows.dtype.names and not np.isscalar(value):
            rows[name] = value[chosen]
    return rows.view(np.uint8)


def made_ahead(blocks, count=BLOCKS_AHEAD):
    """The same blocks, made in a thread while the database takes in those before.

    :param blocks: iterable that touches no cursor and no records
    :param int count: blocks that may wait
    """
    waiting, stopped, end = queue.Queue(count), threading.Event(), object()

    def make():
        last = end
        try:
            for block in blocks:
                if not _put(waiting, block, stopped):
                    return
        except BaseException as error:  # noqa: BLE001 - raised again where the blocks are read
            last = error
        _put(waiting, last, stopped)

    thread = threading.Thread(target=make, daemon=True)
    thread.start()
    try:
        while (block := waiting.get()) is not end:
            if isinstance(block, BaseException):
                raise block
            yield block
    finally:
        stopped.set()
        thread.join()


def _put(waiting, block, stopped):
    """Whether somebody still wants the block; waits for a free place."""
    while not stopped.is_set():
        try:
            waiting.put(block, timeout=PATIENCE)
        except queue.Full:
            continue
        return True
    return False
