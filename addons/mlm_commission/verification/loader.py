# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Put a scenario of the plan language into the database: company, members, trees, ledger, plan.

Everything is made through the doors that real data uses, so that a verified scenario proves the
product and not a test double. The caller rolls back.
"""

import re
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tools import SQL

from odoo.addons.mlm_base.const import GOODS

from ..const import UNDATED
from ..engine.dump import dump
from ..engine.language import member_keys, to_bool, to_day, to_fraction, to_name
from ..engine.scenario import Scenario
from .places import PlacesLoader

LEDGER_KIND = re.compile(r"[a-z][a-z0-9_]*")
EPOCH = fields.Date.to_date("1970-01-01")


class ScenarioLoader:
    """Loads one scenario document, period by period.

    Periods are consecutive months from the current one on, so that everything placed today stands
    in the trees when a period ends.

    :param env: environment with superuser rights; the caller checks who asks
    :param dict document: as `engine.language.load` returns it, free of problems
    """

    def __init__(self, env, document):
        self.document = document
        self.plan = document["plan"]
        self.first_day = fields.Date.today().replace(day=1)
        self._days = list(self._calendar(document.get("periods") or [{}]))
        self.title = str(document.get("scenario") or "Scenario")
        currency = self._currency(env, self.plan.get("currency", "EUR"))
        self.company = env["res.company"].create(
            {"name": f"{self.title} ({id(document)})", "currency_id": currency.id}
        )
        self.env = env(
            context={
                **env.context,
                "allowed_company_ids": [self.company.id],
                "tracking_disable": True,
                "no_reset_password": True,
            }
        )
        self.markets = {
            name: self._create_market(env, name, stated or {})
            for name, stated in {None: {}, **(self.plan.get("markets") or {})}.items()
        }
        self.members = {}
        self.facts = {}
        self.scenario = Scenario(document)
        self._periods = self.scenario.periods()
        self.trees = self._create_trees()
        self.version = self._create_plan()

    # === SETTING UP === #

    def _calendar(self, periods):
        """The days of the periods: months from the current one on, weeks within their month.

        With weeks the first month is the next one: members are placed today, before any week ends.

        :return: iterator of (first day, day after the last, first day of rows of its own)
        """
        month = self.first_day
        if any(part.get("period") == "week" for part in periods):
            month = self.first_day = month + relativedelta(months=1)
        weeks = []
        for part in [*periods, {}]:
            if part.get("period") == "week":
                weeks.append(part)
                continue
            length = min(7, 27 // max(len(weeks), 1))
            for number in range(len(weeks)):
                start = fields.Date.add(month, days=number * length)
                yield start, fields.Date.add(start, days=length), start
            after = fields.Date.add(month, days=len(weeks) * length)
            yield month, month + relativedelta(months=1), after
            month, weeks = month + relativedelta(months=1), []

    def _create_market(self, env, name, stated):
        """A market of the plan, or the one of members without a market (None)."""
        code = "scenario" if name is None else to_name(name)
        currency = self._currency(env, stated.get("currency", self.plan.get("currency", "EUR")))
        return self.env["mlm.market"].create(
            {
                "name": f"{self.title} {code}",
                "code": code,
                "currency_id": currency.id,
                "company_id": self.company.id,
                "release_rule": "invoice",
                "withdrawal_days": 0,
                "grace_days": 0,
            }
        )

    def _market(self, *stated):
        """The first market that is stated, else that of members without one."""
        name = next((to_name(name) for name in stated if name is not None), None)
        known = {None if key is None else to_name(key): m for key, m in self.markets.items()}
        return known[name]

    def _currency(self, env, code):
        Currency = env["res.currency"].with_context(active_test=False)
        currency = Currency.search([("name", "=", str(code))], limit=1)
        currency = currency or Currency.create({"name": str(code)[:3], "symbol": str(code)[:3]})
        currency.active = True
        return currency

    def _create_trees(self):
        """One mlm.tree for each tree of the plan; the sponsor tree exists by itself."""
        trees = {}
        for name, options in (self.plan.get("trees") or {}).items():
            vals = {
                "name": to_name(name),
                "code": to_name(name),
                "company_id": self.company.id,
                "auto_enrol": False,
            }
            for key in ("kind", "strategy", "width", "depth", "fill", "height"):
                if key in options:
                    vals[key] = options[key]
            if "pattern" in options:
                vals["pattern"] = ", ".join(options["pattern"])
            trees[to_name(name)] = self.env["mlm.tree"].create(vals)
        return trees

    def _create_plan(self):
        bonuses = [
            {**bonus, "kinds": [_ledger_kind(kind) for kind in bonus["kinds"]]}
            if "kinds" in bonus
            else bonus
            for bonus in self.plan.get("bonuses") or []
        ]
        plan = self.env["mlm.plan"].create(
            {"name": self.title, "code": "scenario", "company_id": self.company.id}
        )
        version = self.env["mlm.plan.version"].create(
            {
                "plan_id": plan.id,
                "date_from": self.first_day,
                "definition": dump({"plan": {**self.plan, "bonuses": bonuses}}),
            }
        )
        # a scenario is rolled back; what the plan linter says of it matters to nobody
        version._release()
        return version

    # === MEMBERS === #

    def _partner_above(self, name):
        """The first partner on the sponsor line: in the books, customers sponsor nobody.

        The plan language says that whoever stands below a customer counts as sponsored by the
        first partner above.
        """
        while name is not None and self._type(name) == "customer":
            name = _name(self.facts[name].get("sponsor"))
        return self.members[name] if name is not None else self.env["res.partner"]

    def _enrol(self, members):
        """Create new members in file order; change the given keys of those that exist.

        Who has left comes back meanwhile: the language lets newcomers name it as their sponsor.
        """
        changed = []
        self._set_states(lambda _label: "active")
        for name, keys in members.items():
            label, stated = to_name(name), member_keys(keys)
            if label in self.members:
                self.facts[label].update(stated)
                changed.append(label)
            else:
                self.facts[label] = dict(stated)
        self._set_types("distributor")
        for label in self.facts:
            if label not in self.members:
                self._create_member(label)
        for label in changed:
            self._change(label)
        self._bind_sponsors()
        self._set_types("customer")
        for label, partner in self.members.items():
            attributes = self._attributes(label)
            if (partner.mlm_attributes or False) != attributes:
                partner.mlm_attributes = attributes

    def _create_member(self, label):
        """Create a member, in file order: that order breaks ties. Late sponsors are bound later."""
        sponsor = _name(self.facts[label].get("sponsor"))
        known = sponsor is None or sponsor in self.members
        self.members[label] = self.env["res.partner"].create(
            {
                "name": label,
                "mlm_type_id": self.env.ref(f"mlm_base.partner_type_{self._type(label)}").id,
                "mlm_market_id": self._market(self.facts[label].get("market")).id,
                "mlm_sponsor_id": self._partner_above(sponsor).id if known else False,
                "mlm_state": "active",
                "mlm_date_joined": self._joined(label),
            }
        )

    def _type(self, label):
        return "customer" if self.facts[label].get("type") == "customer" else "distributor"

    def _set_types(self, kind):
        """Make those partners, or customers, who are it now and were not before."""
        wanted = self.env.ref(f"mlm_base.partner_type_{kind}")
        for label, partner in self.members.items():
            if self._type(label) == kind and partner.mlm_type_id != wanted:
                partner.mlm_type_id = wanted

    def _joined(self, label):
        """In the books everybody has joined some day; who states none did so before any window."""
        stated = self.facts[label].get("joined")
        return EPOCH if stated is None else fields.Date.add(EPOCH, days=to_day(stated))

    def _change(self, label):
        """Write what a later period states about a member."""
        partner = self.members[label]
        if partner.mlm_date_joined != self._joined(label):
            partner.mlm_date_joined = self._joined(label)
        market = self._market(self.facts[label].get("market"))
        if partner.mlm_market_id != market:
            partner.mlm_market_id = market

    def _state(self, label):
        is_terminated = to_bool(self.facts[label].get("terminated") or False)
        return "terminated" if is_terminated else "active"

    def _set_states(self, state_of):
        """Terminate members as of the day they joined, long before the period's end, or undo it."""
        for label, partner in self.members.items():
            state = state_of(label)
            if partner.mlm_state != state:
                ended = self._joined(label) if state == "terminated" else False
                partner.write({"mlm_state": state, "mlm_date_ended": ended})

    def _bind_sponsors(self):
        """Hang over whose first partner above has changed, its own sponsor or one on the way."""
        wanted = {
            label: self._partner_above(_name(self.facts[label].get("sponsor")))
            for label in self.members
        }
        moved = [label for label in wanted if self.members[label].mlm_sponsor_id != wanted[label]]
        for label in moved:
            if self.members[label].mlm_sponsor_id:
                self.members[label]._mlm_set_sponsor(self.env["res.partner"])
        for label in moved:
            if wanted[label]:
                self.members[label]._mlm_set_sponsor(wanted[label])

    def _attributes(self, label):
        """Facts as JSON keeps them; an owner who is a member is named by its member number."""
        facts = {}
        for key, value in (self.facts[label].get("attributes") or {}).items():
            facts[to_name(key)] = _json(value)
        owner = self.members.get(to_name(facts["owner"])) if "owner" in facts else None
        if owner:
            facts["owner"] = owner.mlm_member_number
        return facts or False

    # === PERIODS === #

    def load_period(self, index, content):
        """Enrol, state facts and write the volumes of one period.

        :param int index: 0 for the first period
        :param dict content: the part of the document with `members`, `volumes`
        :return: mlm.period record
        """
        start, end, first_own = self._days[index]
        if not index:
            self._enrol(self.document.get("members") or {})
        self._enrol(content.get("members") or {})
        next(self._periods)
        places = PlacesLoader(self.env, self.scenario, self.members)
        for code, tree in self.trees.items():
            if tree.kind != "board":  # places on boards are taken by orders, not by enrolment
                places.place(code, tree)
        self._set_states(self._state)
        kind = content.get("period") or "month"
        period = self.env["mlm.period"].search(
            [
                ("company_id", "=", self.company.id),
                ("kind", "=", kind),
                ("date_from", "=", start),
            ]
        ) or self.env["mlm.period"].create(
            {"company_id": self.company.id, "kind": kind, "date_from": start, "date_to": end}
        )
        period.date_to = end
        period.date_cutoff = end
        self._state_facts(first_own, end)
        self._write_volumes(content.get("volumes") or [], first_own)
        return period

    def _state_facts(self, start, end):
        activity = {True: "active", False: "inactive"}
        self.env["mlm.member.override"].create(
            [
                {
                    "partner_id": self.members[name].id,
                    "company_id": self.company.id,
                    "date_from": start,
                    "date_to": end,
                    "active_state": activity[to_bool(facts["active"])]
                    if "active" in facts
                    else False,
                    "states_rank": "rank" in facts,
                    "rank_code": _rank(facts.get("rank")),
                    "is_blocked": to_bool(facts.get("blocked", False)),
                    "reason": "stated in the scenario",
                }
                for name, facts in self.facts.items()
                if {"rank", "active"} & set(facts) or to_bool(facts.get("blocked", False))
            ]
        )

    def _write_volumes(self, volumes, start):
        if not volumes:
            return
        partners = self.env["res.partner"]
        owners = partners._mlm_owner_map(
            [self.members[to_name(entry["member"])].id for entry in volumes]
        )
        rows = [self._volume_row(entry, owners, start) for entry in volumes]
        columns = SQL(", ").join(SQL.identifier(name) for name in rows[0])
        values = SQL(", ").join(SQL("%s", tuple(row.values())) for row in rows)
        self.env.cr.execute(SQL("INSERT INTO mlm_volume (%s) VALUES %s", columns, values))

    def _fact(self, name, key):
        return self.facts[to_name(name)].get(key)

    def _volume_row(self, entry, owners, start):
        buyer = self.members[to_name(entry["member"])]
        cv = _points(entry, "cv")
        market = self._market(entry.get("market"), self._fact(entry["member"], "market"))
        stated = (self.plan.get("markets") or {}).get(market.code) or {}
        value = stated.get("point_value", self.plan.get("point_value", 1))
        net = cv * _decimal(value)
        net = _decimal(entry["net"]) if "net" in entry else net
        day = fields.Date.add(EPOCH, days=to_day(entry["date"])) if "date" in entry else UNDATED
        return {
            "company_id": self.company.id,
            "market_id": market.id,
            "buyer_id": buyer.id,
            "owner_id": owners.get(buyer.id),
            "buyer_type_id": buyer.mlm_type_id.id,
            "buyer_role": "retail" if buyer.mlm_role == "customer" else "partner_own",
            "product_class": GOODS,  # tells nothing about commission here; elsewhere it does
            "kind": _ledger_kind(entry.get("kind", "purchase")),
            "entry": "invoice",
            "quantity": 1,
            "pv": _points(entry, "pv"),
            "cv": cv,
            "net": net,
            "net_currency": net,
            "currency_id": self.company.currency_id.id,
            "date_order": day,
            "date_invoice": start,
            "date_release": start,
            "date_commission": start,
        }


def _name(value):
    return None if value is None else to_name(value)


def _ledger_kind(kind):
    """A kind as the ledger writes it: in small letters, digits and underscores."""
    name = to_name(kind)
    return name if LEDGER_KIND.fullmatch(name) else f"kind_{name.encode().hex()}"


def _json(value):
    """A fact as JSON keeps it."""
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, bool | int) else str(value)


def _rank(value):
    return False if value is None or to_name(value) == "none" else to_name(value)


def _decimal(value):
    fraction = to_fraction(value)
    return Decimal(fraction.numerator) / Decimal(fraction.denominator)


def _points(entry, key):
    """Points of an entry; finer ones than the ledger keeps are not loaded at all."""
    return _decimal(entry.get(key, entry.get("volume", 0)))
