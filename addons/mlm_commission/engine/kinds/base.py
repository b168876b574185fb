# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What every bonus kind has: its keys, how it is compiled, how it makes lines."""

from .. import schema
from ..conditions import compile_conditions
from ..language import to_name
from ..tables import AmountTable
from ..words import _

# the keys of every bonus, whatever its kind
COMMON_KEYS = {
    "code": schema.text,
    "name": schema.text,
    "kind": schema.text,
    "tree": schema.tree,
    "base": schema.choice("cv", "pv"),
    "require": schema.conditions,
    "kinds": schema.list_of(schema.text),
    "cap": schema.by_rank(schema.amount),
    "period": schema.choice("month", "week"),
    "markets": schema.list_of(schema.market, minimum=1),
}
COMMON_DEFAULTS = {"tree": "sponsor", "base": "cv", "period": "month"}
COMMON_HELP = {
    "code": _("Short name under which lines, caps and other bonuses refer to the bonus"),
    "name": _("Label for people"),
    "kind": _("How the bonus is worked out"),
    "tree": _("The tree to walk in; the sponsor tree if none is named"),
    "base": _("Points that are paid: for commission (cv) or for qualification (pv)"),
    "require": _("Conditions on the earner beyond being active"),
    "kinds": _("The bonus sees only volumes of these kinds; all kinds if none is named"),
    "cap": _("Most that one earner gets from the bonus in a period"),
    "period": _("Whether the bonus is worked out in each month or in each week"),
    "markets": _("The bonus sees only volumes of these markets; all if none is named"),
}
# for the kinds that pay volume rows by rank
RANK_BY = {"rank_by": schema.choice("period", "date")}
RANK_BY_HELP = {"rank_by": _("Ranks of the whole period, or of the day of each order (date)")}


class BonusKind:
    """A bonus of a plan, compiled from its part of the document.

    Subclasses set ``name``, ``KEYS`` (key -> rule of :mod:`..schema`), ``REQUIRED``, ``HELP`` (key
    -> a line for people), ``DEFAULTS`` (key -> what holds without it) and implement :meth:`lines`;
    they know nothing of other kinds. The first sentence of the docstring describes the kind.
    """

    name = None
    KEYS = {}
    REQUIRED = ()
    HELP = {}
    DEFAULTS = {}
    # What the base of a line counts: points, or money in the plan's smallest unit.
    of_money = False
    slab = None

    @classmethod
    def all_keys(cls):
        """Every key that a bonus of the kind may state, with its rule."""
        return {**COMMON_KEYS, **cls.KEYS}

    @classmethod
    def check(cls, checker, spec, path):
        """Report what the rules in ``KEYS`` cannot see, such as keys that exclude each other."""

    def __init__(self, spec, plan, index):
        self.code = to_name(spec["code"])
        self.index = index
        self.tree = to_name(spec.get("tree", "sponsor"))
        self.base = spec.get("base", "cv")
        self.kinds = None if "kinds" not in spec else {to_name(kind) for kind in spec["kinds"]}
        self.markets = None
        if "markets" in spec:
            self.markets = {to_name(market) for market in spec["markets"]}
        self.period = spec.get("period") or plan.main_period
        self.by_date = spec.get("rank_by") == "date"
        self.require = compile_conditions(spec.get("require"), plan, self.tree)
        self.cap = None if "cap" not in spec else AmountTable(spec["cap"], plan)
        self.is_reward = "reward" in spec

    def measures(self):
        """The measures that its conditions, or the steps of its rates, look at."""
        return [*self.require.measures(), *([self.slab.measure] if self.slab else [])]

    def rates(self):
        """All rates in percent that the bonus may pay, as Fractions.

        The plan derives from them how many decimals a line's rate needs.
        """
        return ()

    def shares_of(self, rank):
        """Shares that a rank holds of the bonus's fund, None for a bonus without one.

        :param int rank: index or -1
        """
        return

    def before(self, run):
        """Called for every bonus before any lines are made: the place to take rows away."""

    def lines(self, run):
        """Make the bonus's lines for one period.

        :param run: the :class:`~..run.Run` with network, volumes, figures, ranks and carry
        :return: a :class:`~..run.LineBlock`, amounts not yet made
        """
        raise NotImplementedError
