# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Members of a file: each row by itself, then against the other rows and the database."""

import datetime
from dataclasses import dataclass, field

from .problem import Problem
from .values import EARLIEST, MAX_TEXT, STATES, is_email, is_key, read_date, read_flag

TEXTS = ("name", "street", "street2", "zip", "city", "phone")
# How many names the reason of a circle lists.
CYCLE_NAMES = 10


@dataclass(slots=True)
class Member:
    """One row of the file. `sponsor` is the key as written, `above` what it was found to be."""

    line: int
    number: str = ""
    reference: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    type: object = None
    sponsor: str = ""
    state: str = "active"
    joined: datetime.date | None = None
    ended: datetime.date | None = None
    is_company: bool = False
    street: str = ""
    street2: str = ""
    zip: str = ""
    city: str = ""
    country: int | None = None
    market: int | None = None
    language: str = ""
    above: object = None

    @property
    def label(self):
        """The name by which messages call the member."""
        return f"{self.number or self.reference} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class MemberType:
    """A partner type: `role` is "customer" or "partner"."""

    id: int
    name: str
    role: str
    may_sponsor: bool


@dataclass(frozen=True, slots=True)
class Existing:
    """A contact that is in the database already; `type` is None outside the network."""

    id: int
    number: str
    reference: str
    name: str
    type: MemberType | None
    state: str


@dataclass(slots=True)
class Lookups:
    """What cells may refer to. Keys are casefolded, except those of `languages`' values.

    :param dict types: code or name -> MemberType
    :param dict countries: code or name -> id
    :param dict markets: code or name -> id
    :param dict languages: code or name -> language code
    :param today: the company's date; nobody joins later
    :param list existing: Existing contacts that have a number or reference of the file
    """

    types: dict
    countries: dict
    markets: dict
    languages: dict
    today: datetime.date
    existing: list = field(default_factory=list)


# --- each row by itself -----------------------------------------------------


class _Row:
    """Reads the cells of one row and notes what is wrong with them."""

    def __init__(self, line, cells, positions, headings, problems):
        self.line = line
        self.cells = cells
        self.positions = positions
        self.headings = headings
        self.problems = problems

    def get(self, column):
        position = self.positions.get(column)
        return "" if position is None else self.cells[position]

    def refuse(self, column, code, **params):
        position = self.positions.get(column)
        heading = column if position is None else self.headings[position]
        self.problems.append(Problem(self.line, heading, self.get(column), code, params))

    def text(self, column):
        value = self.get(column)
        if len(value) > MAX_TEXT:
            self.refuse(column, "too_long", limit=MAX_TEXT)
        return value

    def key(self, column):
        value = self.get(column)
        if value and not is_key(value):
            self.refuse(column, "bad_key")
        return value

    def lookup(self, column, values, code):
        value = self.get(column)
        if not value:
            return None
        found = values.get(value.casefold())
        if found is None:
            self.refuse(column, code)
        return found

    def date(self, column, today):
        value = self.get(column)
        if not value:
            return None
        found = read_date(value)
        if found is None:
            self.refuse(column, "bad_date")
        elif found > today:
            self.refuse(column, "future_date")
        elif found < EARLIEST:
            self.refuse(column, "early_date")
        return found


def parse_rows(table, positions, lookups):
    """Read all rows of a table.

    :param Table table: from `read_table`
    :param dict positions: column -> position, from `match_header`
    :param Lookups lookups: `existing` is not needed yet
    :return: (list of Member, list of Problem)
    """
    problems = list(table.problems)
    members = [
        _parse(_Row(line, cells, positions, table.headings, problems), lookups)
        for line, cells in table.rows
    ]
    return members, problems


def _parse(row, lookups):
    member = Member(row.line, **{column: row.text(column) for column in TEXTS})
    member.number = row.key("number")
    member.reference = row.key("reference")
    member.sponsor = row.get("sponsor")
    if not member.number and not member.reference:
        row.refuse("number" if "number" in row.positions else "reference", "no_key")
    if not member.name:
        row.refuse("name", "no_name")
    member.type = row.lookup("type", lookups.types, "unknown_type")
    if not row.get("type"):
        row.refuse("type", "no_type")
    member.country = row.lookup("country", lookups.countries, "unknown_country")
    member.market = row.lookup("market", lookups.markets, "unknown_market")
    member.language = row.lookup("language", lookups.languages, "unknown_language")
    member.email = row.get("email")
    if member.email and not is_email(member.email):
        row.refuse("email", "bad_email")
    flag = row.get("is_company")
    if flag:
        member.is_company = read_flag(flag)
        if member.is_company is None:
            row.refuse("is_company", "bad_flag")
    _parse_life(row, member, lookups.today)
    return member


