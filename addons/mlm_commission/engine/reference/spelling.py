# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One spelling for what a document may write in several ways: names as text, truth as truth."""

NAMES = {
    "attribute",
    "breakaway",
    "code",
    "currency",
    "instead_of",
    "kind",
    "kinds",
    "leader",
    "market",
    "markets",
    "member",
    "of",
    "parent",
    "rank",
    "sponsor",
    "stop_at",
    "threshold",
    "tree",
}
FLAGS = {
    "active",
    "blocked",
    "customer_is_level",
    "customer_volume",
    "differential",
    "include_self",
    "own_group",
    "repeat",
    "strict",
    "terminated",
    "volume_roll_up",
    "without_strongest",
}
TRUTH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def text(name):
    """A name as text, whether the document wrote it bare or quoted.

    >>> text(17), text("17"), text(True)
    ('17', '17', 'true')
    """
    return str(name).lower() if isinstance(name, bool) else str(name)


def truth(value):
    """A truth value, also where it is written as a word; anything else stays.

    >>> truth("No"), truth(True)
    (False, True)
    """
    return TRUTH.get(value.strip().lower(), value) if isinstance(value, str) else value


def spelled(value, key=None):
    """A document, or a part of it, in one spelling; facts about members stay as they are.

    >>> spelled({"rates": {1: [5]}, "rank": 1, "own_group": "no"})
    {'rates': {'1': [5]}, 'rank': '1', 'own_group': False}
    """
    if isinstance(value, dict):
        is_facts = key == "attributes"
        return {
            text(name): item if is_facts else spelled(item, text(name))
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [spelled(item, key) for item in value]
    if key in NAMES and value is not None:
        return text(value)
    return truth(value) if key in FLAGS else value
