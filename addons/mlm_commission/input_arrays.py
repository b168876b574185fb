# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Arrays of what runs read from the database."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from odoo.tools import SQL

from .engine.compute import build_trees
from .engine.exact import narrowed
from .engine.model import NONE
from .frozen import pack, unpack

HAS_ATTRIBUTES = 8
# Facts of a volume row in one number: whether it is fresh, its market, kind and product class.
KIND_UNIT, CLASS_UNIT = 2**16, 2**23
BUYER, OWNER, PV, CV, NET = range(1, 6)  # columns of rows


@contextmanager
def trees_built_meanwhile(network):
    """Build the trees in a thread while the database sends what is read inside."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        building = pool.submit(build_trees, network)
        yield
        network.built = building.result()


@dataclass
class Rows:
    """Rows of the ledger as read: arrays of ids, ids of buyers and of owners (0 for none), pv, cv
    and net in units of 10**-POINT_DIGITS, days, and facts in one number; ``kinds`` and ``classes``:
    the words that the facts count from 1, 0 for others."""

    columns: list
    kinds: list
    classes: list

    def sorted(self):
        """The same rows by id; points and members that are the same for all rows are there once."""
        columns = self.columns
        if np.any(np.diff(columns[0]) < 0):
            order = np.argsort(columns[0])
            columns = [column[order] for column in columns]
        for one, other in ((BUYER, OWNER), (PV, CV), (PV, NET)):
            if np.array_equal(columns[one], columns[other]):
                columns[other] = columns[one]
        self.columns = columns
        return self

    def packed(self):
        """The same as bytes."""
        columns = {str(number): column for number, column in enumerate(self.columns)}
        return pack(columns, {"kinds": self.kinds, "classes": self.classes})

    @classmethod
    def unpacked(cls, data):
        """The rows that :meth:`packed` gave."""
        columns, notes = unpack(data)
        return cls([columns[str(number)] for number in range(len(columns))], **notes).sorted()

    def has_other_words(self):
        """Whether a row has a kind or class that is not among the words."""
        facts = self.columns[-1]
        numbers = facts // CLASS_UNIT, facts % CLASS_UNIT // KIND_UNIT
        return any(number.min(initial=1) < 1 for number in numbers)


def columns_of(facts):
    """What a member's facts, one number, say: the columns of a :class:`Network`.

    1: customer; 2: stated inactive; 4: terminated; 8: has attributes; 16 x market from 1.
    """
    return {
        "is_customer": facts & 1 > 0,
        "stated_active": np.where(facts & 2, 0, NONE).astype(np.int8),
        "terminated": facts & 4 > 0,
        "market": narrowed((facts >> 4) - 1),
    }


def first_places(here, index, places):
    """Some places, without the further ones of members that have several: such a member stands
    where its first one is, which comes last.

    :param here: where in the arrays
    :param index: member per place
    :param places: ids
    """
    if np.bincount(index[here], minlength=1).max() > 1:
        return here[np.argsort(-places[here])]
    return here


def sql_number(column, words):
    """The number of a word of a list, from 1; 0 for others. Comparing one after the other takes
    half the time of looking it up in an array.
    """
    cases = [SQL("WHEN %s THEN %s", word, number) for number, word in enumerate(words, start=1)]
    return SQL("CASE %s %s ELSE 0 END", column, SQL(" ").join(cases))


def used_words(numbers, words):
    """Number only the words that occur, in their order.

    :param numbers: index into words per row
    :param words: all words
    :return: (index per row, the words that occur, sorted; the first one if there are no rows)

    >>> number, words = used_words(np.array([2, 0, 2]), ["b", "c", "a"])
    >>> number.tolist(), words
    ([0, 1, 0], ('a', 'b'))
    """
    used = np.flatnonzero(np.bincount(numbers, minlength=len(words))) if len(numbers) else [0]
    found = sorted(words[number] for number in used)
    place = np.array([found.index(word) if word in found else NONE for word in words])
    return place[numbers], tuple(found)
