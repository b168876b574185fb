# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What goes into a computation and what comes out: arrays, all of them exact integers.

Members and volume rows are addressed by their index 0, 1, 2, … in the arrays; ``ids`` lead back to
the database. The order of the members is their order of enrolment and breaks ties ("listed
first"); nothing else depends on the order of members or rows.

Units: points (PV, CV) are integers of 10**-digits points, 4 digits unless stated; amounts are
integers of 10**-amount_digits of the plan's currency; rates are integers of 10**-rate_digits
percent. Bounds: the absolute values of a period's PV, CV and net each sum up to less than 2**62
units; beyond them the engine raises :class:`~.exact.MagnitudeError` and computes nothing.
"""

import hashlib
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import numpy as np

from .exact import exact_decimal, narrowed, round_fraction
from .lookup import positions

NONE = -1
NOT_STATED = -2
NO_DAY = np.iinfo(np.int32).min
LEFT, RIGHT = 1, 2
STREAK = np.int16  # consecutive periods: the one figure that there is per member and rank


def _digest(parts):
    """SHA-256 over named parts; arrays count by value, not by the integer width they happen to
    have: each goes in with the narrowest that holds it."""
    digest = hashlib.sha256()
    for name, value in parts:
        digest.update(f"\n{name}:".encode())
        if isinstance(value, np.ndarray):
            numbers = narrowed(value.view(np.int8) if value.dtype == bool else value)
            little = np.ascontiguousarray(numbers, dtype=numbers.dtype.newbyteorder("<"))
            digest.update(f"{little.shape} {little.dtype.str}".encode())
            digest.update(little.data)
        else:
            digest.update(repr(value).encode())
    return digest.hexdigest()


@dataclass
class TreePlaces:
    """One tree of the plan besides the sponsor tree.

    ``parent``: index of the member above, -1 for a root and for who has no place.
    ``leg``: 1, 2, 3 … under the parent (binary: 1 left, 2 right), 0 without leg.
    """

    parent: np.ndarray
    leg: np.ndarray
    kind: str = "unilevel"


@dataclass
class Network:
    """The members of a period.

    ``sponsor``: index of who enrolled the member, -1 for none; customers may stand above partners.
    ``joined``: days since 1970-01-01, ``NO_DAY`` unknown. ``stated_active``: 1, 0 or -1 for not
    stated. ``stated_rank``: index of the rank, -1 for stated "none", -2 for not stated.
    ``attributes``: per attribute a dict {member index: value}. ``names``: what an attribute calls
    a member, if not its id. ``market``: index into ``markets``, -1 for none. ``terminated``: truth,
    nobody stands below the member any more. ``blocked``: truth, it is eligible for nothing.
    ``built``: what :func:`~.compute.build_trees` made of it, if somebody had the time already;
    ``found``: (truth per member who is active, rank index per member or -1), if that is known from
    a run. A changed copy (``dataclasses.replace``) has both made anew.
    """

    ids: np.ndarray
    sponsor: np.ndarray
    is_customer: np.ndarray
    joined: np.ndarray = None
    stated_active: np.ndarray = None
    stated_rank: np.ndarray = None
    attributes: dict = field(default_factory=dict)
    trees: dict = field(default_factory=dict)
    names: list = None
    market: np.ndarray = None
    markets: tuple = ()
    terminated: np.ndarray = None
    blocked: np.ndarray = None
    built: dict = field(default=None, init=False, repr=False, compare=False)
    found: tuple = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self):
        size = len(self.ids)
        for name in ("terminated", "blocked"):
            stated = getattr(self, name)
            setattr(self, name, np.zeros(size, dtype=bool) if stated is None else stated)
        self.ids = np.asarray(self.ids, dtype=np.int64)
        self.sponsor = np.asarray(self.sponsor, dtype=np.int64)
        self.is_customer = np.asarray(self.is_customer, dtype=bool)
        if self.joined is None:
            self.joined = np.full(size, NO_DAY, dtype=np.int64)
        if self.stated_active is None:
            self.stated_active = np.full(size, NONE, dtype=np.int8)
        if self.stated_rank is None:
            self.stated_rank = np.full(size, NOT_STATED, dtype=np.int16)
        if self.market is None:
            self.market = np.full(size, NONE, dtype=np.int64)
        for name in ("sponsor", "is_customer", "joined", "stated_active", "stated_rank"):
            if len(getattr(self, name)) != size:
                raise ValueError(
                    f"{name} has {len(getattr(self, name))} entries for {size} members"
                )

    def __len__(self):
        return len(self.ids)

    def market_name(self, member):
        """The market of a member, None without one."""
        number = int(self.market[member])
        return self.markets[number] if number >= 0 else None

    def fingerprint(self):
        """Hash of everything that a computation may look at, for the record of a run."""
        parts = [
            (name, getattr(self, name))
            for name in ("ids", "sponsor", "is_customer", "joined", "stated_active", "stated_rank")
        ]
        for name in sorted(self.attributes):
            values = self.attributes[name]
            parts.append((f"attribute {name}", [(k, str(values[k])) for k in sorted(values)]))
        for name in sorted(self.trees):
            tree = self.trees[name]
            parts += [(f"tree {name} {tree.kind}", tree.parent), ("leg", tree.leg)]
        if self.markets:
            parts += [("market", self.market), ("markets", self.markets)]
        for name in ("terminated", "blocked"):
            if getattr(self, name).any():
                parts.append((name, getattr(self, name)))
        return _digest(parts)


@dataclass
class Volumes:
    """The volume rows of a period, one per order line or return.

    ``owner``: index of the partner to whom the row belongs, -1 if no partner stands above the
    buyer (such rows count for the company only). ``buyer``: index of who bought; a row whose buyer
    is not its owner is a customer's purchase. ``kind``: index into ``kinds``. ``product_class``:
    index into ``classes``. ``market``: index into ``markets``, -1 for a row without market.
    ``fresh``: truth; rows that are not fresh were paid by an earlier part of the period (a week of
    the month): measures see them, bonuses do not. ``digits``: decimals of pv, cv and net.

    ``period``: "week" or "month", None for the plan's own. ``rates``: market -> rate of exchange as
    text, in place of those of the plan.
    """

    owner: np.ndarray
    buyer: np.ndarray
    pv: np.ndarray
    cv: np.ndarray
    net: np.ndarray = None
    day: np.ndarray = None
    kind: np.ndarray = None
    product_class: np.ndarray = None
    ids: np.ndarray = None
    kinds: tuple = ("purchase",)
    classes: tuple = ("goods",)
    digits: int = 4
    market: np.ndarray = None
    markets: tuple = ()
    fresh: np.ndarray = None
    period: str = None
    rates: dict = field(default_factory=dict)

    def __post_init__(self):
        size = len(self.owner)
        for name in ("owner", "buyer", "pv", "cv"):
            setattr(self, name, np.asarray(getattr(self, name), dtype=np.int64))
        defaults = {"net": 0, "day": NO_DAY, "kind": 0, "product_class": 0, "market": NONE}
        for name, value in defaults.items():
            if getattr(self, name) is None:
                setattr(self, name, np.full(size, value, dtype=np.int64))
        if self.ids is None:
            self.ids = np.arange(size, dtype=np.int64)
        if self.fresh is None:
            self.fresh = np.ones(size, dtype=bool)
        for name in ("buyer", "pv", "cv", "ids", "fresh", *defaults):
            if len(getattr(self, name)) != size:
                raise ValueError(f"{name} has {len(getattr(self, name))} entries for {size} rows")

    def __len__(self):
        return len(self.owner)

    def fingerprint(self):
        """Hash of everything that a computation may look at, for the record of a run."""
        names = ("owner", "buyer", "pv", "cv", "net", "day", "kind", "product_class", "ids")
        return _digest(
            [(name, getattr(self, name)) for name in names]
            + [("kinds", self.kinds), ("classes", self.classes), ("digits", self.digits)]
            + self._extensions()
        )

    def _extensions(self):
        """What only some plans state; a period without them keeps the hash it always had."""
        parts = []
        if self.markets:
            parts += [("market", self.market), ("markets", self.markets)]
        if not self.fresh.all():
            parts.append(("fresh", self.fresh))
        if self.period:
            parts.append(("period", self.period))
        if self.rates:
            parts.append(("rates", sorted(self.rates.items())))
        return parts


@dataclass
class Carry:
    """What one period hands to the next, per member; aligned by ``ids``.

    ``lifetime_pv``: personal volume so far. ``lifetime_gv``: tree name -> group volume so far.
    ``streak``: members x ranks, consecutive periods at or above the rank, as ``STREAK``.
    ``title``: highest rank held, ``below``: consecutive periods below it. ``legs``: bonus code ->
    members x 2, carried volume of a binary bonus. ``awarded``: bonus code -> members x ranks,
    already paid advancements. ``boards``: bonus code -> rows (board number, member id), the filled
    places of open boards.
    """

    ids: np.ndarray
    digits: int
    lifetime_pv: np.ndarray
    lifetime_gv: dict
    streak: np.ndarray
    title: np.ndarray
    below: np.ndarray
    legs: dict = field(default_factory=dict)
    awarded: dict = field(default_factory=dict)
    boards: dict = field(default_factory=dict)

    @classmethod
    def empty(cls, ids, ranks, digits=4):
        """The state before the first period.

        :param ids: ids of the members
        :param int ranks: number of ranks of the plan
        :param int digits: decimals of points
        """
        size = len(ids)
        return cls(
            ids=np.asarray(ids, dtype=np.int64),
            digits=digits,
            lifetime_pv=np.zeros(size, dtype=np.int64),
            lifetime_gv={},
            streak=np.zeros((size, ranks), dtype=STREAK),
            title=np.full(size, NONE, dtype=np.int64),
            below=np.zeros(size, dtype=np.int64),
        )

    def copy(self):
        """The same state, to which bonuses can add without changing this one."""
        return replace(
            self, legs=dict(self.legs), awarded=dict(self.awarded), boards=dict(self.boards)
        )

    def widened(self):
        """The same state in columns that can be computed with, however narrow they were kept."""
        maps = ("lifetime_gv", "legs", "awarded", "boards")
        columns = ("ids", "lifetime_pv", "title", "below")
        return replace(
            self,
            streak=self.streak.astype(STREAK),
            **{name: getattr(self, name).astype(np.int64) for name in columns},
            **{
                name: {key: array.astype(np.int64) for key, array in getattr(self, name).items()}
                for name in maps
            },
        )

    def aligned(self, ids, digits):
        """The same state for another list of members: new ones start at nothing.

        :param ids: ids of the members of the next period
        :param int digits: decimals of points wanted; not fewer than ``self.digits``
        """
        factor = 10 ** (digits - self.digits)
        if len(ids) == len(self.ids) and factor == 1 and np.array_equal(ids, self.ids):
            return self
        source = positions(self.ids, ids)
        found = source >= 0
        all_found = bool(found.all())

        def pick(array, fill=0, scale=1):
            if all_found:
                return array[source] * scale
            result = np.full((len(ids), *array.shape[1:]), fill, dtype=array.dtype)
            result[found] = array[source[found]] * scale
            return result

        return Carry(
            ids=np.asarray(ids, dtype=np.int64),
            digits=digits,
            lifetime_pv=pick(self.lifetime_pv, scale=factor),
            lifetime_gv={name: pick(x, scale=factor) for name, x in self.lifetime_gv.items()},
            streak=pick(self.streak),
            title=pick(self.title, NONE),
            below=pick(self.below),
            legs={code: pick(x, scale=factor) for code, x in self.legs.items()},
            awarded={code: pick(x) for code, x in self.awarded.items()},
            boards=dict(self.boards),
        )

    def with_ranks(self, before, now):
        """The same state for another list of ranks, matched by their codes.

        A title whose rank is gone becomes the nearest lower one that is left; new ranks start at
        nothing.

        :param before: codes of the ranks of the period that handed over, lowest first
        :param now: codes of the ranks of the plan that takes over
        """
        if list(before) == list(now):
            return self
        kept = [now.index(code) if code in now else NONE for code in before]
        highest = np.maximum.accumulate(np.array([NONE, *kept], dtype=np.int64))

        def columns(array):
            result = np.zeros((len(array), len(now)), dtype=array.dtype)
            for column, place in enumerate(kept):
                if place >= 0:
                    result[:, place] = array[:, column]
            return result

        return replace(
            self,
            streak=columns(self.streak),
            title=highest[self.title + 1],
            awarded={code: columns(array) for code, array in self.awarded.items()},
        )

    def fingerprint(self):
        """Hash of the state, for the record of a run."""
        parts = [(n, getattr(self, n)) for n in ("ids", "lifetime_pv", "streak", "title", "below")]
        for name in ("lifetime_gv", "legs", "awarded", "boards"):
            parts += [(f"{name} {key}", x) for key, x in sorted(getattr(self, name).items())]
        return _digest([*parts, ("digits", self.digits)])


def _column(name):
    """A column of all lines, joined when somebody asks for it."""

    def join(lines):
        parts = [getattr(block, name) for block in lines.blocks]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)

    return cached_property(join)


class Lines:
    """Commission lines in the order of the bonuses; level bonuses by volume row, then level.

    ``blocks``: a :class:`~.run.LineBlock` per bonus of the plan; who goes through millions of
    lines takes these. The columns of all lines together: ``earner``: member index. ``bonus``:
    index into the plan's bonuses. ``source``: volume row index, -1 for a bonus that is not paid
    per row. ``level``: level or generation, 0 without. ``skipped``: members between owner and
    earner that used up no level. ``base``: points at the volumes' digits. ``rate``: percent at
    ``Result.rate_digits``. ``before``: amount as made; ``amount``: after caps; both at
    ``Result.amount_digits``. Columns are as narrow as their values allow; ``before`` and
    ``amount`` of a block are one array where no cap changed anything.
    """

    VALUES = ("earner", "source", "level", "skipped", "base", "rate", "before", "amount")
    COLUMNS = ("earner", "bonus", *VALUES[1:])

    earner, source, level, skipped, base, rate, before, amount = map(_column, VALUES)

    def __init__(self, blocks):
        self.blocks = blocks

    def __len__(self):
        return sum(len(block) for block in self.blocks)

    @cached_property
    def bonus(self):
        """Index of the bonus per line."""
        numbers = np.arange(len(self.blocks), dtype=np.int16)
        return np.repeat(numbers, [len(block) for block in self.blocks])


@dataclass
class Totals:
    """Sums of lines per earner and bonus, sorted by earner, then bonus."""

    earner: np.ndarray
    bonus: np.ndarray
    amount: np.ndarray
    lines: np.ndarray


@dataclass
class Result:
    """One computed period.

    ``rank`` and ``title``: rank index or -1. ``position``, ``size``, ``depth``: pre-order place,
    members of the subtree (itself included) and levels below the root, on the sponsor tree of
    partners; a team is the range ``position .. position + size``. ``figures``: evaluator of the
    measures, see :class:`~.measures.Figures`. ``lines`` is None for a run without lines. ``given``:
    the volume rows as they came in; in ``volumes`` those that rolled up belong to who got them.
    ``funds``: bonus code -> :class:`~.run.Fund` of the bonuses that shared one out.
    """

    plan: object
    network: Network
    volumes: Volumes
    figures: object
    active: np.ndarray
    rank: np.ndarray
    title: np.ndarray
    position: np.ndarray
    size: np.ndarray
    depth: np.ndarray
    totals: Totals
    carry: Carry
    given: Volumes
    lines: Lines = None
    funds: dict = field(default_factory=dict)

    @property
    def amount_digits(self):
        """Decimals of all amounts."""
        return self.plan.amount_digits

    @property
    def rate_digits(self):
        """Decimals of all rates."""
        return self.plan.rate_digits

    def measure(self, name, **options):
        """A measure of every member.

        :param str name: as in the plan language; ``options`` are its further keys (tree, depth …)
        :return: list of exact Decimals or Fractions in points (or counts), by member index
        """
        return self.figures.exact(name, **options)

    def payout(self):
        """What everybody earns.

        :return: {member index: {bonus code: Decimal}} without zero totals
        """
        codes = [bonus.code for bonus in self.plan.bonuses]
        payout = {}
        totals = self.totals
        for earner, bonus, amount in zip(
            totals.earner.tolist(), totals.bonus.tolist(), totals.amount.tolist(), strict=True
        ):
            if amount:
                value = Decimal(amount).scaleb(-self.amount_digits)
                payout.setdefault(earner, {})[codes[bonus]] = value
        return payout

    def rewards(self):
        """What everybody is given that is not money; needs the lines.

        :return: {member index: {bonus code: value as Decimal}}
        """
        rewards = {}
        for number, bonus in enumerate(self.plan.bonuses):
            if bonus.is_reward:
                block = self.lines.blocks[number]
                pairs = zip(block.earner.tolist(), block.before.tolist(), strict=True)
                for earner, value in pairs:
                    given = rewards.setdefault(earner, {})
                    worth = Decimal(value).scaleb(-self.amount_digits)
                    given[bonus.code] = given.get(bonus.code, 0) + worth
        return rewards

    def fingerprint(self):
        """Hash of the result; the same for a run with and without lines.

        Two computations of the same inputs give the same fingerprint on any machine.
        """
        parts = [
            (name, getattr(self, name))
            for name in ("active", "rank", "title", "position", "size", "depth")
        ]
        parts += [(name, getattr(self.totals, name)) for name in ("earner", "bonus", "amount")]
        return _digest([*parts, ("carry", self.carry.fingerprint())])

    def converted(self):
        """What those are paid whose market has a currency of its own.

        :return: {member index: Decimal}, total x rate, rounded once by the plan's rounding
        """
        plan, network = self.plan, self.network
        if not plan.exchange_rates():
            return {}
        total = np.zeros(len(network), dtype=np.int64)
        np.add.at(total, self.totals.earner, self.totals.amount)
        result = {}
        for member in np.unique(self.totals.earner).tolist():
            rate = plan.rate_of(network.market_name(member), self.volumes.rates)
            if rate is not None:
                money = Fraction(int(total[member]), 10**plan.amount_digits) * rate
                units = round_fraction(money / plan.unit, plan.method)
                result[member] = exact_decimal(units * plan.unit)
        return result

    def lines_fingerprint(self):
        """Hash of the lines, column by column."""
        return _digest([(name, getattr(self.lines, name)) for name in Lines.COLUMNS])
