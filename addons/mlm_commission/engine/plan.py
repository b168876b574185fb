# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A plan, compiled from its document: names resolved to indexes, numbers to exact fractions."""

import hashlib
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .conditions import compile_conditions
from .exact import digits_of
from .kinds import REGISTRY
from .language import LanguageError, check, to_bool, to_fraction, to_name
from .tables import AmountTable

RATE_DIGITS = 4


class Rank:
    """One rank: ``code`` and the conditions ``require``."""

    def __init__(self, code, require):
        self.code, self.require = code, require


class Cap:
    """One entry of ``caps``: ``kind`` and either ``table`` (amounts by rank) or ``percent``.

    ``bonuses``: indexes of the bonuses whose lines it adds up, None for all.
    """

    def __init__(self, spec, plan):
        ((kind, value),) = ((key, value) for key, value in spec.items() if key != "of")
        self.bonuses = None
        if "of" in spec:
            of = {to_name(code) for code in spec["of"]}
            self.bonuses = [n for n, code in enumerate(plan.bonus_codes) if code in of]
        self.kind = kind
        self.percent = to_fraction(value) if kind == "company" else None
        self.table = None if kind == "company" else AmountTable(value, plan)


class Plan:
    """A compensation plan ready to compute.

    ``unit``: the smallest amount (``rounding.to``) as Fraction; ``method``: rounding method;
    ``amount_digits``: decimals of amounts; ``rate_digits``: decimals of rates in lines;
    ``ranks``, ``rank_codes``, ``bonuses``, ``caps``, ``trees`` (name -> options of the document).
    """

    def __init__(self, definition, main_period="month"):
        """
        :param dict definition: the part ``plan`` of a document without problems
        :param str main_period: "month" or "week": the periods that lifetime figures, titles and
            consecutive periods count, and those of bonuses that state none
        """
        self.definition = definition
        self.currency = to_name(definition.get("currency", ""))
        rounding = definition.get("rounding") or {}
        self.unit = to_fraction(rounding.get("to", "0.01"))
        self.method = rounding.get("method", "half_up")
        self.amount_digits = digits_of(self.unit)
        self.point_value = to_fraction(definition.get("point_value", 1))
        self.main_period = main_period
        self.volume_roll_up = to_bool(definition.get("volume_roll_up", False))
        self.markets = {
            to_name(name): stated or {}
            for name, stated in (definition.get("markets") or {}).items()
        }
        self.customer_volume = to_bool(definition.get("customer_volume", True))
        self.trees = {to_name(k): v for k, v in (definition.get("trees") or {}).items()}
        ranks = definition.get("ranks") or []
        self.rank_codes = [to_name(rank["code"]) for rank in ranks]
        self.rank_mode = definition.get("rank_mode", "best")
        self.demotion = int((definition.get("demotion") or {}).get("after_periods", 0))
        breakaway = definition.get("breakaway")
        self.breakaway = None if breakaway is None else self.rank_index(breakaway)
        self.active = compile_conditions(definition.get("active"), self)
        self.ranks = [
            Rank(code, compile_conditions(rank.get("require"), self))
            for code, rank in zip(self.rank_codes, ranks, strict=True)
        ]
        self.bonuses = [
            REGISTRY[spec["kind"]](spec, self, index)
            for index, spec in enumerate(definition.get("bonuses") or [])
        ]
        self.caps = [Cap(cap, self) for cap in definition.get("caps") or []]
        rates = [rate for bonus in self.bonuses for rate in bonus.rates()]
        self.rate_digits = max([RATE_DIGITS, *map(digits_of, set(rates))])

    @property
    def binary_tree(self):
        """Name of the first binary tree, or None."""
        return next((n for n, tree in self.trees.items() if tree["kind"] == "binary"), None)

    @property
    def bonus_codes(self):
        """Codes of the bonuses in order."""
        return [bonus.code for bonus in self.bonuses]

    def bonus(self, code):
        """The bonus with a code, None if the plan has none."""
        return next((bonus for bonus in self.bonuses if bonus.code == code), None)

    def rank_index(self, code):
        """Index of a rank's code; -1 for none."""
        if code is None or to_name(code) == "none":
            return -1
        return self.rank_codes.index(to_name(code))

    def measures(self):
        """All measures that any condition or bonus asks for."""
        asking = [self.active, *(rank.require for rank in self.ranks), *self.bonuses]
        return [measure for one in asking for measure in one.measures()]

    def amount_factor(self, digits, point_value=None):
        """What base x rate is multiplied with to give units of ``unit``.

        :param int digits: decimals of the base; the rate has ``rate_digits``
        :param Fraction point_value: that of a market; None for the plan's
        """
        scale = 10 ** (digits + self.rate_digits) * 100
        return (self.point_value if point_value is None else point_value) / self.unit / scale

    def point_values(self, markets):
        """Point value per market, and last the plan's for rows without one.

        :param markets: names of markets
        :return: list of Fractions, one longer than ``markets``
        """
        stated = [self.markets.get(name, {}).get("point_value") for name in markets]
        own = self.point_value
        return [*(own if value is None else to_fraction(value) for value in stated), own]

    def exchange_rates(self):
        """The plan's rates of exchange as texts: {market with a currency: rate}."""
        return {
            name: str(stated.get("rate", 1))
            for name, stated in self.markets.items()
            if "currency" in stated
        }

    def rate_of(self, market, rates):
        """Units of a market's own currency for one of the plan's; None without such a currency.

        :param str market: name, or None
        :param dict rates: market -> rate in place of that of the plan
        """
        stated = self.markets.get(market, {})
        if "currency" not in stated:
            return None
        return to_fraction(rates.get(market, stated.get("rate", 1)))

    def fingerprint(self):
        """Hash of the definition; the order of keys matters, layout and trailing zeros do not."""
        return hashlib.sha256(canonical(self.definition).encode()).hexdigest()


def canonical(value):
    """One text for equal documents: numbers by value, whatever their type or trailing zeros.

    >>> from decimal import Decimal
    >>> canonical({"a": [Decimal("1.50"), True, None]})
    '{"a":[3/2,true,null]}'
    """
    if isinstance(value, dict):
        items = (f"{canonical(to_name(key))}:{canonical(item)}" for key, item in value.items())
        return "{" + ",".join(items) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, int | Decimal):
        return str(Fraction(value))
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def compile_plan(definition):
    """Compile a plan definition.

    :param dict definition: the part ``plan`` of a document, as ``language.load`` gives it
    :rtype: Plan
    :raise LanguageError: the definition has errors or uses what is not built; all of them named
    """
    problems = check({"plan": definition})
    if problems:
        raise LanguageError("\n".join(map(str, problems)))
    return Plan(definition)
