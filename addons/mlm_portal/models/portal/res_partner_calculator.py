# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a partner would get for sales of the own team: the company's plan on made-up sales."""

import json
from decimal import Decimal, InvalidOperation

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, ormcache

from odoo.addons.mlm_commission.engine import language
from odoo.addons.mlm_commission.engine.forms.example import try_example

# What can be asked for; nobody may be shown a team that hardly anybody has.
MOST = {"customers": 50, "partners": 10, "below": 2, "their_customers": 10, "points": 1000}
ME = "me"


class ResPartner(models.Model):
    """The calculator beside the honest figures (LEGAL.md D3.12): never a dream without them."""

    _inherit = "res.partner"

    def _mlm_calculate(self, asked):
        """Compute a month in which the partner's team sells what is asked for.

        Only customers buy: nobody has to buy anything to earn by what this page says.

        :param dict asked: texts of the form: ``customers`` (own), ``partners`` (brought by the
            partner), ``below`` (brought by each of those), ``their_customers`` (of each of all
            those), ``points`` (per customer)
        :return: dict ``bonuses`` (list of (name, amount)), ``total``, ``rank``, ``reached``
            (percent of partners who earned as much in the last closed month), ``currency``
        :raise UserError: no number, or out of bounds
        """
        self.ensure_one()
        numbers = {name: self._mlm_asked_number(asked, name) for name in MOST}
        company = self.sudo().mlm_company_id
        runs = self._mlm_closed_runs(company)
        if not runs:
            raise UserError(self.env._("The calculator opens after the first closed month."))
        run_sudo = self.env["mlm.run"].sudo().browse(runs[0])
        document = language.load(run_sudo.plan_version_id.definition)
        plan = document.get("plan", document)
        ratios = self._mlm_points_ratios(company.id, run_sudo.id)
        sample = self._mlm_sample(numbers, ratios, plan.get("markets"))
        periods, problems = try_example(plan, json.dumps(sample))
        if problems:
            raise UserError(self.env._("The plan can't be computed on examples."))
        [me] = [one for one in periods[0]["members"] if one["name"] == ME]
        total = Decimal(me["total"])
        names = {bonus.code: bonus.name for bonus in run_sudo.plan_version_id._compiled().bonuses}
        return {
            "bonuses": [
                (names.get(code) or code, float(Decimal(amount)))
                for code, amount in me["bonuses"].items()
                if Decimal(amount)
            ],
            "total": float(total),
            "rank": me["rank"],
            "reached": self._mlm_share_reaching(run_sudo.id, total),
            "currency": company.currency_id,
        }

    def _mlm_asked_number(self, asked, name):
        try:
            number = Decimal(str(asked.get(name) or "0").strip().replace(",", "."))
        except InvalidOperation:
            number = None
        whole = name != "points"
        fits = number is not None and number.is_finite() and 0 <= number <= MOST[name]
        if not fits or (whole and number != int(number)):
            raise UserError(
                self.env._("Please enter numbers between 0 and %(most)s.", most=MOST[name])
            )
        return int(number) if whole else number.quantize(Decimal("0.01"))

    def _mlm_sample(self, numbers, ratios, markets):
        """Return members and volumes of the example, as the plan language states them."""
        market = {"market": self.sudo().mlm_market_id.code} if markets else {}
        members, volumes = {ME: dict(market)}, []

        def sell(seller, count):
            for number in range(count):
                buyer = f"{seller}c{number}"
                members[buyer] = {"sponsor": seller, "type": "customer", **market}
                points = numbers["points"]
                amounts = {key: str(round(points * ratios[key], 4)) for key in ("cv", "net")}
                volumes.append({"member": buyer, "pv": str(points), **amounts, **market})

        sell(ME, numbers["customers"])
        for first in range(numbers["partners"]):
            partner = f"p{first}"
            members[partner] = {"sponsor": ME, **market}
            sell(partner, numbers["their_customers"])
            for second in range(numbers["below"]):
                below = f"{partner}b{second}"
                members[below] = {"sponsor": partner, **market}
                sell(below, numbers["their_customers"])
        return {"members": members, "volumes": volumes}

    @api.model
    @ormcache("company_id", "run_id")
    def _mlm_points_ratios(self, company_id, run_id):
        """Return {"cv", "net"}: what a point stood for in the month of a final run."""
        [[pv, cv, net]] = self.env.execute_query(
            SQL(
                """SELECT sum(v.pv)::text, sum(v.cv)::text, sum(v.net)::text
                     FROM mlm_run r JOIN mlm_period p ON p.id = r.period_id
                     JOIN mlm_volume v ON v.company_id = %s AND v.pv > 0
                      AND v.date_commission >= p.date_from AND v.date_commission < p.date_to
                    WHERE r.id = %s""",
                company_id,
                run_id,
            )
        )
        points = Decimal(pv or 0)
        if not points:
            return {"cv": Decimal(1), "net": Decimal(1)}
        return {"cv": Decimal(cv) / points, "net": Decimal(net) / points}

    @api.model
    def _mlm_share_reaching(self, run_id, amount):
        """Return how many of 100 partners earned at least an amount in a run, rounded down."""
        [[reached, count]] = self.env.execute_query(
            SQL(
                """SELECT count(*) FILTER (WHERE m.amount >= %s), count(*)
                     FROM mlm_member_result m JOIN res_partner p ON p.id = m.partner_id
                    WHERE m.run_id = %s AND p.mlm_role = 'partner'""",
                amount,
                run_id,
            )
        )
        return 100 * reached // count if count else 0
