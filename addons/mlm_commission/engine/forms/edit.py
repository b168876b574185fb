# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Edit single places of a document's text; everything else keeps every character.

An edit is a dict: ``{"do": "set", "path": […], "value": …}``, ``{"do": "remove", "path": […]}``,
``{"do": "insert", "path": […list], "at": n, "value": …}``, ``{"do": "move", "path": […list],
"at": n}`` (swaps the entries n and n + 1) or ``{"do": "rename", "path": […], "value": new key}``.
Paths hold keys (texts) and positions (ints); values are texts, booleans, lists and dicts, never
numbers.
"""

import contextlib
import copy
import json

import yaml

from ..words import Message, _
from .text import LanguageError, Source, block, child, end_of, flow, is_block, list_entry, scalar


class EditError(ValueError):
    """The edit cannot be made in this text without touching more than its place."""


def edit(text, edits):
    """Make edits one after the other.

    :param str text: a document
    :param list edits: see the module
    :return: the new text
    :raise LanguageError: the text cannot be read
    :raise EditError: the place does not exist, or the text does not allow the edit
    """
    for one in edits:
        source = Source(text)
        try:
            model = source.model()
            wanted = _edited_model(model, one)
            if wanted == model and one["do"] == "set":
                continue
            new = _Writer(source).apply(one)
        except (LookupError, TypeError, KeyError) as error:
            raise EditError(
                Message(_("there is no such place in the text: %(error)s"), error=str(error))
            ) from error
        text = _verified(new, wanted)
    return text


def plan_path(text):
    """The path to the plan's keys: they may stand at the top or below ``plan``."""
    return ["plan"] if "plan" in Source(text).model() else []


def _verified(text, wanted):
    """Refuse a text that does not mean what was wanted, e.g. because of an alias elsewhere."""
    with contextlib.suppress(LanguageError):
        if Source(text).model() == wanted:
            return text
    raise EditError(Message(_("this place is written in a way that only the YAML view can change")))


def _edited_model(model, one):
    """What the document shall be after the edit."""
    model = copy.deepcopy(model)
    *above, last = one["path"] or [None]
    if one["do"] in ("insert", "move"):
        target = model
        for step in one["path"]:
            target = target[step]
        at = one["at"]
        if one["do"] == "insert":
            target.insert(at, one["value"])
        else:
            target[at], target[at + 1] = target[at + 1], target[at]
        return model
    target = model
    for step in above:
        target = target[step]
    if one["do"] == "set":
        target[last] = one["value"]
    elif one["do"] == "remove":
        del target[last]
    else:
        items = [(one["value"] if key == last else key, value) for key, value in target.items()]
        target.clear()
        target.update(items)
    return model


