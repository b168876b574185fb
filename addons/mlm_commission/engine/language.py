# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Read documents of the plan language: YAML in, plain Python data out, no binary float anywhere.

``load`` turns text into dicts, lists, strings, ints, Decimals, booleans and dates; ``check`` (from
:mod:`.check`) says what is wrong with such a document. The small converters below give one meaning
to the several ways in which a document may write a number, a truth value, a date or a name.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction

import yaml

MAX_NODES = 5_000_000
MAX_DIGITS = 40
EPOCH = date(1970, 1, 1).toordinal()

_INT = re.compile(r"^[-+]?[0-9]+$")
_DECIMAL = re.compile(r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)(?:[eE][-+]?[0-9]+)?$")
_DATE = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")


class LanguageError(ValueError):
    """The text is no document of the plan language; the message says where and why."""


@dataclass(frozen=True)
class Problem:
    """Something in a document that keeps it from being computed.

    ``path``: its place, like ``plan.bonuses[0].rates``. ``kind``: "error" (the document is wrong)
    or "unsupported" (the language knows it, this version of the engine does not).
    """

    path: str
    message: str
    kind: str = "error"

    def __str__(self):
        return f"{self.path}: {self.message}" if self.path else self.message


# === READING === #


class _Loader(yaml.SafeLoader):
    """YAML with decimal numbers only, `true`/`false` as the only booleans, unique keys."""

    yaml_implicit_resolvers = {}

    def construct_mapping(self, node, deep=False):
        """Refuse a key that stands twice in one mapping; the second would silently win."""
        seen = set()
        for key_node, _value in node.value:
            if key_node.tag == "tag:yaml.org,2002:merge":
                continue
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, list | dict):
                raise LanguageError(f"{_mark(key_node)}: a key must be a name or a number")
            if key in seen:
                raise LanguageError(f"{_mark(key_node)}: the key {key!r} stands twice")
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def _mark(node):
    return f"line {node.start_mark.line + 1}, column {node.start_mark.column + 1}"


def _construct_number(loader, node):
    text = loader.construct_scalar(node)
    try:
        return read_number(text)
    except ValueError as error:
        raise LanguageError(f"{_mark(node)}: {error}") from error


def _construct_date(loader, node):
    text = loader.construct_scalar(node)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise LanguageError(f"{_mark(node)}: {text} is no date of the calendar") from error


for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("tag:yaml.org,2002:null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("tag:yaml.org,2002:int", _INT.pattern, "-+0123456789"),
    ("tag:yaml.org,2002:float", _DECIMAL.pattern, "-+0123456789."),
    ("tag:yaml.org,2002:timestamp", _DATE.pattern, "0123456789"),
    ("tag:yaml.org,2002:merge", r"^(?:<<)$", "<"),
):
    _Loader.add_implicit_resolver(_tag, re.compile(_pattern), list(_first))
_Loader.add_constructor("tag:yaml.org,2002:int", _construct_number)
_Loader.add_constructor("tag:yaml.org,2002:float", _construct_number)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _construct_date)


def load(text):
    """Read one document.

    :param str text: YAML, also as bytes in UTF-8
    :return: the document as a dict; numbers are int or Decimal with the digits of the text
    :rtype: dict
    :raise LanguageError: no YAML, no mapping, a key twice, a number beyond reason

    >>> load("plan: {point_value: 0.40, currency: EUR}")
    {'plan': {'point_value': Decimal('0.40'), 'currency': 'EUR'}}
    """
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise LanguageError(f"the text is not UTF-8: {error}") from error
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            if node is None:
                raise LanguageError("the document is empty")
            _check_size(node)
            document = loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise LanguageError(f"no valid YAML: {error}") from error
    except RecursionError as error:
        raise LanguageError("the document is nested too deeply") from error
    if not isinstance(document, dict):
        raise LanguageError("a document is a mapping with the key 'plan'")
    return document


