# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A document as its text and the places of its parts in that text."""

import contextlib
import json
import re

import yaml

from ..language import LanguageError, _Loader, load, read_number, to_name

_NUMBER = re.compile(r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)(?:[eE][-+]?[0-9]+)?$")
_DATE = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
_PLAIN = re.compile(r"^[^\W\d](?:[\w ./+%()-]*[\w./+%()])?$")
_WORDS = re.compile(r"^(?:true|false|null)$", re.IGNORECASE)
WIDTH = 88


class Source:
    """A text of the plan language whose parts can be found and replaced.

    ``text``: as given; ``root``: YAML node of the document.
    """

    def __init__(self, text):
        """
        :param str text: one document
        :raise LanguageError: the text cannot be read
        """
        load(text)  # says what is wrong, in the language's own words
        self.text = text
        loader = _Loader(text)
        try:
            self.root = loader.get_single_node()
        finally:
            loader.dispose()

    def model(self):
        """The document as dicts, lists, texts, booleans and None; numbers as the text has them."""
        return _model(self.root)

    def find(self, path):
        """The node at a path of keys and positions, and the nodes above it.

        :raise LookupError: nothing stands there
        """
        node, above = self.root, []
        for step in path:
            above.append(node)
            node = child(node, step)
        return node, above


def list_entry(value, column, newline="\n"):
    """An entry of a list over several lines: on one line if there is room.

    :param int column: column of the dash
    """
    inline = flow(value)
    if isinstance(value, dict) and column + len(inline) + 2 > WIDTH:
        return "- " + block(value, column + 2, newline)
    return "- " + inline


def split_scenario(text):
    """Part a scenario's text into its plan and the rest, every line as it is.

    :param str text: a plan, or a scenario with members, volumes or periods
    :return: (text of the plan, text of the rest or an empty one)
    """
    source = Source(text)
    keys = [key.value for key, _value in source.root.value]
    if not {"members", "volumes", "periods"} & set(keys) or "plan" not in keys:
        return text, ""
    if not is_block(source.root):
        model = source.model()
        return flow({"plan": model.pop("plan")}) + "\n", flow(model) + "\n"
    starts = [key.start_mark.index for key, _value in source.root.value]
    at = keys.index("plan")
    end = starts[at + 1] if at + 1 < len(starts) else len(text)
    return text[starts[at] : end], text[: starts[at]] + text[end:]


def _model(node):
    if isinstance(node, yaml.MappingNode):
        return {key.value: _model(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_model(item) for item in node.value]
    if node.tag == "tag:yaml.org,2002:bool":
        return node.value.lower() == "true"
    return None if node.tag == "tag:yaml.org,2002:null" else node.value


def child(node, step):
    """The part of a mapping or list under a key or position.

    :raise LookupError: there is none
    """
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value
    is_list = isinstance(node, yaml.SequenceNode) and isinstance(step, int)
    if is_list and 0 <= step < len(node.value):
        return node.value[step]
    raise LookupError(step)


def is_block(node):
    """Whether a list or mapping is written over several indented lines, without brackets."""
    return not isinstance(node, yaml.ScalarNode) and not node.flow_style


def end_of(text, node):
    """Where the text of a node ends; comments and empty lines behind it do not belong to it."""
    while is_block(node) and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end = node.end_mark.index
    while end > node.start_mark.index and text[end - 1] == "\n":
        end -= 1
    return end


# === WRITING === #


def scalar(value):
    """A text, a boolean or None as YAML that means just that.

    >>> scalar("5.00"), scalar("007"), scalar("true"), scalar(True), scalar("a: b")
    ('5.00', '"007"', '"true"', 'true', '"a: b"')
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    value = str(value)
    if _NUMBER.match(value):
        with contextlib.suppress(ValueError):
            if to_name(read_number(value)) == value:
                return value
    elif _DATE.match(value) or (_PLAIN.match(value) and not _WORDS.match(value)):
        return value
    return json.dumps(value, ensure_ascii=False)


def flow(value):
    """A value on one line.

    >>> flow([{"code": "silver", "require": []}])
    '[{code: silver, require: []}]'
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(k)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value)


def block(value, indent, newline="\n"):
    """A mapping over several lines, the first one where the writer stands.

    :param dict value: not empty
    :param int indent: column of its keys
    """
    lines = []
    for key, item in value.items():
        name, inline = scalar(key), flow(item)
        is_long = indent + len(name) + len(inline) > WIDTH
        if isinstance(item, dict) and item and is_long:
            pad = newline + " " * (indent + 2)
            lines.append(f"{name}:{pad}{block(item, indent + 2, newline)}")
        elif isinstance(item, list) and item and (is_long or isinstance(item[0], dict)):
            pad = newline + " " * (indent + 2)
            entries = "".join(pad + list_entry(one, indent + 2, newline) for one in item)
            lines.append(f"{name}:{entries}")
        else:
            lines.append(f"{name}: {inline}")
    return (newline + " " * indent).join(lines)


__all__ = [
    "LanguageError",
    "Source",
    "block",
    "child",
    "end_of",
    "flow",
    "is_block",
    "scalar",
    "split_scenario",
]
