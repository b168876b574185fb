# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What marketing costs at 100,000 members: a segment, a newsletter queued, a step of a series due.

Bars: 100,000 recipients found and queued in under 60 s; 100,000 due steps without a duplicate,
though the worker is killed in the middle. Besides, the ranking of a contest.
"""

from unittest.mock import patch

import network
from setting import build_network, main, seconds, timed

from odoo import Command, fields

KILLED_AFTER = 3
SALES_DAY = "2026-03-02"


class Killed(Exception):
    """The worker dies."""


def make_reachable(env, company, first):
    """Give all members an address and the consent to the newsletter."""
    purpose = env.ref("mlm_base.consent_purpose_newsletter")
    env.cr.execute(
        """UPDATE res_partner SET email = 'b' || id || '@example.org',
                  email_normalized = 'b' || id || '@example.org', lang = 'en_US'
            WHERE mlm_company_id = %s""",
        [company.id],
    )
    env.cr.execute(
        """INSERT INTO mlm_consent (partner_id, purpose_id, is_given, given_at, source, text,
                  text_hash)
           SELECT id, %s, TRUE, now(), 'bench', 'bench', 'bench' FROM res_partner
            WHERE mlm_company_id = %s""",
        [purpose.id, company.id],
    )
    env.cr.execute("ANALYZE res_partner")
    env.cr.execute("ANALYZE mlm_consent")
    env.invalidate_all()


def make_sales(env, company, first, members):
    """One sale of each member to a customer, some of them returned."""
    env.cr.execute(
        """INSERT INTO mlm_volume (company_id, buyer_id, owner_id, buyer_role, product_class, kind,
               entry, quantity, pv, cv, net, net_currency, currency_id, date_order, date_invoice,
               date_release, date_commission)
           SELECT %(company)s, %(first)s + (nr + 1) %% %(members)s, %(first)s + nr, 'retail',
                  'goods', 'retail', 'invoice', 1, 1 + nr %% 97, 1, 10, 10, %(currency)s,
                  %(day)s, %(day)s, %(day)s, %(day)s
             FROM generate_series(0, %(members)s - 1) nr""",
        {
            "company": company.id,
            "first": first,
            "members": members,
            "currency": company.currency_id.id,
            "day": SALES_DAY,
        },
    )
    env.cr.execute("ANALYZE mlm_volume")


def make_contest(env, company):
    """A contest about the sales of that month."""
    return env["mlm.contest"].create(
        {
            "name": "Bench",
            "company_id": company.id,
            "date_from": SALES_DAY,
            "date_to": SALES_DAY,
        }
    )


def make_series(env, company):
    """A running series whose one step everybody is due for."""
    template = env["mail.template"].create(
        {
            "name": "Bench",
            "model_id": env["ir.model"]._get_id("res.partner"),
            "subject": "Hello {{ object.name }}",
            "body_html": '<p>Hello <t t-out="object.name"/>, <a href="https://example.com/a">go</a></p>',
            "partner_to": "{{ object.id }}",
            "use_default_to": False,
        }
    )
    return env["mlm.series"].create(
        {
            "name": "Bench",
            "company_id": company.id,
            "trigger": "partner_joined",
            "hour_from": 0,
            "hour_to": 24,
            "step_ids": [
                Command.create({"name": "One", "delay": 0, "template_id": template.id}),
            ],
        }
    )


def process_with_a_kill(env):
    """Deliver all due steps; one worker dies in the middle of its fourth batch."""
    people = env["mlm.series.person"]
    original = type(people)._write_deliveries
    calls = iter(range(10**9))

    def dies(self, *args):
        if next(calls) == KILLED_AFTER:
            raise Killed
        return original(self, *args)

    with patch.object(type(people), "_write_deliveries", dies):
        try:
            people._cron_process()
        except Killed:
            env.cr.rollback()
            env.invalidate_all()
    people._cron_process()


def bench(env, members):
    """Measure; the database is a copy that is thrown away, so commits are real."""
    synthetic = network.generate(members, 1)
    company, __, first = build_network(env, synthetic)
    make_reachable(env, company, first)
    env.cr.commit()

    segment = env["mlm.segment"].create(
        {"name": "Bench", "company_id": company.id, "leader_id": first}
    )
    with timed("segment"):
        count = segment.member_count
    mailing = env["mailing.mailing"].create(
        {
            "subject": "News",
            "body_html": "<p>News</p>",
            "mailing_model_id": env["ir.model"]._get_id("res.partner"),
            "mailing_domain": segment.filter_id.mailing_domain,
        }
    )
    with timed("recipients"):
        recipients = mailing._get_recipients()
    with timed("queue"):
        mailing.action_put_in_queue()
        env.cr.commit()

    make_sales(env, company, first, members)
    contest = make_contest(env, company)
    with timed("contest"):
        contest._rank()

    series = make_series(env, company)
    series.action_start()
    series.running_since = fields.Datetime.to_datetime("2019-01-01")
    with timed("enter"):
        entered = series._let_in()
        env.cr.commit()
    with timed("deliver"):
        process_with_a_kill(env)
    env.cr.execute(
        "SELECT count(*), count(DISTINCT res_id) FROM mailing_trace WHERE mass_mailing_id = %s",
        [series.step_ids.mailing_id.id],
    )
    mails, people = env.cr.fetchone()
    return {
        "members": members,
        "in_segment": count,
        "recipients": len(recipients),
        "ranked": len(contest.result_ids),
        "entered": entered,
        "mails": mails,
        "duplicates": mails - people,
        "missing": entered - people,
        "seconds": seconds,
        "ms_per_mail": round(1000 * seconds["deliver"] / max(mails, 1), 2),
    }


if __name__ == "__main__":
    main(bench, "Find, queue and serve the recipients of a newsletter and of a series.")
