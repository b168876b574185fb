# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import doctest
import random
from itertools import product

from odoo.tests import BaseCase, tagged

from odoo.addons.mlm_genealogy import boards, placement
from odoo.addons.mlm_genealogy.placement import NO_PLACE, Forest, NeedsChoice, make_placer


def slots_below(forest, start, width, depth):
    """Oracle: every path of legs below the start that leads to a free slot whose parent exists."""
    found = []
    children = {
        (forest.parent[node], forest.leg[node]): node
        for node in range(len(forest))
        if forest.parent[node] != NO_PLACE
    }
    todo = [(start, ())]
    while todo:
        node, path = todo.pop()
        for leg in range(1, width + 1):
            child = children.get((node, leg))
            if child is None:
                found.append(((*path, leg), node, leg))
            elif not depth or len(path) + 1 < depth:
                todo.append((child, (*path, leg)))
    return found


def oracle(forest, start, kind, options):
    """Choose among all free slots by the words of the plan language, the slow and obvious way."""
    width = placement.width_of(kind, options.get("width", 0))
    slots = slots_below(forest, start, width, options.get("depth", 0))
    fill = options.get("fill")
    if not slots:  # the start's own matrix is full: below it, level by level
        slots, fill = slots_below(forest, start, width, 0), "breadth_first"
    strategy = options.get("strategy")
    if strategy == "weaker":
        volumes = [0, 0]
        for node in range(len(forest)):
            walk = node
            while forest.parent[walk] not in (NO_PLACE, start):
                walk = forest.parent[walk]
            if forest.parent[walk] == start and node != start:
                volumes[forest.leg[walk] - 1] += forest.own[node]
        strategy = "left" if volumes[0] <= volumes[1] else "right"
    if strategy in ("left", "right"):
        leg = 1 if strategy == "left" else 2
        slots = [slot for slot in slots if set(slot[0]) == {leg}]
        return slots[0][1:]
    if fill == "depth_first":
        key = None
    else:

        def key(slot):
            return len(slot[0]), slot[0]

    slots.sort(key=key)
    return slots[0][1:]


