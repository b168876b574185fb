# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What mandatory training costs at 100,000 members: gates, the attribute of a run, reminders.

Bars: who is late in the whole company is known in under 5 s; for one member in under 20 ms.
"""

import network
from setting import build_network, main, seconds, timed

from odoo import fields

PASSED = 0.7


def make_training(env, company):
    """A training with all gates on a published course, mandatory since 2020."""
    course = env["slide.channel"].create({"name": "Bench", "is_published": True})
    gates = ("gate_recruiting", "gate_placement", "gate_payout", "gate_commission")
    return env["mlm.training"].create(
        {
            "name": "Bench",
            "company_id": company.id,
            "channel_id": course.id,
            "date_from": "2020-01-01",
            **dict.fromkeys(gates, True),
        }
    )


def pass_some(env, training, first, members):
    """Give part of the members two records each, one of which has expired."""
    env.cr.execute(
        """INSERT INTO mlm_training_record (name, partner_id, training_id, company_id, course,
                  date_passed, valid_until, how)
           SELECT 'B' || nr || '/' || years, %(first)s + nr, %(training)s, %(company)s, 'Bench',
                  %(today)s::date - 365 * years, %(today)s::date - 365 * years + 364, 'hand'
             FROM generate_series(0, %(last)s) nr, generate_series(0, 1) years""",
        {
            "first": first,
            "training": training.id,
            "company": training.company_id.id,
            "today": fields.Date.today(),
            "last": int(members * PASSED) - 1,
        },
    )
    env.cr.execute("ANALYZE mlm_training_record")


def bench(env, members):
    """Measure; the database is a copy that is thrown away."""
    synthetic = network.generate(members, 1)
    company, __, first = build_network(env, synthetic)
    env["mlm.training"].search([]).action_archive()
    training = make_training(env, company)
    pass_some(env, training, first, members)
    today = fields.Date.today()
    partner = env["res.partner"].browse(first + members - 1)
    partner._mlm_takes_on()
    with timed("one_gate"):
        partner._mlm_takes_on()
    with timed("attribute"):
        late = len(training._late_ids(today))
    with timed("gate_of_10000"):
        env["res.partner"].browse(range(first, first + members // 10))._mlm_late_trainings("payout")
    with timed("late_count"):
        shown = training.missing_count
    with timed("status_page"):
        status = env["mlm.training.status"].search([("state", "=", "overdue")], limit=80)
    with timed("team"):
        env["mlm.training.status"].search_count([("leader_id", "in", [first])])
    with timed("reminders"):
        noted = env["mlm.training.reminder"]._note()
    return {
        "members": members,
        "late": late,
        "late_as_shown": shown,
        "on_page": len(status),
        "noted": noted,
        "seconds": seconds,
    }


if __name__ == "__main__":
    main(bench, "Ask who is late with a mandatory training, for one member and for all.")