class _Writer:
    """Makes one edit in a text."""

    def __init__(self, source):
        self.source = source
        self.text = source.text
        self.newline = "\r\n" if "\r\n" in source.text else "\n"

    def apply(self, one):
        path = one["path"]
        if one["do"] == "insert":
            return self._insert(path, one["at"], one["value"])
        if one["do"] == "move":
            return self._move(path, one["at"])
        parent, _above = self.source.find(path[:-1])
        if one["do"] == "remove":
            return self._remove(path[:-1], parent, path[-1])
        if one["do"] == "rename":
            key = next(key for key, _value in parent.value if key.value == path[-1])
            return self._put(key.start_mark.index, end_of(self.text, key), scalar(one["value"]))
        return self._set(path, parent, one["value"])

    def _put(self, start, end, words):
        return self.text[:start] + words + self.text[end:]

    # === SETTING === #

    def _set(self, path, parent, value):
        try:
            node = child(parent, path[-1])
        except LookupError:
            return self._add_key(path[:-1], parent, path[-1], value)
        if isinstance(value, list) and isinstance(node, yaml.SequenceNode) and value and node.value:
            return self._set_list(path, node, value)
        if isinstance(value, dict) and isinstance(node, yaml.MappingNode) and value and node.value:
            return self._set_map(path, value)
        return self._replace(node, value, parent)

    def _set_list(self, path, node, value):
        """Change the entries that differ, add or take away at the end."""
        model = self.source.model()
        for step in path:
            model = model[step]
        common = min(len(model), len(value))
        edits = [
            {"do": "set", "path": [*path, at], "value": value[at]}
            for at in range(common)
            if model[at] != value[at]
        ]
        edits += [
            {"do": "insert", "path": path, "at": at, "value": value[at]}
            for at in range(common, len(value))
        ]
        edits += [
            {"do": "remove", "path": [*path, at]} for at in reversed(range(common, len(node.value)))
        ]
        return edit(self.text, edits)

    def _set_map(self, path, value):
        model = self.source.model()
        for step in path:
            model = model[step]
        edits = [
            {"do": "set", "path": [*path, key], "value": item}
            for key, item in value.items()
            if key not in model or model[key] != item
        ]
        edits += [{"do": "remove", "path": [*path, key]} for key in model if key not in value]
        return edit(self.text, edits)

    def _replace(self, node, value, parent):
        start, end = node.start_mark.index, end_of(self.text, node)
        words = flow(value)
        if getattr(node, "style", None) in ("'", '"') and isinstance(value, str):
            words = json.dumps(value, ensure_ascii=False)  # what was quoted stays so
        key = self._key_of(node, parent)
        if key is not None and isinstance(value, dict | list):
            colon = self.text.index(":", end_of(self.text, key)) + 1
            if not self.text[colon:start].strip():  # no comment stands between
                entry = block({key.value: value}, key.start_mark.column, self.newline)
                return self._put(colon, max(colon, end), entry[len(scalar(key.value)) + 1 :])
        if is_block(node) and not is_block(parent):
            raise EditError(Message(_("a list in brackets holds no indented lines")))
        if start == end and start and self.text[start - 1] == ":":  # `key:` without a value
            words = " " + words
        return self._put(start, end, words)

    def _key_of(self, node, parent):
        """The key of a value in a mapping over several lines, None elsewhere."""
        if isinstance(parent, yaml.MappingNode) and is_block(parent):
            return next((key for key, value in parent.value if value is node), None)
        return None

    # === ADDING === #

    def _add_key(self, path, parent, key, value):
        if not isinstance(parent, yaml.MappingNode):
            if isinstance(parent, yaml.ScalarNode) and _model_is_empty(parent):
                above, _nodes = self.source.find(path[:-1])
                return self._replace(parent, {key: value}, above)
            raise LookupError(key)
        entry = f"{scalar(key)}: {flow(value)}"
        if not is_block(parent):
            return self._add_in_brackets(parent, len(parent.value), entry)
        indent = parent.value[0][0].start_mark.column
        end = self._line_end(end_of(self.text, parent))
        words = block({key: value}, indent, self.newline)
        return self._put(end, end, self.newline + " " * indent + words)

    def _insert(self, path, at, value):
        node, above = self.source.find(path)
        if isinstance(node, yaml.ScalarNode) or not node.value:
            inside_block = not above or is_block(above[-1])
            if inside_block and isinstance(value, dict) and value:
                return self._first_item(path, node, value)
            return self._replace(node, [value], above[-1])
        if not is_block(node):
            return self._add_in_brackets(node, at, flow(value))
        column = node.start_mark.column
        words = self._item(value, column, node)
        pad = " " * column
        if at < len(node.value):
            start = self._dash(node, at)
            return self._put(start, start, words + self.newline + pad)
        end = self._line_end(end_of(self.text, node))
        return self._put(end, end, self.newline + pad + words)

    def _first_item(self, path, node, value):
        """Make an empty list (``key: []`` or ``key:``) a list over several lines."""
        parent, _above = self.source.find(path[:-1])
        key = next(key for key, _value in parent.value if key.value == path[-1])
        column = key.start_mark.column + 2
        words = self.newline + " " * column + self._item(value, column, None)
        colon = self.text.index(":", end_of(self.text, key)) + 1
        return self._put(colon, max(colon, end_of(self.text, node)), words)

    def _item(self, value, column, siblings):
        """A list entry, written over several lines if the last one beside it is."""
        beside = siblings.value[-1] if siblings is not None and siblings.value else None
        if isinstance(value, dict) and value and beside is not None and is_block(beside):
            return "- " + block(value, column + 2, self.newline)
        return list_entry(value, column, self.newline)

    def _add_in_brackets(self, node, at, entry):
        if not node.value:
            return self._put(node.start_mark.index + 1, node.end_mark.index - 1, entry)
        if at < len(node.value):
            start = _start(node.value[at])
            return self._put(start, start, entry + ", ")
        end = end_of(self.text, _value(node.value[-1]))
        return self._put(end, end, ", " + entry)

    # === REMOVING AND MOVING === #

    def _remove(self, path, parent, step):
        entries = parent.value
        at = step
        if isinstance(parent, yaml.MappingNode):
            at = [key.value for key, _value in entries].index(step)
        entry = entries[at]
        if len(entries) == 1:
            empty = {} if isinstance(parent, yaml.MappingNode) else []
            above = self.source.find(path[:-1])[0] if path else parent
            return self._replace(parent, empty, above)
        if not is_block(parent):
            if at + 1 < len(entries):
                return self._put(_start(entry), _start(entries[at + 1]), "")
            end = end_of(self.text, _value(entry))
            return self._put(end_of(self.text, _value(entries[at - 1])), end, "")
        start = self._entry_start(parent, at)
        if not self.text[self._line_start(start) : start].strip():  # stands at its line's start
            end = self._line_end(end_of(self.text, _value(entry)))
            start = self._line_start(start)
            return self._put(start, min(end + len(self.newline), len(self.text)), "")
        return self._put(start, self._entry_start(parent, at + 1), "")

    def _move(self, path, at):
        node, _above = self.source.find(path)
        first, second = node.value[at], node.value[at + 1]
        if not is_block(node):
            spans = [(_start(one), end_of(self.text, _value(one))) for one in (first, second)]
        else:
            spans = [
                (self._dash(node, n), self._line_end(end_of(self.text, node.value[n])))
                for n in (at, at + 1)
            ]
        (a, b), (c, d) = spans
        text = self.text
        return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]

    def _entry_start(self, parent, at):
        if isinstance(parent, yaml.SequenceNode):
            return self._dash(parent, at)
        return _start(parent.value[at])

    def _dash(self, node, at):
        """Where the dash of a list entry stands: in the list's column, on or above its line."""
        place = node.value[at].start_mark.index
        while place >= 0:
            line = self._line_start(place)
            dash = line + node.start_mark.column
            if self.text[dash : dash + 1] == "-" and dash <= node.value[at].start_mark.index:
                return dash
            place = line - 1
        raise LookupError(at)

    def _line_start(self, place):
        return self.text.rfind("\n", 0, place) + 1

    def _line_end(self, place):
        """The end of the line of a place, in front of its line break."""
        end = self.text.find(self.newline, place)
        return len(self.text) if end < 0 else end


def _start(entry):
    return (entry[0] if isinstance(entry, tuple) else entry).start_mark.index


def _value(entry):
    return entry[1] if isinstance(entry, tuple) else entry


def _model_is_empty(node):
    return node.tag == "tag:yaml.org,2002:null"
