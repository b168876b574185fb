# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A plan tried on a small example, without any database."""

from decimal import Decimal

from ..language import Problem, check, load
from ..scenario import Scenario, results

MAX_MEMBERS = 500
MAX_LINES = 300

EXAMPLE = """# Who is sponsored by whom, and what was bought. Change it to see what the plan pays.
members:
  Ann: {}
  Ben: {sponsor: Ann}
  Carla: {sponsor: Ann}
  Dora: {sponsor: Ben}
  Emil: {sponsor: Dora}
  Uwe: {sponsor: Ann, type: customer}
  Vera: {sponsor: Ben, type: customer}
  Willi: {sponsor: Carla, type: customer}
  Xenia: {sponsor: Dora, type: customer}
  Yusuf: {sponsor: Emil, type: customer}
volumes:
  - {member: Ann, volume: 100}
  - {member: Uwe, volume: 100}
  - {member: Ben, volume: 300}
  - {member: Vera, volume: 100}
  - {member: Carla, volume: 200}
  - {member: Willi, volume: 100}
  - {member: Dora, volume: 400}
  - {member: Xenia, volume: 100}
  - {member: Emil, volume: 150}
  - {member: Yusuf, volume: 100}
"""


def try_example(plan, text):
    """What a plan pays in an example.

    :param dict plan: part ``plan`` of a document, without problems
    :param str text: YAML with ``members``, ``volumes`` or ``periods``
    :return: (periods, problems); a period is a dict with ``members`` and ``lines``, all figures
        as texts
    :raise LanguageError: the example cannot be read
    :raise ArithmeticError: figures beyond the engine's bounds
    """
    example = load(text)
    document = {**{key: value for key, value in example.items() if key != "expect"}, "plan": plan}
    problems = check(document)
    if problems:
        return [], problems
    members = len(document.get("members") or {})
    if members > MAX_MEMBERS:
        limit = f"the example has {members} members; it may have {MAX_MEMBERS}"
        return [], [Problem("members", limit)]
    scenario = Scenario(document)
    points = scenario.digits
    return [_period(result, points) for result, _expect in results(document)], []


def _period(result, digits):
    names = result.network.names
    codes = result.plan.rank_codes
    payout = {names[member]: paid for member, paid in result.payout().items()}
    members = []
    for index, name in enumerate(names):
        paid = payout.get(name, {})
        rank = int(result.rank[index])
        members.append(
            {
                "name": name,
                "rank": codes[rank] if rank >= 0 else "",
                "active": bool(result.active[index]),
                "customer": bool(result.network.is_customer[index]),
                "bonuses": {bonus: format(amount, "f") for bonus, amount in paid.items()},
                "total": format(sum(paid.values(), Decimal(0)), "f"),
            }
        )
    volume = Decimal(int(result.volumes.cv.sum())).scaleb(-digits)
    total = sum((Decimal(member["total"]) for member in members), Decimal(0))
    return {
        "members": members,
        "bonuses": [bonus.code for bonus in result.plan.bonuses],
        "lines": _lines(result, digits),
        "line_count": len(result.lines),
        "total": format(total, "f"),
        "volume": _short(volume),
        "ratio": _short((total * 100 / volume).quantize(Decimal("0.01"))) if volume > 0 else "",
    }


def _lines(result, digits):
    lines, names = result.lines, result.network.names
    codes = [bonus.code for bonus in result.plan.bonuses]
    amount = -result.amount_digits
    shown = []
    for index in range(min(len(lines), MAX_LINES)):
        source = int(lines.source[index])
        shown.append(
            {
                "earner": names[int(lines.earner[index])],
                "bonus": codes[int(lines.bonus[index])],
                "buyer": names[int(result.volumes.buyer[source])] if source >= 0 else "",
                "level": int(lines.level[index]),
                "base": _short(Decimal(int(lines.base[index])).scaleb(-digits)),
                "rate": _short(Decimal(int(lines.rate[index])).scaleb(-result.rate_digits)),
                "amount": format(Decimal(int(lines.amount[index])).scaleb(amount), "f"),
            }
        )
    return shown


def _short(number):
    """A number without needless zeros behind the point."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
