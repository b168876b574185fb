# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A new code for a rank or a bonus: whatever refers to it follows."""

from .shapes import plan_shapes

REFERENCE = {"ranks": "rank", "bonuses": "bonus"}


def expanded(document, prefix, edits):
    """Edits of a form as edits of a document.

    Paths of a form begin below the plan. ``{"do": "rename_code", "path": ["ranks", 0], "value":
    new}`` becomes one edit per place that names the code.

    :param dict document: model of the document, see :class:`.text.Source`
    :param list prefix: the path to the plan's keys
    """
    plan = document[prefix[0]] if prefix else document
    found = []
    for one in edits:
        placed = {**one, "path": [*prefix, *one["path"]]}
        found += _renaming(plan, prefix, placed) if one["do"] == "rename_code" else [placed]
    return found


def _renaming(plan, prefix, one):
    table, at = one["path"][-2:]
    new = one["value"]
    old = plan[table][at].get("code")
    edits = [{"do": "set", "path": [*one["path"], "code"], "value": new}]
    if old is None or [entry.get("code") for entry in plan[table]].count(old) > 1:
        return edits
    keys = []
    for path, is_key in _references(plan, REFERENCE[table], old):
        if is_key:
            keys.append({"do": "rename", "path": [*prefix, *path], "value": new})
        else:
            edits.append({"do": "set", "path": [*prefix, *path], "value": new})
    return edits + keys


def _references(plan, wanted, code):
    """Pairs (path, whether it is a key there) of all places that name a code."""
    shapes = plan_shapes()
    yield from _in_mapping(plan, shapes["plan"], (), wanted, code)
    for at, rank in enumerate(plan.get("ranks") or []):
        yield from _in_mapping(rank, shapes["rank"], ("ranks", at), wanted, code)
    for at, cap in enumerate(plan.get("caps") or []):
        yield from _in_mapping(cap, shapes["caps"], ("caps", at), wanted, code)
    for at, bonus in enumerate(plan.get("bonuses") or []):
        keys = shapes["kinds"].get(bonus.get("kind"), ())
        yield from _in_mapping(bonus, keys, ("bonuses", at), wanted, code)


def _in_mapping(value, keys, path, wanted, code):
    if isinstance(value, dict):
        for key in keys:
            if key["name"] in value:
                place = (*path, key["name"])
                yield from _in_value(value[key["name"]], key, place, wanted, code)


def _in_value(value, key, path, wanted, code):
    if key["type"] in ("conditions", "slab"):
        if wanted == "rank":
            yield from _in_conditions(value, path, code)
    elif isinstance(value, dict) and key["type"] == "mapping":
        if not key["is_map"]:
            yield from _in_mapping(value, key["keys"], path, wanted, code)
    elif isinstance(value, dict):
        if wanted == "rank" and code in value:
            yield (*path, code), True
    elif key["type"] == wanted:
        entries = enumerate(value) if isinstance(value, list) else [(None, value)]
        for at, entry in entries:
            if entry == code:
                yield (path if at is None else (*path, at)), False


def _in_conditions(value, path, code):
    if isinstance(value, list):
        for at, item in enumerate(value):
            yield from _in_conditions(item, (*path, at), code)
    elif isinstance(value, dict):
        if value.get("rank") == code and "measure" in value:
            yield (*path, "rank"), False
        if "any" in value:
            yield from _in_conditions(value["any"], (*path, "any"), code)