def _parse_life(row, member, today):
    state = row.get("state")
    if state:
        member.state = STATES.get(state.casefold())
        if member.state is None:
            row.refuse("state", "unknown_state")
    member.joined = row.date("joined", today)
    member.ended = row.date("ended", today)
    if member.ended and member.joined and member.ended < member.joined:
        row.refuse("ended", "ended_before_joined", joined=str(member.joined))
    if member.ended and member.state and member.state != "terminated":
        row.refuse("ended", "ended_not_terminated")
    if member.state == "terminated" and not row.get("ended"):
        row.refuse("ended", "terminated_not_ended")


# --- rows against each other and the database -------------------------------


def wanted_keys(members):
    """Return all numbers, references and sponsors that the file names, to look them up at once."""
    keys = set()
    for member in members:
        keys.update((member.number, member.reference, member.sponsor))
    return keys - {""}


class _Keys:
    """Who is meant by a number or reference, in the file and in the database."""

    def __init__(self, members, existing):
        self.numbers, self.references = {}, {}
        for who in (*existing, *members):
            if who.number:
                self.numbers.setdefault(who.number, []).append(who)
            if who.reference:
                self.references.setdefault(who.reference, []).append(who)

    def find(self, key):
        """Return all who have this number or reference; more than one is a doubt."""
        found = self.numbers.get(key, []) + self.references.get(key, [])
        inside = [who for who in found if not isinstance(who, Existing) or who.type]
        return list({id(who): who for who in inside or found}.values())


def check_network(members, lookups, headings=None):
    """Check numbers and sponsors of all rows, and set `above` of each.

    :param list members: from `parse_rows`
    :param Lookups lookups: with `existing`
    :param dict headings: column -> heading of the file, for the report
    :return: list of Problem
    """
    headings = headings or {}
    problems = []

    def refuse(member, column, value, code, **params):
        heading = headings.get(column, column)
        problems.append(Problem(member.line, heading, value, code, params))

    keys = _Keys(members, lookups.existing)
    for member in members:
        _check_unique(member, keys, refuse)
        if member.sponsor:
            _check_sponsor(member, keys, refuse)
    for circle in find_circles(members):
        names = " → ".join(who.label for who in circle[:CYCLE_NAMES])
        more = max(0, len(circle) - CYCLE_NAMES)
        code = "long_cycle" if more else "cycle"
        for who in circle:
            refuse(who, "sponsor", who.sponsor, code, names=names, more=more)
    return problems


def _check_unique(member, keys, refuse):
    for column, taken in (("number", keys.numbers), ("reference", keys.references)):
        value = getattr(member, column)
        if not value:
            continue
        # The first of two rows with the same number keeps it; the second one is reported.
        other = taken[value][0]
        if isinstance(other, Existing):
            refuse(member, column, value, f"{column}_taken", name=other.name)
        elif other is not member:
            refuse(member, column, value, "twice", line=other.line)


def _check_sponsor(member, keys, refuse):
    found = keys.find(member.sponsor)
    if len(found) != 1:
        code = "unknown_sponsor" if not found else "ambiguous_sponsor"
        names = " / ".join(who.name for who in found)
        refuse(member, "sponsor", member.sponsor, code, names=names)
        return
    sponsor = member.above = found[0]
    reason = None
    if sponsor is member:
        member.above = None
        reason = "self_sponsor"
    elif isinstance(sponsor, Existing) and sponsor.type is None:
        reason = "sponsor_outside"
    elif member.type is None or sponsor.type is None:
        # The type itself is reported in its own row.
        reason = None
    elif sponsor.type.role == "customer" and member.type.role == "partner":
        reason = "customer_above_partner"
    elif not sponsor.type.may_sponsor:
        reason = "may_not_sponsor"
    elif isinstance(sponsor, Existing) and sponsor.state != "active":
        reason = "sponsor_not_active"
    elif sponsor.state == "applicant":
        reason = "sponsor_applicant"
    if reason:
        type_name = sponsor.type.name if sponsor.type else ""
        refuse(member, "sponsor", member.sponsor, reason, name=sponsor.name, type=type_name)


def find_circles(members):
    """Return the circles of sponsors inside the file, each as list of members in upward order.

    Every member has one sponsor at most, so each is walked over once.
    """
    walk_of, circles = {}, []
    for start in members:
        walk, who = [], start
        while isinstance(who, Member) and id(who) not in walk_of:
            walk_of[id(who)] = id(start)
            walk.append(who)
            who = who.above
        if isinstance(who, Member) and walk_of[id(who)] == id(start) and walk:
            circles.append(walk[next(i for i, one in enumerate(walk) if one is who) :])
    return circles
