# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Build a network with a month's orders in a database; prints the run and the first member's id.

    build_month.py -c odoo.conf -d DATABASE --members N [--shape normal|line|front]

A process of its own, so that what it needs doesn't count as memory of the run.
"""

from month_plan import month_plan
from network import generate_month
from setting import (
    build_network,
    build_places,
    build_volumes,
    loading,
    main,
    new_run,
    seconds,
    settle,
    timed,
)

from odoo import fields


def build(env, members, shape="normal"):
    """Load the network and queue a trial run of the whole plan."""
    day = fields.Date.today().replace(day=1)
    with timed("build"):
        synthetic = generate_month(members, shape)
        with loading(env.cr, members):
            company, market, first = build_network(env, synthetic)
            build_places(env, synthetic, company, first)
            build_volumes(env, synthetic, company, market, first, day)
        run = new_run(env, company, day, month_plan())
        env.cr.commit()
        settle(env.cr)
    return {"run": run.id, "first": first, "seconds": seconds["build"]}


if __name__ == "__main__":
    main(build, "Build a network with a month's orders.")
