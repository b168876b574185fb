# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What settlement documents cost beside Odoo's own batch posting of equal bills.

Parts of as many statements as one job settles alternate with as many vendor bills of the same
partners, lines, accounts and taxes, created and posted by Odoo alone in a journal of the same
settings. Both in one process and database, commit included. Bar: at most 1.3, memory flat.
"""

import gc
import resource
import statistics
import sys
import time

from setting import main, seconds, timed

from odoo import Command, fields

BONUSES = 3
WARM_UP = 2


def memory():
    """Return the memory in use, in MB."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize() // 2**20


def build_company(env):
    """A German company that may settle; the rule of regular partners and their tax."""
    company = env["res.company"].create(
        {
            "name": "Bench",
            "country_id": env.ref("base.de").id,
            "street": "Main Street 1",
            "zip": "06108",
            "city": "Halle",
        }
    )
    env["account.chart.template"].try_loading("de_skr03", company=company, install_demo=False)
    return company


def build_partners(env, company, count):
    """Partners with all that a document needs, of the status "regular"."""
    market = env["mlm.market"].create(
        {"name": "Bench", "code": "bench", "company_id": company.id, "release_rule": "invoice"}
    )
    partners = env["res.partner"]
    for start in range(0, count, 1000):
        partners |= partners.create(
            [
                {
                    "name": f"Bench {number}",
                    "street": "Lindenweg 3",
                    "zip": "06108",
                    "city": "Halle",
                    "country_id": company.country_id.id,
                    "mlm_tax_number": "181/815/08155",
                    "mlm_type_id": env.ref("mlm_base.partner_type_distributor").id,
                    "mlm_market_id": market.id,
                    "mlm_state": "active",
                    "mlm_date_joined": "2020-01-01",
                }
                for number in range(start, min(start + 1000, count))
            ]
        )
    agreement = env["mlm.agreement"].create(
        {"name": "Bench", "code": "bench_self_billing", "is_self_billing": True}
    )
    version = env["mlm.agreement.version"].create(
        {
            "agreement_id": agreement.id,
            "name": "1",
            "date_from": "2020-01-01",
            "text": "<p>The company writes the invoices.</p>",
        }
    )
    version.action_publish()
    day = fields.Date.today().replace(day=1)
    acceptance = {"version_id": version.id, "method": "paper", "accepted_at": "2026-01-01"}
    env["mlm.agreement.acceptance"].create([{"partner_id": p.id, **acceptance} for p in partners])
    status = {"company_id": company.id, "status": "regular", "date_declared": day}
    env["mlm.tax.status"].create(
        [{"partner_id": p.id, "date_from": "2020-01-01", **status} for p in partners]
    )
    return partners


def build_statements(env, company, partners):
    """One statement of three bonuses per partner, as a closed month leaves them."""
    day = fields.Date.subtract(fields.Date.today().replace(day=1), months=1)
    plan = env["mlm.plan"].create({"name": "Bench", "code": "bench", "company_id": company.id})
    version = env["mlm.plan.version"].create(
        {
            "plan_id": plan.id,
            "date_from": day,
            "definition": "plan:\n  currency: EUR\n  bonuses:\n"
            + "".join(
                f"    - {{code: level{number}, kind: level, rates: [5]}}\n"
                for number in range(BONUSES)
            ),
        }
    )
    version._release()
    period = env["mlm.period"].create({"company_id": company.id, "kind": "month", "date_from": day})
    run = period._new_run("trial")
    statements = env["mlm.statement"].create(
        [
            {
                "period_id": period.id,
                "run_id": run.id,
                "company_id": company.id,
                "partner_id": partner.id,
                "amount_earned": 60,
                "amount_payable": 60,
            }
            for partner in partners
        ]
    )
    env["mlm.statement.line"].create(
        [
            {"statement_id": s.id, "bonus_id": bonus.id, "line_count": 1, "amount": 10 * number}
            for s in statements
            for number, bonus in enumerate(version.bonus_ids, start=1)
        ]
    )
    return statements


def post_plain(env, partners, pattern, journal):
    """Odoo alone: equal bills created in one batch and posted in one batch."""
    moves = env["account.move"].create(
        [
            {
                "move_type": "in_invoice",
                "journal_id": journal.id,
                "company_id": journal.company_id.id,
                "partner_id": partner.id,
                "invoice_date": pattern.invoice_date,
                "date": pattern.date,
                "invoice_date_due": pattern.invoice_date_due,
                "invoice_payment_term_id": False,
                "fiscal_position_id": pattern.fiscal_position_id.id,
                "delivery_date": pattern.delivery_date,
                "payment_reference": "Commission",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": line.name,
                            "quantity": 1,
                            "price_unit": line.price_unit,
                            "account_id": line.account_id.id,
                            "tax_ids": [Command.set(line.tax_ids.ids)],
                        }
                    )
                    for line in pattern.invoice_line_ids
                ],
            }
            for partner in partners
        ]
    )
    moves.action_post()
    env.cr.commit()
    return moves


def clock(env, work):
    """Return (result, seconds) of work begun with empty caches."""
    env.invalidate_all()
    gc.collect()
    begin = time.perf_counter()
    result = work()
    return result, time.perf_counter() - begin


def bench(env, members):
    """Settle and post in turn; return the report."""
    with timed("build"):
        company = build_company(env)
        env = env(context={"allowed_company_ids": company.ids})
        partners = build_partners(env, company, members)
        statements = build_statements(env, company, partners)
        run = env["mlm.settlement.run"].create(
            {"company_id": company.id, "date": fields.Date.today()}
        )
        settling = company._mlm_settlement_journal()
        journal = settling.copy({"code": "BENCH", "name": "Bench"})
        statements.settlement_run_id = run
        env.cr.commit()
    parts = run._parts(run._waiting())
    ours, plain, used = [], [], []
    for number, part in enumerate(parts):
        ids, owners = part.ids, part.partner_id

        def settle(ids=ids):
            run._settle_part(ids)
            env.cr.commit()

        ours.append(clock(env, settle)[1])
        pattern = env["mlm.statement"].browse(ids[0]).move_id
        plain.append(clock(env, lambda o=owners, p=pattern: post_plain(env, o, p, journal))[1])
        used.append(memory())
        sys.stderr.write(f"{number + 1}/{len(parts)} {ours[-1]:.2f} {plain[-1]:.2f}\n")
    with timed("finish"):
        run._finish()
        env.cr.commit()
    posted = env["account.move"].search_count(
        [("journal_id", "=", settling.id), ("state", "=", "posted"), ("move_type", "!=", "entry")]
    )
    counted = slice(WARM_UP if len(parts) > WARM_UP else 0, None)
    total, floor = sum(ours[counted]) + seconds["finish"], sum(plain[counted])
    return {
        "bench": "settlement",
        "statements": members,
        "posted": posted,
        "seconds": seconds | {"ours": round(sum(ours), 2), "odoo": round(sum(plain), 2)},
        "ratio": round(total / floor, 3),
        "ratio_of_medians": round(statistics.median(ours) / statistics.median(plain), 3),
        "bar": 1.3,
        "memory_mb": {"after_warm_up": used[min(WARM_UP, len(used) - 1)], "at_end": used[-1]},
    }


if __name__ == "__main__":
    main(bench, "Settle statements beside Odoo's own posting.")
