# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How much a plan can pay: of all volume, against the company's limit, and by country."""

from ...words import _
from ..base import rule
from ..numbers import percent

SOLVENCY = _(
    "A plan that pays more than was sold lives on new members' money (C-515/12 4finance; § 16 (2) "
    "UWG)."
)
COUNTRY_LIMITS = {"KR": 35, "CN": 30}
DEEP_KINDS = ("binary", "generation", "infinity", "differential", "board")


@rule("payout_over_100", SOLVENCY)
def payout_over_100(subject):
    """A network was found on which the plan pays more than all commissionable volume."""
    payout = subject.payout
    if payout.earned.ratio > 100:
        yield (
            "plan.bonuses",
            "error",
            _("The plan can pay %(ratio)s %% of the volume; see the network that shows it."),
            {"ratio": percent(payout.earned.ratio)},
        )
    elif payout.stated.ratio > 100:
        yield (
            "plan.bonuses",
            "warning",
            _(
                "If members hold the ranks from earlier periods, or by statement, the plan can pay "
                "%(ratio)s %% of the volume; see the network that shows it."
            ),
            {"ratio": percent(payout.stated.ratio)},
        )
    elif payout.bound.total is not None and payout.bound.total > 100:
        yield (
            "plan.bonuses",
            "warning",
            _(
                "The rates add up to %(bound)s %% at most. The highest payout found is %(ratio)s "
                "%%, but more than 100 %% is not excluded. A cap (company) excludes it."
            ),
            {"bound": percent(payout.bound.total), "ratio": percent(payout.best.ratio)},
        )


@rule("payout_unbounded", SOLVENCY)
def payout_unbounded(subject):
    """Nothing limits the share of volume that is paid, however small the single rate."""
    payout = subject.payout
    if payout.bound.total is not None or payout.earned.ratio > 100:
        return
    for index, (code, part) in enumerate(payout.bound.parts.items()):
        if part is not None or payout.bound.plan.bonuses[index].name == "matching":
            continue
        layer = payout.bound.layers.get(code)
        text = (
            _(
                "%(bonus)s pays the same volume again on each layer of the tree: up to %(layer)s "
                "%% per layer, without end. The highest payout found is %(ratio)s %%. A cap "
                "(company) limits it."
            )
            if layer
            else _(
                "The rates don't limit what %(bonus)s pays. The highest payout found is %(ratio)s "
                "%%. A cap (company) limits it."
            )
        )
        values = {"bonus": code, "ratio": percent(payout.best.ratio)}
        yield _place(subject, code), "warning", text, values | _known(layer=layer)


def _known(**shares):
    return {name: percent(share) for name, share in shares.items() if share}


def _place(subject, code):
    return next(path for bonus, path in subject.bonuses if str(bonus["code"]) == code)


@rule("payout_limit", _("The company has set a limit to what its plans may pay."))
def payout_limit(subject):
    """The company's own limit, or its markets'."""
    limit, ratio = subject.options.limit, subject.payout.best.ratio
    if ratio > limit and limit != 100:
        text = _("The plan can pay %(ratio)s %% of the volume; the limit is %(limit)s %%.")
        values = {"ratio": percent(ratio), "limit": percent(limit)}
        yield "plan.bonuses", "warning", text, values
    for market, most in subject.options.market_limits:
        if ratio > most:
            text = _("%(market)s: the plan can pay %(ratio)s %%; the limit there is %(limit)s %%.")
            values = {"market": market, "ratio": percent(ratio), "limit": percent(most)}
            yield "plan.bonuses", "warning", text, values


@rule(
    "country_limit",
    _(
        "Korea caps all pay at 35 percent of sales (door-to-door sales act); China allows one "
        "level only and 30 percent of own sales to consumers (direct selling regulations, art. 24)."
    ),
)
def country_limits(subject):
    """Countries whose law limits depth or payout."""
    for country in subject.options.countries:
        limit, ratio = COUNTRY_LIMITS.get(country), subject.payout.best.ratio
        if limit is None:
            continue
        if ratio > limit:
            text = _(
                "%(country)s: the plan can pay %(ratio)s %% of the volume; the law allows "
                "%(limit)s %%."
            )
            values = {"country": country, "limit": str(limit), "ratio": percent(ratio)}
            yield "plan.bonuses", "warning", text, values
        elif subject.payout.bound.total is None:
            text = _("%(country)s: nothing limits the payout to the %(limit)s %% of the law.")
            yield "plan.bonuses", "warning", text, {"country": country, "limit": str(limit)}
        if country == "CN":
            yield from _levels_in_china(subject)


def _levels_in_china(subject):
    for bonus, path in subject.bonuses:
        rates = bonus.get("rates")
        lists = rates.values() if isinstance(rates, dict) else [rates]
        deep = any(isinstance(row, list) and len(row) > 1 for row in lists)
        if deep or bonus["kind"] in DEEP_KINDS:
            yield (
                path,
                "warning",
                _("CN: %(bonus)s pays on more than one level."),
                {"bonus": str(bonus["code"])},
            )
