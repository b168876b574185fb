# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The plan of the large measurements: everything that costs time at once."""

LEGS_FROM = 4
# Twelve ranks: volume with a leg cap, then also legs that hold a rank.
THRESHOLDS = (500, 1000, 2000, 4000, 8000, 15000, 30000, 60000, 120000, 250000, 500000, 1000000)


def month_plan():
    """The plan: ten levels with compression, 12 ranks, differential, four generations, binary,
    matching, pool; as YAML text."""
    codes = [f"r{number}" for number in range(1, len(THRESHOLDS) + 1)]
    ranks = []
    for number, points in enumerate(THRESHOLDS):
        volume = f"{{measure: group_volume, min: {points}, leg_cap: {{of_requirement: 50}}}}"
        legs = (
            f", {{measure: legs_with_rank, rank: {codes[number - 3]}, min: 2}}"
            if number >= LEGS_FROM
            else ""
        )
        ranks.append(f"    - {{code: {codes[number]}, require: [{volume}{legs}]}}")
    steps = ", ".join(f"{code}: {3 + 2 * number}" for number, code in enumerate(codes))
    shares = ", ".join(f"{code}: {number - 6}" for number, code in enumerate(codes[7:], start=7))
    return f"""plan:
  currency: EUR
  trees: {{placement: {{kind: binary}}}}
  active: [{{measure: personal_volume, min: 40}}]
  ranks:
{chr(10).join(ranks)}
  bonuses:
    - {{code: level, kind: level, compression: skip_inactive,
       rates: {{any: [5, 4, 3, 3, 2, 2, 1, 1, 1, 1]}}}}
    - {{code: difference, kind: differential, rates: {{{steps}}}}}
    - {{code: generations, kind: generation, leader: r2, rates: {{r2: [4, 3, 2, 1]}}}}
    - {{code: binary, kind: binary, tree: placement, mode: percent, rate: 10, cap: 5000}}
    - {{code: matching, kind: matching, of: [binary, generations], rates: {{any: [10]}}}}
    - {{code: pool, kind: pool, fund: 2, shares: {{{shares}}}}}
"""