def _check_size(root):
    """Refuse documents whose aliases repeat themselves into something huge or endless."""
    sizes, open_nodes = {}, set()

    def measure(node):
        if id(node) in sizes:
            return sizes[id(node)]
        if id(node) in open_nodes:
            raise LanguageError(f"{_mark(node)}: an alias contains itself")
        open_nodes.add(id(node))
        size = 1
        if isinstance(node, yaml.MappingNode):
            size += sum(measure(key) + measure(value) for key, value in node.value)
        elif isinstance(node, yaml.SequenceNode):
            size += sum(measure(item) for item in node.value)
        open_nodes.discard(id(node))
        sizes[id(node)] = size
        return size

    if measure(root) > MAX_NODES:
        raise LanguageError(f"the document has more than {MAX_NODES:,} entries")


# === CONVERTING === #


def read_number(value):
    """The exact number behind an int, a Decimal or the text of one.

    :raise ValueError: not a number, or with more than 40 digits before or after the point

    >>> read_number("0.40"), read_number(7)
    (Decimal('0.40'), 7)
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise ValueError(f"{value!r} is not a number")
    if isinstance(value, str):
        value = value.strip()
        if not _DECIMAL.match(value):
            raise ValueError(f"{value!r} is not a number")
        if len(value) > MAX_DIGITS * 2:
            raise ValueError(f"{value[:20]}… has more than {MAX_DIGITS} digits")
        try:
            value = int(value) if _INT.match(value) else Decimal(value)
        except InvalidOperation as error:
            raise ValueError(f"{value!r} is not a number") from error
    if isinstance(value, int):
        if abs(value) >= 10**MAX_DIGITS:
            raise ValueError(f"a number has more than {MAX_DIGITS} digits")
        return value
    if not value.is_finite():
        raise ValueError(f"{value} is not a number")
    if not value and abs(value.as_tuple().exponent) > MAX_DIGITS:
        return Decimal(0)
    if value and (value.adjusted() >= MAX_DIGITS or value.as_tuple().exponent < -MAX_DIGITS):
        raise ValueError(f"{value} has more than {MAX_DIGITS} digits")
    return value


def to_fraction(value):
    """Exact number as Fraction.

    >>> to_fraction("0.40")
    Fraction(2, 5)
    """
    return Fraction(read_number(value))


_TRUTH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def to_bool(value):
    """`true`, `false` and their common spellings.

    :raise ValueError: anything else
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in _TRUTH:
        return _TRUTH[value.strip().lower()]
    raise ValueError(f"{value!r} is neither true nor false")


def to_day(value):
    """Days since 1970-01-01 of a date, a datetime or ISO text.

    :raise ValueError: no date
    """
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value.strip()[:10])
        except ValueError as error:
            raise ValueError(f"{value!r} is no date like 2026-01-31") from error
    if not isinstance(value, date):
        raise ValueError(f"{value!r} is no date like 2026-01-31")
    return value.toordinal() - EPOCH


def to_name(value):
    """Names (members, ranks, bonuses) as text, also where YAML read a number or a date.

    >>> to_name(17), to_name("Ann")
    ('17', 'Ann')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def member_keys(stated):
    """The keys of a member as the document states them; ``none`` above it is nobody.

    >>> member_keys({"sponsor": "none", "rank": "none"})
    {'sponsor': None, 'rank': 'none'}
    """
    return {
        key: None if key in ("sponsor", "parent") and value == "none" else value
        for key, value in (stated or {}).items()
    }


def check(document):
    """What is wrong with a document.

    :param dict document: a scenario or a plan (a mapping with the key ``plan``), as from ``load``
    :return: problems in the order of the document; empty if it can be computed
    :rtype: list[Problem]
    """
    from .check import check_document

    return check_document(document)


def __getattr__(name):
    """``SUPPORTED_KINDS``: names of the bonus kinds that are built, in alphabetical order."""
    if name == "SUPPORTED_KINDS":
        from .kinds import REGISTRY

        return tuple(sorted(REGISTRY))
    raise AttributeError(name)
