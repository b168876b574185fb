# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is wrong with a document of the plan language, each problem with its place."""

from . import schema
from .kinds import REGISTRY
from .language import to_name
from .schema import join
from .words import _

TREE_KEYS = {
    "unilevel": {},
    "binary": {"strategy": schema.choice("manual", "left", "right", "weaker", "balanced")},
    "matrix": {
        "width": schema.number(minimum=1, maximum=1000, whole=True),
        "depth": schema.number(minimum=1, maximum=1000, whole=True),
        "fill": schema.choice("breadth_first", "depth_first"),
    },
    "monoline": {},
    "x_up": {"pattern": schema.list_of(schema.choice("up", "keep"))},
    "board": {
        "width": schema.number(minimum=1, maximum=1000, whole=True),
        "height": schema.number(minimum=1, maximum=100, whole=True),
    },
}
TREE_REQUIRED = {"matrix": ("width",), "x_up": ("pattern",), "board": ("width", "height")}

ROUNDING = schema.mapping(
    {
        "to": schema.number(above=0),
        "method": schema.choice("half_up", "half_even", "down"),
    }
)
CAP_KEYS = {
    "per_member": schema.by_rank(schema.amount),
    "per_owner": schema.by_rank(schema.amount),
    "company": schema.percent,
}
MARKET = schema.mapping(
    {
        "name": schema.text,
        "point_value": schema.number(above=0),
        "currency": schema.text,
        "rate": schema.number(above=0),
    },
    may_be_empty=True,
)
PLAN_KEYS = {
    "name": schema.text,
    "currency": schema.text,
    "rounding": ROUNDING,
    "point_value": schema.number(above=0),
    "trees": schema.anything,
    "customer_volume": schema.boolean,
    "volume_roll_up": schema.boolean,
    "markets": schema.map_of(MARKET),
    "active": schema.conditions,
    "ranks": schema.anything,
    "rank_mode": schema.choice("best", "ladder"),
    "demotion": schema.mapping({"after_periods": schema.number(minimum=1, whole=True)}),
    "breakaway": schema.rank,
    "bonuses": schema.anything,
    "caps": schema.list_of(schema.one_of(CAP_KEYS, beside={"of": schema.anything})),
}
RANK_KEYS = {"code": schema.text, "name": schema.text, "require": schema.conditions}


def check_document(document):
    """See :func:`.language.check`."""
    checker = schema.Checker()
    known = ("scenario", "source", "plan", "members", "volumes", "rates", "expect", "periods")
    for key in document:
        if key not in known:
            checker.error(to_name(key), _("unknown key%(hint)s"), hint=schema.hint(key, known))
    if "plan" in document:
        check_plan(checker, document["plan"])
    else:
        checker.error("plan", _("the key 'plan' is missing"))
    if set(document) & {"members", "volumes", "rates", "expect", "periods"}:
        from .check_scenario import check_scenario

        check_scenario(checker, document)
    return checker.problems


def check_plan(checker, plan):
    """Check the part ``plan`` and learn its ranks, trees and bonuses on the way."""
    if not isinstance(plan, dict):
        checker.error("plan", _("a mapping of keys to values is expected here"))
        return
    _learn_ranks(checker, plan.get("ranks"))
    _learn_trees(checker, plan.get("trees"))
    markets = plan.get("markets")
    checker.markets = list(map(to_name, markets)) if isinstance(markets, dict) else []
    schema.mapping(PLAN_KEYS)(checker, plan, "plan")
    _check_active(checker, plan.get("active"))
    ranks = plan.get("ranks")
    for index, rank in enumerate(ranks if isinstance(ranks, list) else []):
        schema.mapping(RANK_KEYS, ("code",))(checker, rank, f"plan.ranks[{index}]")
    checker.has_breakaway = "breakaway" in plan
    _check_breakaway(checker, plan)
    _check_bonuses(checker, plan.get("bonuses"))
    caps = plan.get("caps")
    for index, cap in enumerate(caps if isinstance(caps, list) else []):
        if isinstance(cap, dict) and "of" in cap:
            codes = schema.list_of(schema.any_bonus_code, minimum=1)
            codes(checker, cap["of"], f"plan.caps[{index}].of")


