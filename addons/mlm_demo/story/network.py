# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The members of the demo company: who, since when, under whom. The same for the same seed."""

import csv
import datetime
import io
import random
from dataclasses import dataclass

from .people import draw_address, draw_names

SEED = 20260501
MEMBERS = 300
FOUNDED = datetime.date(2024, 2, 1)
# Nobody joins later than this; the open month is October 2026.
LAST_JOIN = datetime.date(2026, 10, 20)
TYPES = (("distributor", 31), ("reseller", 4), ("preferred_customer", 25), ("customer", 40))
# Before this many partners are there, nobody else joins.
PIONEERS = 6
MOST_ATTRACTIVE = 9
HEADINGS = (
    "reference", "name", "type", "sponsor", "state", "joined", "ended", "email", "phone", "street",
    "zip", "city", "country", "language",
)  # fmt: skip


@dataclass(slots=True)
class Person:
    """A member; `sponsor` is the index of another one, None for the first."""

    index: int
    first: str
    last: str
    type: str
    joined: datetime.date
    sponsor: int | None
    street: str
    zip: str
    city: str
    state: str = "active"
    ended: datetime.date | None = None

    @property
    def reference(self):
        """The key by which the import file names the member."""
        return f"LH{self.index + 1:04d}"

    @property
    def is_partner(self):
        """Whether the member builds the network."""
        return self.type in ("distributor", "reseller")

    @property
    def tax_status(self):
        """The pioneers and every third of the others charge VAT, the rest are small businesses."""
        return "regular" if self.index < PIONEERS or self.index % 3 == 0 else "small"

    @property
    def tax_number(self):
        """A number in the form of Bavarian tax offices, of an office that does not exist."""
        return f"199/815/{50000 + self.index}"

    def as_row(self, people):
        """Return the member as a row of the import file."""
        mail = f"{self.reference.lower()}@example.com"
        return (
            self.reference,
            f"{self.first} {self.last}",
            self.type,
            "" if self.sponsor is None else people[self.sponsor].reference,
            self.state,
            self.joined.isoformat(),
            self.ended.isoformat() if self.ended else "",
            mail,
            f"+49 30 555{self.index:04d}",
            self.street,
            self.zip,
            self.city,
            "DE",
            "de_DE",
        )


def grow(seed=SEED, count=MEMBERS):
    """Return the members in the order in which they joined.

    Partners who sponsor much attract more, so that some lines grow deep and wide.

    :return: list of Person
    """
    rng = random.Random(seed)
    days = (LAST_JOIN - FOUNDED).days
    joins = sorted(FOUNDED + datetime.timedelta(rng.randrange(days)) for _ in range(count))
    joins[0] = FOUNDED
    names = draw_names(rng, count)
    people, sponsors, weights = [], [], []
    kinds, shares = zip(*TYPES, strict=True)
    for index, joined in enumerate(joins):
        kind = "distributor" if index < PIONEERS else rng.choices(kinds, shares)[0]
        sponsor = rng.choices(sponsors, weights)[0] if sponsors else None
        person = Person(index, *names[index], kind, joined, sponsor, *draw_address(rng))
        if sponsor is not None:
            place = sponsors.index(sponsor)
            weights[place] = min(weights[place] + 1, MOST_ATTRACTIVE)
        if kind == "distributor":
            sponsors.append(index)
            weights.append(3)
        people.append(person)
    _live(rng, people)
    return people


def _live(rng, people):
    """Some partners left, some are suspended, the newest still apply."""
    heads = {person.sponsor for person in people}
    partners = [person for person in people if person.is_partner and person.index >= PIONEERS]
    old = [person for person in partners if person.joined < datetime.date(2025, 9, 1)]
    for person in rng.sample(old, 4):
        person.state = "terminated"
        person.ended = datetime.date(2026, 3, 31)
    rest = [person for person in old if person.state == "active"]
    for person in rng.sample(rest, 2):
        person.state = "suspended"
    newest = [person for person in partners if person.index not in heads][-3:]
    for person in newest:
        person.state = "applicant"


def as_csv(people):
    """Return the members as the file that the network import reads (UTF-8, semicolons)."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEADINGS)
    writer.writerows(person.as_row(people) for person in people)
    return out.getvalue().encode()
