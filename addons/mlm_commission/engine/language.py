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

from .empty_keys import drop_empty_keys
from .words import Message, _, message_of

MAX_NODES = 5_000_000
MAX_DIGITS = 40
EPOCH = date(1970, 1, 1).toordinal()

_INT = re.compile(r"^[-+]?[0-9]+$")
_DECIMAL = re.compile(r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)(?:[eE][-+]?[0-9]+)?$")
_GROUPED = re.compile(r"^[-+]?[0-9]{1,3}(?:_[0-9]{3})+(?:\.[0-9]*)?$")
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
                raise LanguageError(
                    Message(_("%(mark)s: a key must be a name or a number"), mark=_mark(key_node))
                )
            if key in seen:
                raise LanguageError(
                    Message(
                        _("%(mark)s: the key %(key)s stands twice"),
                        mark=_mark(key_node),
                        key=repr(key),
                    )
                )
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def _mark(node):
    start = node.start_mark
    return Message(
        _("line %(line)s, column %(column)s"), line=start.line + 1, column=start.column + 1
    )


def _construct_number(loader, node):
    text = loader.construct_scalar(node)
    try:
        return read_number(text)
    except ValueError as error:
        raise LanguageError(
            Message(_("%(mark)s: %(error)s"), mark=_mark(node), error=message_of(error))
        ) from error


def _construct_date(loader, node):
    text = loader.construct_scalar(node)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise LanguageError(
            Message(_("%(mark)s: %(text)s is no date of the calendar"), mark=_mark(node), text=text)
        ) from error


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
            raise LanguageError(
                Message(_("the text is not UTF-8: %(error)s"), error=str(error))
            ) from error
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            if node is None:
                raise LanguageError(Message(_("the document is empty")))
            _check_size(node)
            document = loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise LanguageError(Message(_("no valid YAML: %(error)s"), error=str(error))) from error
    except RecursionError as error:
        raise LanguageError(Message(_("the document is nested too deeply"))) from error
    if not isinstance(document, dict):
        raise LanguageError(Message(_("a document is a mapping with the key 'plan'")))
    drop_empty_keys(document)
    return document


def _check_size(root):
    """Refuse documents whose aliases repeat themselves into something huge or endless."""
    sizes, open_nodes = {}, set()

    def measure(node):
        if id(node) in sizes:
            return sizes[id(node)]
        if id(node) in open_nodes:
            raise LanguageError(Message(_("%(mark)s: an alias contains itself"), mark=_mark(node)))
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
        raise LanguageError(
            Message(
                _("the document has more than %(max_nodes)s entries"), max_nodes=f"{MAX_NODES:,}"
            )
        )


# === CONVERTING === #


def read_number(value):
    """The exact number behind an int, a Decimal or the text of one.

    :raise ValueError: not a number, or with more than 40 digits before or after the point

    >>> read_number("0.40"), read_number(7)
    (Decimal('0.40'), 7)
    >>> read_number("1_000.50")
    Decimal('1000.50')
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise ValueError(Message(_("%(value)s is not a number"), value=repr(value)))
    if isinstance(value, str):
        value = value.strip()
        if _GROUPED.match(value):
            value = value.replace("_", "")
        if not _DECIMAL.match(value):
            raise ValueError(Message(_("%(value)s is not a number"), value=repr(value)))
        if len(value) > MAX_DIGITS * 2:
            raise ValueError(
                Message(
                    _("%(value)s… has more than %(max_digits)s digits"),
                    value=value[:20],
                    max_digits=MAX_DIGITS,
                )
            )
        try:
            value = int(value) if _INT.match(value) else Decimal(value)
        except InvalidOperation as error:
            raise ValueError(Message(_("%(value)s is not a number"), value=repr(value))) from error
    if isinstance(value, int):
        if abs(value) >= 10**MAX_DIGITS:
            raise ValueError(
                Message(_("a number has more than %(max_digits)s digits"), max_digits=MAX_DIGITS)
            )
        return value
    if not value.is_finite():
        raise ValueError(Message(_("%(value)s is not a number"), value=value))
    if not value and abs(value.as_tuple().exponent) > MAX_DIGITS:
        return Decimal(0)
    if value and (value.adjusted() >= MAX_DIGITS or value.as_tuple().exponent < -MAX_DIGITS):
        raise ValueError(
            Message(
                _("%(value)s has more than %(max_digits)s digits"),
                value=value,
                max_digits=MAX_DIGITS,
            )
        )
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
    raise ValueError(Message(_("%(value)s is neither true nor false"), value=repr(value)))


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
            raise ValueError(
                Message(_("%(value)s is no date like 2026-01-31"), value=repr(value))
            ) from error
    if not isinstance(value, date):
        raise ValueError(Message(_("%(value)s is no date like 2026-01-31"), value=repr(value)))
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