def _learn_ranks(checker, ranks):
    if ranks is None:
        return
    if not isinstance(ranks, list):
        checker.error("plan.ranks", _("a list is expected here, the lowest rank first"))
        return
    for index, rank in enumerate(ranks):
        if not isinstance(rank, dict) or "code" not in rank:
            continue
        code = to_name(rank["code"])
        path = f"plan.ranks[{index}].code"
        if code in ("any", "none"):
            checker.error(
                path, _("'%(code)s' has a meaning of its own and cannot be a rank"), code=code
            )
        if code in checker.ranks:
            checker.error(path, _("the rank '%(code)s' stands twice"), code=code)
        checker.ranks.append(code)


def _learn_trees(checker, trees):
    if trees is None:
        return
    if not isinstance(trees, dict):
        checker.error("plan.trees", _("a mapping of names to trees is expected here"))
        return
    for name, options in trees.items():
        path = join("plan.trees", name)
        if to_name(name) == "sponsor":
            checker.error(path, _("the sponsor tree always exists; name this one differently"))
            continue
        if not isinstance(options, dict) or str(options.get("kind")) not in TREE_KEYS:
            checker.error(
                path, _("a tree needs a 'kind', one of: %(known)s"), known=", ".join(TREE_KEYS)
            )
            continue
        kind = str(options["kind"])
        keys = {"kind": schema.text, **TREE_KEYS[kind]}
        schema.mapping(keys, TREE_REQUIRED.get(kind, ()))(checker, options, path)
        checker.trees[to_name(name)] = kind
        checker.tree_options[to_name(name)] = options


def _check_active(checker, active):
    for condition in schema.walk_conditions(active):
        if condition.get("measure") in schema.RANK_MEASURES:
            checker.error(
                "plan.active",
                _("%(measure)s depends on ranks, which are worked out after activity"),
                measure=condition["measure"],
            )


def _mappings(plan, key):
    """The entries of a list of the plan that are mappings, whatever stands there."""
    entries = plan.get(key)
    return [e for e in entries if isinstance(e, dict)] if isinstance(entries, list) else []


def _check_breakaway(checker, plan):
    ranks, bonuses = _mappings(plan, "ranks"), _mappings(plan, "bonuses")
    slabs = [bonus["slab"] for bonus in bonuses if isinstance(bonus.get("slab"), dict)]
    uses = [
        ("plan.ranks", [rank.get("require") for rank in ranks]),
        ("plan.bonuses", [bonus.get("require") for bonus in bonuses]),
        ("plan.bonuses", slabs),
    ]
    for path, conditions in uses:
        measures = {condition.get("measure") for condition in schema.walk_conditions(conditions)}
        if "open_volume" in measures and "breakaway" not in plan:
            checker.error(path, _("open_volume needs 'plan.breakaway', the rank that breaks away"))


def _check_bonuses(checker, bonuses):
    if bonuses is None:
        return
    if not isinstance(bonuses, list):
        checker.error("plan.bonuses", _("a list is expected here"))
        return
    checker.all_bonuses = [
        to_name(bonus["code"]) for bonus in bonuses if isinstance(bonus, dict) and "code" in bonus
    ]
    for index, bonus in enumerate(bonuses):
        path = f"plan.bonuses[{index}]"
        if not isinstance(bonus, dict):
            checker.error(path, _("a mapping of keys to values is expected here"))
            continue
        _check_bonus(checker, bonus, path)
        if "code" in bonus and not isinstance(bonus["code"], list | dict):
            code = to_name(bonus["code"])
            if code in checker.bonuses:
                checker.error(join(path, "code"), _("the bonus '%(code)s' stands twice"), code=code)
            checker.bonuses.append(code)
            checker.bonus_specs[code] = bonus


def _check_bonus(checker, bonus, path):
    kind = bonus.get("kind")
    if not isinstance(kind, str) or kind not in REGISTRY:
        hint = schema.hint(kind, REGISTRY)
        checker.error(
            join(path, "kind"), _("unknown bonus kind %(kind)s%(hint)s"), kind=repr(kind), hint=hint
        )
        return
    implementation = REGISTRY[kind]
    required = ("code", *implementation.REQUIRED)
    schema.mapping(implementation.all_keys(), required)(checker, bonus, path)
    implementation.check(checker, bonus, path)
    if "reward" in bonus and "cap" in bonus:
        checker.error(join(path, "cap"), _("a reward that is not money has no cap"))