@tagged("post_install", "-at_install")
class TestPlacement(BaseCase):
    def test_doctests(self):
        for module in (placement, boards):
            result = doctest.testmod(module)
            self.assertEqual(result.failed, 0)
            self.assertGreater(result.attempted, 0)

    def _grow(self, kind, sponsors, **options):
        """Place one member per entry under place number ``sponsors[i]``; return the parents."""
        forest = Forest(placement.width_of(kind, options.pop("width", 0)))
        forest.add()
        placer = make_placer(forest, kind, **options)
        return [(forest.add(*spot), spot)[1] for spot in (placer.find(start) for start in sponsors)]

    def test_binary_left_and_right_go_to_the_outermost_place(self):
        self.assertEqual(
            self._grow("binary", [0, 0, 1, 0], strategy="left"), [(0, 1), (1, 1), (2, 1), (3, 1)]
        )
        self.assertEqual(
            self._grow("binary", [0, 0, 1], strategy="right"), [(0, 2), (1, 2), (2, 2)]
        )

    def test_binary_balanced(self):
        self.assertEqual(
            self._grow("binary", [0] * 6, strategy="balanced"),
            [(0, 1), (0, 2), (1, 1), (1, 2), (2, 1), (2, 2)],
        )

    def test_binary_weaker_compares_legs_and_a_tie_goes_left(self):
        forest = Forest(2)
        forest.add()
        placer = make_placer(forest, "binary", strategy="weaker")
        spots = []
        for volume in (10, 3, 4, 5, 0):
            spots.append(placer.find(0))
            forest.add(*spots[-1], volume)
        # 10 left; 3, then 4, then 5 right (3 < 10, 7 < 10, 12 > 10), so the last goes left
        self.assertEqual(spots, [(0, 1), (0, 2), (2, 2), (3, 2), (1, 1)])

    def test_binary_manual_needs_a_choice(self):
        with self.assertRaises(NeedsChoice):
            make_placer(Forest(2), "binary").find(0)

    def test_matrix_spills_over_and_fills_up(self):
        self.assertEqual(
            self._grow("matrix", [0] * 4, width=3, depth=3), [(0, 1), (0, 2), (0, 3), (1, 1)]
        )
        self.assertEqual(
            self._grow("matrix", [0] * 6, width=2, depth=2, fill="depth_first"),
            [(0, 1), (1, 1), (1, 2), (0, 2), (4, 1), (4, 2)],
        )

    def test_what_does_not_fit_into_a_matrix_goes_below_it(self):
        # Two levels of two hold 6; the next two go to level 3, whatever filled the first two.
        self.assertEqual(
            self._grow("matrix", [0] * 8, width=2, depth=2)[6:],
            [(3, 1), (3, 2)],
        )
        self.assertEqual(
            self._grow("matrix", [0] * 8, width=2, depth=2, fill="depth_first")[6:],
            [(2, 1), (2, 2)],
        )

    def test_monoline_ignores_the_sponsor(self):
        self.assertEqual(self._grow("monoline", [0, 0, 1, 0]), [(0, 1), (1, 1), (2, 1), (3, 1)])

    def test_two_up_of_the_published_example(self):
        forest = Forest()
        emma, alice = forest.add(), forest.add(0)
        placer = make_placer(forest, "x_up", pattern=["up", "up"])
        placer.placed(emma)
        parents = []
        for sponsor in (alice, alice, alice, 4, 4, 4):
            spot = placer.find(sponsor)
            parents.append(spot[0])
            forest.add(*spot)
            placer.placed(sponsor)
        self.assertEqual(parents, [emma, emma, alice, alice, alice, 4])

    def test_x_up_root_keeps_what_it_cannot_pass_up(self):
        self.assertEqual(self._grow("x_up", [0], pattern=["up"]), [(0, 0)])

    def test_occupied_and_missing_legs_are_refused(self):
        forest = Forest(2)
        forest.add()
        forest.add(0, 1)
        for leg in (1, 3, 0):
            with self.assertRaises(ValueError):
                forest.add(0, leg)

    def test_cycle_is_reported(self):
        with self.assertRaises(ValueError):
            Forest.load(0, [1, 0], [0, 0]).topological()

    def test_strategies_agree_with_the_oracle_on_random_networks(self):
        kinds = [
            ("binary", {"strategy": "left"}),
            ("binary", {"strategy": "right"}),
            ("binary", {"strategy": "balanced"}),
            ("binary", {"strategy": "weaker"}),
        ] + [
            ("matrix", {"width": width, "depth": depth, "fill": fill})
            for width, depth, fill in product(
                (1, 2, 3), (0, 1, 2, 3), ("breadth_first", "depth_first")
            )
            if depth or fill == "breadth_first"
        ]
        for seed, (kind, options) in enumerate(kinds * 4):
            with self.subTest(seed=seed, kind=kind, **options):
                self._compare(random.Random(seed), kind, options)

    def _compare(self, rng, kind, options):
        forest = Forest(placement.width_of(kind, options.get("width", 0)))
        forest.own = []
        maker = {key: value for key, value in options.items() if key != "width"}
        placer = make_placer(forest, kind, **maker)
        for _i in range(60):
            volume = rng.choice((0, 0, 1, 5, -2))
            if not len(forest) or rng.random() < 0.03:
                forest.own.append(volume)
                forest.add(volume=volume)
                continue
            start = rng.randrange(len(forest))
            expected = oracle(forest, start, kind, options)
            if rng.random() < 0.2:  # somebody chooses a place by hand in between
                spot = rng.choice(slots_below(forest, start, forest.width, 0))[1:]
            else:
                spot = placer.find(start)
                self.assertEqual(spot, expected)
            forest.own.append(volume)
            forest.add(*spot, volume)

    def test_loading_gives_the_same_forest_as_growing(self):
        rng = random.Random(7)
        forest = Forest(2)
        forest.add(volume=3)
        placer = make_placer(forest, "binary", strategy="weaker")
        own = [3]
        for _i in range(80):
            own.append(rng.randrange(9))
            forest.add(*placer.find(rng.randrange(len(forest))), own[-1])
        loaded = Forest.load(2, forest.parent, forest.leg, own)
        self.assertEqual(loaded.volume, forest.volume)
        again = make_placer(loaded, "binary", strategy="weaker")
        self.assertEqual(again.find(0), placer.find(0))

    def test_chains_cost_in_proportion(self):
        forest = Forest(2)
        forest.add()
        placer = make_placer(forest, "binary", strategy="left")
        for start in range(30_000):  # a quadratic walk would take minutes here
            forest.add(*placer.find(0 if start % 2 else start))
        self.assertEqual(forest.parent[-1], 29_999)


@tagged("post_install", "-at_install")
class TestBoards(BaseCase):
    def test_board_fills_splits_and_goes_on(self):
        filler = boards.Boards(Forest(2), 2, 2)
        root, full, opened = filler.enter(None)
        self.assertEqual((root, full, opened), (0, None, [0]))
        for expected in range(1, 6):
            self.assertEqual(filler.enter(0), (expected, None, []))
        self.assertEqual(filler.enter(0), (6, 0, [1, 2]))
        self.assertEqual(filler.open, {1: 3, 2: 3})
        self.assertEqual(filler.choose([0, 5]), 2)  # 5 stands below 2; 0 has left its board
        self.assertEqual(filler.choose([]), 1)
        self.assertEqual(filler.newest(), 2)
        place, _full, _opened = filler.enter(2)
        self.assertEqual(filler.forest.parent[place], 5)

    def test_impossible_boards_are_refused(self):
        for width, height in ((1, 2), (2, 0)):
            with self.assertRaises(ValueError):
                boards.Boards(Forest(width), width, height)

    def test_random_boards_keep_their_count(self):
        rng = random.Random(3)
        filler = boards.Boards(Forest(3), 3, 2)
        full = 0
        filler.enter(None)
        for _i in range(400):
            _place, filled, opened = filler.enter(rng.choice(list(filler.open)))
            full += filled is not None
            self.assertEqual(len(opened), 3 if filled is not None else 0)
        for root, count in filler.open.items():
            self.assertEqual(count, len(filler._members(root)))
            self.assertLess(count, boards.board_size(3, 2))
        self.assertEqual(len(filler.open), 1 + 2 * full)
