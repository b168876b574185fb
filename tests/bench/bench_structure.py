# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Time of the structure's questions for a leader with half of the network below.

Opening, a page of children, the way to the deepest member, a card, a search; without HTTP.
"""

import statistics
import time

from bench_portal import build
from setting import main, seconds, settle, timed

from odoo.tools import SQL

REPEATS = 20


def deepest_place(env, root_id):
    """Return (place id, member number) of the member furthest below a place."""
    [row] = env.execute_query(
        SQL(
            """WITH RECURSIVE down (id, partner_id, level) AS (
                SELECT id, partner_id, 0 FROM mlm_place WHERE id = %s
                UNION ALL
                SELECT e.id, e.partner_id, down.level + 1
                  FROM down JOIN mlm_place e ON e.parent_id = down.id AND e.active)
            SELECT down.id, p.mlm_member_number
              FROM down JOIN res_partner p ON p.id = down.partner_id
             WHERE p.mlm_role = 'partner' ORDER BY level DESC, down.id LIMIT 1""",
            root_id,
        )
    )
    return row


def median_ms(env, question):
    """Return the median of some answers with cold caches, in milliseconds."""
    taken = []
    for _repeat in range(REPEATS):
        env.invalidate_all()
        start = time.perf_counter()
        question()
        taken.append(1000 * (time.perf_counter() - start))
    return round(statistics.median(taken), 1)


def bench(env, members):
    """Build, ask, return the report."""
    with timed("build"):
        below = build(env, members)
    settle(env.cr)
    leader = env["res.users"].search([("login", "=", "bench_leader")]).partner_id
    opened = leader._mlm_tree_open()
    tree, root = opened["tree"], opened["root"]["id"]
    deepest, number = deepest_place(env, root)
    questions = {
        "open": leader._mlm_tree_open,
        "children": lambda: leader._mlm_tree_children(tree, root),
        "path": lambda: leader._mlm_tree_path(tree, deepest),
        "member": lambda: leader._mlm_tree_member(tree, deepest),
        "search_number": lambda: leader._mlm_tree_search(tree, number),
        "search_name": lambda: leader._mlm_tree_search(tree, "Member 7"),
    }
    return {
        "bench": "structure",
        "members": members,
        "below": below,
        "frontline": opened["root"]["children"],
        "median_ms": {name: median_ms(env, question) for name, question in questions.items()},
        "seconds": seconds,
    }


if __name__ == "__main__":
    main(bench, "Time of the structure's questions for a leader.")
