# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""All that the engine says about plans can be translated: its texts are marked, with values."""

import ast
from pathlib import Path

import engine
import pytest
from engine.language import LanguageError, check, load
from engine.words import Message, message_of

ENGINE = Path(engine.__file__).parent
FILES = sorted(ENGINE.glob("*.py")) + sorted(ENGINE.glob("kinds/*.py"))
SAYING = {"LanguageError", "EditError", "PlacementError"}
HELPS = {"HELP", "COMMON_HELP", "RANK_BY_HELP"}


def is_marked(node):
    """A text in ``_()``, or what was made of such texts before."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id in ("_", "Message")
    return isinstance(node, ast.Name | ast.Subscript)


def unmarked(tree):
    """Line numbers of problems, errors and helps whose text is not marked."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Attribute) and function.attr in ("error", "unsupported"):
                texts = node.args[1:2]
            elif isinstance(function, ast.Name) and function.id in SAYING:
                texts = node.args[:1]
            else:
                continue
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in HELPS:
            texts = [
                value
                for key, value in zip(node.value.keys, node.value.values, strict=True)
                if key is not None
            ]
        else:
            continue
        yield from (text.lineno for text in texts if not is_marked(text))


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_texts_are_marked(file):
    found = list(unmarked(ast.parse(file.read_text(encoding="utf-8"))))
    if file.name in ("plan.py", "scenario.py"):
        # they join problems that are messages themselves
        found = [line for line in found if "map(str, problems)" not in _line(file, line)]
    assert found == []


def _line(file, number):
    return file.read_text(encoding="utf-8").splitlines()[number - 1]


def test_an_unmarked_text_is_found():
    tree = ast.parse("checker.error(path, f'no {x}')\nHELP = {'a': 'b', **C}\nEditError('c')")
    assert sorted(unmarked(tree)) == [1, 2, 3]


def test_a_problem_keeps_its_parts():
    [problem] = check({"plan": {"bonuses": [{"code": "a", "kind": "level", "rats": [1]}]}})[:1]
    assert problem.message == "unknown key (did you mean 'rates'?)"
    assert problem.message.template == "unknown key%(hint)s"
    hint = problem.message.values["hint"]
    assert isinstance(hint, Message) and hint.values == {"name": "rates"}


def test_an_error_keeps_its_parts():
    with pytest.raises(LanguageError) as caught:
        load("plan: 12\n- x")
    assert message_of(caught.value).template == "no valid YAML: %(error)s"
    with pytest.raises(LanguageError) as caught:
        load("plan: {a: 2026-13-01}")
    message = message_of(caught.value)
    assert str(message) == "line 1, column 11: 2026-13-01 is no date of the calendar"
    assert message.values["mark"].template == "line %(line)s, column %(column)s"
