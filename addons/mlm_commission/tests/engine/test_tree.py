# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time

import numpy as np
import pytest
from engine.model import Network
from engine.tree import (
    CycleError,
    Tree,
    nearest_above,
    owners_now,
    partner_parents,
    volume_owners,
)
from hypothesis import given, settings
from hypothesis import strategies as st


@st.composite
def forests(draw):
    """Parents of up to 30 members in shuffled numbering, with values and marks."""
    size = draw(st.integers(1, 30))
    order = draw(st.permutations(range(size)))
    parent = [-1] * size
    for place, member in enumerate(order):
        above = draw(st.integers(-1, place - 1))
        parent[member] = -1 if above < 0 else order[above]
    values = draw(st.lists(st.integers(-50, 50), min_size=size, max_size=size))
    marks = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    return parent, values, marks


def line(parent, member):
    """Everybody above a member, nearest first."""
    above = []
    while parent[member] >= 0:
        member = parent[member]
        above.append(member)
    return above


@settings(max_examples=150)
@given(forests(), st.integers(0, 5))
def test_every_question_against_the_obvious_answer(forest, depth):
    parent, values, marks = forest
    size = len(parent)
    tree, array = Tree(np.array(parent)), np.array(values)
    above = [line(parent, m) for m in range(size)]
    below = [[m for m in range(size) if a == m or a in above[m]] for a in range(size)]
    children = [[m for m in range(size) if parent[m] == a] for a in range(size)]
    assert tree.depth.tolist() == [len(above[m]) for m in range(size)]
    assert tree.size.tolist() == [len(below[a]) for a in range(size)]
    for a in range(size):
        start = tree.position[a]
        team = tree.order[start : start + tree.size[a]].tolist()
        assert sorted(team) == below[a]
        assert [m for m in team if m in children[a]] == children[a]
    group = [sum(values[m] for m in below[a]) for a in range(size)]
    assert tree.group_sum(array).tolist() == group
    assert tree.children_sum(array).tolist() == [sum(values[m] for m in c) for c in children]
    assert tree.children_max(array).tolist() == [
        max((values[m] for m in c), default=0) for c in children
    ]
    assert tree.depth_sum(array, depth).tolist() == [
        sum(values[m] for m in below[a] if len(above[m]) - len(above[a]) <= depth)
        for a in range(size)
    ]
    assert tree.nearest(np.array(marks)).tolist() == [
        next((a for a in above[m] if marks[a]), -1) for m in range(size)
    ]


@given(forests())
def test_owners_and_lines_of_partners(forest):
    parent, _values, customer = forest
    owners = volume_owners(np.array(parent), np.array(customer)).tolist()
    lines = partner_parents(np.array(parent), np.array(customer)).tolist()
    for member in range(len(parent)):
        partner = next((a for a in line(parent, member) if not customer[a]), -1)
        assert owners[member] == (partner if customer[member] else member)
        assert lines[member] == (-1 if customer[member] else partner)


@pytest.mark.parametrize("parent", [[0], [1, 0], [-1, 2, 3, 1], [1, 2, 0, 0]])
def test_circles_are_refused(parent):
    with pytest.raises(CycleError, match="circle"):
        Tree(np.array(parent))
    with pytest.raises(CycleError):
        volume_owners(np.array(parent), np.ones(len(parent), dtype=bool))


def test_an_empty_tree():
    tree = Tree(np.zeros(0, dtype=np.int64))
    assert len(tree) == 0
    assert tree.group_sum(np.zeros(0, dtype=np.int64)).tolist() == []


def seconds(parent):
    start = time.perf_counter()
    tree = Tree(parent)
    tree.group_sum(np.ones(len(parent), dtype=np.int64))
    nearest_above(tree.parent, np.arange(len(parent)) % 1000 == 0)
    return tree, time.perf_counter() - start


def test_deep_lines_and_wide_fronts_cost_no_more_than_a_bush():
    size = 100_000
    numbers = np.arange(size)
    bush, usual = seconds((numbers - 1) // 3)
    deep, deep_time = seconds(numbers - 1)
    wide, wide_time = seconds(np.where(numbers > 0, 0, -1))
    assert bush.size[0] == size
    assert deep.depth[-1] == size - 1
    assert deep.size.tolist() == list(range(size, 0, -1))
    assert wide.children_sum(np.ones(size, dtype=np.int64))[0] == size - 1
    assert deep_time < 20 * usual + 0.5
    assert wide_time < 20 * usual + 0.5


def test_rows_of_customers_go_to_who_stays():
    """1 and 2 have left; 3 is a customer of 2; 2 and 3 bought."""
    network = Network(
        ids=np.arange(4),
        sponsor=np.array([-1, 0, 1, 2]),
        is_customer=np.array([False, False, False, True]),
        terminated=np.array([False, True, True, False]),
    )
    owner, buyer = np.array([2, 2, 0, -1]), np.array([3, 2, 0, 3])
    assert owners_now(owner, buyer, network).tolist() == [0, 2, 0, -1]
    network.terminated[:] = False
    assert owners_now(owner, buyer, network) is owner
