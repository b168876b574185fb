# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a run reads: members, trees, volume rows, the carry of the period before."""

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.mlm_base.const import COMMISSION_CLASSES, VOLUME_KINDS

from ..bulk_tables import read_integers
from ..const import FINAL, FINISHED, OPEN, POINT_DIGITS, UNDATED
from ..engine.compute import build_trees
from ..engine.exact import narrowed
from ..engine.model import NO_DAY, NONE, Network, TreePlaces, Volumes
from ..engine.tree import owners_now
from ..frozen import unpack_carry, unpack_network

HAS_ATTRIBUTES = 8
# Facts of a volume row in one number: whether it is fresh, its market, kind and product class.
KIND_UNIT, CLASS_UNIT = 2**16, 2**23
BUYER, OWNER, PV, CV, NET = range(1, 6)  # columns of rows
# Words of most rows, the most frequent first; a company with others has its own looked up.
STANDARD_KINDS = [kind for kind, _label in VOLUME_KINDS]
STANDARD_CLASSES = [name for name, _label in COMMISSION_CLASSES]
# Ids that are at most so many times as many as the members are looked up in a table.
SPREAD = 8


class MlmRun(models.Model):
    _inherit = "mlm.run"

    frozen_network = fields.Binary(attachment=True, readonly=True)
    market_rates = fields.Json(
        readonly=True,
        help="Rates of exchange of the markets with a currency of their own, as of this run.",
    )

    def _freeze_inputs(self):
        """Read everything the engine needs, in a handful of statements.

        :return: (Plan, Network, Volumes, Carry or None)
        """
        self.ensure_one()
        self.env["mlm.volume"].sudo()._process_fact_queue()
        self.env.flush_all()
        plan = self.plan_version_id._compiled()
        if plan.markets and not self.market_rates:
            self.market_rates = plan.exchange_rates()
        network, volumes = self._read_inputs(plan)
        return plan, network, volumes, self._read_carry()

    def _read_inputs(self, plan):
        """Members and rows, those that the run has kept if it has been computed before.

        :return: (Network with its trees built, Volumes)
        """
        if self.frozen_network:
            network = unpack_network(base64.b64decode(self.frozen_network))
        else:
            network = self._read_network(plan)
        with trees_built_meanwhile(network):
            volumes = self._read_volumes(network)
        return network, volumes

    # === MEMBERS === #

    def _read_network(self, plan):
        """Members of the company who had joined, in the order of their enrolment.

        Applicants, suspended and terminated partners, and partners of types that may not earn, are
        stated inactive; an override by hand comes on top. Whoever stood below a partner terminated
        before the period's end moves up.
        """
        network = self._read_members(plan)
        self._state_overrides(plan, network)
        return network

    def _read_members(self, plan):
        """The network before anything that is stated by hand."""
        ids, joined, facts = self._read_facts(plan)
        if not len(ids):
            raise UserError(
                self.env._("%(company)s has no members yet.", company=self.company_id.name)
            )
        attributes, names = {}, None
        if np.any(facts & HAS_ATTRIBUTES):
            attributes, names = self._read_attributes(ids)
        trees = self._read_trees(["sponsor", *plan.trees], ids)
        return Network(
            ids=ids,
            sponsor=trees.pop("sponsor").parent,
            joined=joined,
            attributes=attributes,
            names=names,
            trees=trees,
            markets=tuple(plan.markets),
            **columns_of(facts),
        )

    def _sql_is_member(self):
        return SQL(
            "p.mlm_company_id = %s AND p.mlm_role IS NOT NULL AND p.mlm_state IS NOT NULL",
            self.company_id.id,
        )

    def _read_facts(self, plan, only=None):
        """Ids, days of joining and facts (see :func:`columns_of`) of the members, by id.

        :param SQL only: a further condition, for some of them
        """
        earning = self.env["mlm.partner.type"].sudo().with_context(active_test=False)
        # One number with all yes and no: each further column costs as much as a member. Of most
        # members a short look tells that there is nothing to say.
        columns = read_integers(
            self.env.cr,
            SQL(
                """SELECT p.id, coalesce(p.mlm_date_joined - DATE '1970-01-01', %(no_day)s),
                     CASE WHEN p.mlm_role = 'partner' AND p.mlm_state = 'active'
                           AND p.mlm_type_id = ANY(%(earning)s) AND p.mlm_attributes IS NULL THEN 0
                     ELSE (p.mlm_role = 'customer')::int
                          + 2 * (p.mlm_role = 'partner' AND (p.mlm_state <> 'active'
                                 OR NOT coalesce(p.mlm_type_id = ANY(%(earning)s), FALSE)))::int
                          + 4 * (p.mlm_role = 'partner' AND p.mlm_state = 'terminated'
                                 AND coalesce(p.mlm_date_ended < %(end)s, TRUE))::int
                          + 8 * (p.mlm_attributes IS NOT NULL)::int
                     END + 16 * %(market)s
                     FROM res_partner p WHERE %(member)s AND %(only)s""",
                no_day=int(NO_DAY),
                earning=earning.search([("may_earn", "=", True)]).ids,
                end=self.period_id.date_to,
                market=self._sql_market(plan.markets, SQL("p.mlm_market_id")),
                member=self._sql_is_member(),
                only=only or SQL("TRUE"),
            ),
            "iii",
        )
        order = np.argsort(columns[0], kind="stable")
        return [column[order] for column in columns]

    def _read_trees(self, codes, ids):
        """Parents of all members in some trees on the last day of the period, by member index.

        :param codes: codes of the trees, each once
        :param ids: ids of the members, ascending
        :return: dict code -> :class:`TreePlaces`
        """
        trees = self.env["mlm.tree"].concat(*(self._tree(code) for code in codes))
        places, partners, upper, legs, number = self._read_places(trees)
        index = positions(ids, partners)
        above = np.append(index, NONE)[positions(places, upper)]
        result = {}
        for place, (code, tree) in enumerate(zip(codes, trees, strict=True)):
            here = first_places(np.flatnonzero((number == place) & (index >= 0)), index, places)
            parent = np.full(len(ids), NONE, dtype=np.int64)
            leg = np.zeros(len(ids), dtype=np.int64)
            parent[index[here]], leg[index[here]] = above[here], legs[here]
            result[code] = TreePlaces(parent, narrowed(leg), tree.kind)
        return result

    def _read_places(self, trees, only=None):
        """Places in some trees as they were on the last day of the period.

        :param SQL only: a further condition on the places, for some of them
        :return: arrays of places, partners, places above (0 for none), legs, and which of the trees
        """
        day = fields.Date.subtract(self.period_id.date_to, days=1)
        places, partners, upper, facts = read_integers(self.env.cr, trees._sql_places(only), "iiii")
        legs = facts // len(trees)
        number = facts - legs * len(trees)
        changed, parent, leg, stood = read_integers(
            self.env.cr, trees._sql_places_otherwise(day, only), "iiii"
        )
        where, on_day = positions(places, changed), stood > 0
        upper[where], legs[where] = 0, 0
        upper[where[on_day]], legs[where[on_day]] = parent[on_day], leg[on_day]
        return places, partners, upper, legs, number

    def _tree(self, code):
        """The company's tree of a code."""
        Tree = self.env["mlm.tree"]
        if code == "sponsor":
            return Tree._get_sponsor_tree(self.company_id)
        tree = Tree.sudo().search(
            [("company_id", "=", self.company_id.id), ("code", "=", code)], limit=1
        )
        if not tree:
            raise UserError(
                self.env._(
                    "The plan uses the tree “%(code)s”, which this company doesn't have. Create it "
                    "under Network / Trees.",
                    code=code,
                )
            )
        return tree

    def _read_attributes(self, ids):
        """Facts of the members, and the numbers by which facts may name a member.

        :return: ({fact: {member index: value}}, list of numbers, or None where nobody has facts)
        """
        condition = self._sql_is_member()
        rows = self.env.execute_query(
            SQL(
                """SELECT p.id, p.mlm_attributes FROM res_partner p
                    WHERE %s AND p.mlm_attributes IS NOT NULL
                      AND p.mlm_attributes::text NOT IN ('{}', 'null', 'false') ORDER BY p.id""",
                condition,
            )
        )
        if not rows:
            return {}, None
        members = positions(ids, np.array([row[0] for row in rows], dtype=np.int64)).tolist()
        attributes = {}
        for index, (__, facts) in zip(members, rows, strict=True):
            for name, value in facts.items():
                attributes.setdefault(name, {})[index] = value
        numbers = self.env.execute_query(
            SQL(
                """SELECT coalesce(p.mlm_member_number, '') FROM res_partner p
                    WHERE %s ORDER BY p.id""",
                condition,
            )
        )
        return attributes, [row[0] for row in numbers]

    def _state_overrides(self, plan, network):
        """Apply ranks and activity that somebody stated by hand."""
        period = self.period_id
        stated = (
            self.env["mlm.member.override"]
            .sudo()
            ._stated_facts(self.company_id, period.date_from, period.date_to)
        )
        if not stated:
            return
        index = positions(network.ids, np.array(list(stated), dtype=np.int64))
        for member, facts in zip(index, stated.values(), strict=True):
            active, states_rank, code, blocked = facts
            if member < 0:
                continue
            network.blocked[member] = blocked
            if active is not None:
                network.stated_active[member] = int(active)
            if states_rank:
                network.stated_rank[member] = self._stated_rank(plan, code)

    def _stated_rank(self, plan, code):
        if code and code not in plan.rank_codes:
            raise UserError(
                self.env._(
                    "Somebody is stated to hold rank “%(code)s”, which the plan doesn't have. "
                    "Correct the stated rank.",
                    code=code,
                )
            )
        return plan.rank_index(code) if code else NONE

    # === VOLUME === #

    def _read_volumes(self, network, only=None):
        """The period's rows: those released by the cut-off once it is reached, before that all.

        A month also takes what one of its weeks has paid on, and the other way round.

        :param SQL only: a further condition on the rows, for a part of the network
        """
        chosen = self._sql_chosen(only)
        rows = self._read_rows(network.markets, chosen, STANDARD_KINDS, STANDARD_CLASSES)
        if rows.has_other_words():
            rows = self._read_rows(network.markets, chosen, *self._words(chosen))
        return self._volumes_of(network, rows)

    def _sql_chosen(self, only=None):
        """The condition on the ledger's rows that the run looks at."""
        period = self.period_id
        released = SQL("TRUE")
        if period.state not in FINISHED and (self.kind == FINAL or period.state != OPEN):
            released = SQL(
                "(date_release <= %s OR %s)",
                self.date_cutoff,
                self.env["mlm.volume"]._sql_counted_elsewhere(period),
            )
        return SQL(
            """company_id = %(company)s AND date_commission >= %(start)s
               AND date_commission < %(end)s AND %(released)s AND %(condition)s AND %(only)s""",
            company=self.company_id.id,
            start=self._first_day_seen(),
            end=period.date_to,
            released=released,
            condition=self._volume_condition(),
            only=only or SQL("TRUE"),
        )

    def _read_rows(self, markets, chosen, kinds, classes):
        """Rows of the ledger.

        :param markets: codes of the plan's markets
        :param SQL chosen: the condition on the rows
        :param kinds: kinds that rows may have
        :param classes: product classes that they may have
        :rtype: Rows
        """
        columns = read_integers(
            self.env.cr,
            SQL(
                """SELECT id, buyer_id, coalesce(owner_id, 0), (pv * %(scale)s)::bigint,
                          (cv * %(scale)s)::bigint, (net * %(scale)s)::bigint,
                          coalesce(nullif(coalesce(date_order, date_invoice), %(undated)s)
                                   - DATE '1970-01-01', %(no_day)s),
                          (date_commission >= %(fresh)s)::int + 2 * %(market)s
                          + %(kind_unit)s * %(kind)s + %(class_unit)s * %(product_class)s
                     FROM mlm_volume WHERE %(chosen)s""",
                scale=10**POINT_DIGITS,
                no_day=int(NO_DAY),
                undated=UNDATED,
                kind=sql_number(SQL("kind"), kinds),
                product_class=sql_number(SQL("product_class"), classes),
                kind_unit=KIND_UNIT,
                class_unit=CLASS_UNIT,
                chosen=chosen,
                fresh=self.period_id.date_from,
                market=self._sql_market(markets, SQL("market_id")),
            ),
            "qiiqqqii",
        )
        return Rows(columns, list(kinds), list(classes)).sorted()

    def _volumes_of(self, network, rows):
        """Rows of the ledger as the engine wants them: members by their index.

        :param Rows rows: as read
        :rtype: Volumes
        """
        ids, buyer_ids, owner_ids, pv, cv, net, day, facts = rows.columns
        buyer = owner = positions(network.ids, buyer_ids)
        if owner_ids is not buyer_ids:
            owner = positions(network.ids, owner_ids)
        kind, kinds = used_words(facts % CLASS_UNIT // KIND_UNIT - 1, rows.kinds)
        product_class, classes = used_words(facts // CLASS_UNIT - 1, rows.classes)
        return Volumes(
            ids=ids,
            buyer=buyer,
            owner=owners_now(owner, buyer, network),
            pv=pv,
            cv=cv,
            net=net,
            day=narrowed(day),
            market=narrowed(facts % KIND_UNIT // 2 - 1),
            fresh=facts & 1 > 0,
            kind=narrowed(kind),
            product_class=narrowed(product_class),
            kinds=kinds,
            classes=classes,
            digits=POINT_DIGITS,
            markets=network.markets,
            period=self.period_id.kind if self._is_part() else None,
            rates=self.market_rates or {},
        )

    def _sql_market(self, codes, column):
        """The number of a row's market among the plan's markets, from 1; 0 for no such market.

        :param codes: codes of the plan's markets
        :param SQL column: id of the market
        """
        if not codes:
            return SQL("0")
        markets = self.env["mlm.market"].sudo().with_context(active_test=False).search([])
        known = {m.id: list(codes).index(m.code) + 1 for m in markets if m.code in codes}
        return SQL("coalesce((%s::jsonb ->> %s::text)::int, 0)", json.dumps(known), column)

    def _is_part(self):
        """Whether the period is a part of the plan's own periods: a week of a monthly plan."""
        return self.period_id.kind != (self.plan_version_id.plan_id.period_kind or "month")

    def _first_day_seen(self):
        """First day of the rows that measures look at: in a week, that of the month in which the
        week ends (or of the week, if that is earlier)."""
        period = self.period_id
        if not self._is_part():
            return period.date_from
        last_day = fields.Date.subtract(period.date_to, days=1)
        return min(period.date_from, last_day.replace(day=1))

    def _volume_condition(self):
        """A further condition on the rows of the period."""
        return SQL("TRUE")

    def _words(self, chosen):
        """Kinds and product classes of the rows, sorted."""
        rows = self.env.execute_query(
            SQL("SELECT DISTINCT kind, product_class FROM mlm_volume WHERE %s", chosen)
        )
        kinds, classes = zip(*rows, strict=True)
        return sorted(set(kinds)), sorted(set(classes))

    # === CARRY === #

    def _read_carry(self):
        """What the closed period before handed over; None before the first one.

        Where weeks and months are periods of one plan, they hand over to each other in the order
        in which they close.
        """
        run = self._run_before()
        if not run.carry_data:
            return None
        carry = unpack_carry(base64.b64decode(run.carry_data))
        if run.plan_version_id == self.plan_version_id:
            return carry
        versions = (run.plan_version_id, self.plan_version_id)
        return carry.with_ranks(*(version._compiled().rank_codes for version in versions))

    def _run_before(self):
        """The final run of the period that closed before this one, or an empty record."""
        run = self.period_id._previous().final_run_id
        if not self._is_part() and not self._has_parts():
            return run
        others = self.env["mlm.period"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "in", FINISHED),
                ("final_run_id.plan_version_id.plan_id", "=", self.plan_version_id.plan_id.id),
            ]
        )
        earlier = others.filtered(lambda p: closing_order(p) < closing_order(self.period_id))
        return (run | earlier.final_run_id).sorted(lambda r: closing_order(r.period_id))[-1:]

    def _has_parts(self):
        """Whether some weeks are periods of this monthly plan."""
        plan = self.plan_version_id.plan_id
        return bool(
            plan.period_kind == "month"
            and self.env["mlm.period"].search_count(
                [
                    ("company_id", "=", self.company_id.id),
                    ("kind", "=", "week"),
                    ("final_run_id.plan_version_id.plan_id", "=", plan.id),
                ],
                limit=1,
            )
        )


def closing_order(period):
    """Periods close by their ends; a week before the month that ends with it."""
    return period.date_to, period.kind == "month"


@contextmanager
def trees_built_meanwhile(network):
    """Build the trees in a thread while the database sends what is read inside."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        building = pool.submit(build_trees, network)
        yield
        network.built = building.result()


@dataclass
class Rows:
    """Rows of the ledger as read: arrays of ids, ids of buyers and of owners (0 for none), pv, cv
    and net in units of 10**-POINT_DIGITS, days, and facts in one number; ``kinds`` and ``classes``:
    the words that the facts count from 1, 0 for others."""

    columns: list
    kinds: list
    classes: list

    def sorted(self):
        """The same rows by id; points and members that are the same for all rows are there once."""
        columns = self.columns
        if np.any(np.diff(columns[0]) < 0):
            order = np.argsort(columns[0])
            columns = [column[order] for column in columns]
        for one, other in ((BUYER, OWNER), (PV, CV), (PV, NET)):
            if np.array_equal(columns[one], columns[other]):
                columns[other] = columns[one]
        self.columns = columns
        return self

    def has_other_words(self):
        """Whether a row has a kind or class that is not among the words."""
        facts = self.columns[-1]
        numbers = facts // CLASS_UNIT, facts % CLASS_UNIT // KIND_UNIT
        return any(number.min(initial=1) < 1 for number in numbers)


def columns_of(facts):
    """What a member's facts, one number, say: the columns of a :class:`Network`.

    1: customer; 2: stated inactive; 4: terminated; 8: has attributes; 16 x market from 1.
    """
    return {
        "is_customer": facts & 1 > 0,
        "stated_active": np.where(facts & 2, 0, NONE).astype(np.int8),
        "terminated": facts & 4 > 0,
        "market": narrowed((facts >> 4) - 1),
    }


def first_places(here, index, places):
    """Some places, without the further ones of members that have several: such a member stands
    where its first one is, which comes last.

    :param here: where in the arrays
    :param index: member per place
    :param places: ids
    """
    if np.bincount(index[here], minlength=1).max() > 1:
        return here[np.argsort(-places[here])]
    return here


def sql_number(column, words):
    """The number of a word of a list, from 1; 0 for others. Comparing one after the other takes
    half the time of looking it up in an array.
    """
    cases = [SQL("WHEN %s THEN %s", word, number) for number, word in enumerate(words, start=1)]
    return SQL("CASE %s %s ELSE 0 END", column, SQL(" ").join(cases))


def used_words(numbers, words):
    """Number only the words that occur, in their order.

    :param numbers: index into words per row
    :param words: all words
    :return: (index per row, the words that occur, sorted; the first one if there are no rows)

    >>> number, words = used_words(np.array([2, 0, 2]), ["b", "c", "a"])
    >>> number.tolist(), words
    ([0, 1, 0], ('a', 'b'))
    """
    used = np.flatnonzero(np.bincount(numbers, minlength=len(words))) if len(numbers) else [0]
    found = sorted(words[number] for number in used)
    place = np.array([found.index(word) if word in found else NONE for word in words])
    return place[numbers], tuple(found)


def positions(ids, wanted):
    """Index of each wanted id in ids, -1 where it is missing.

    :param ids: distinct ids in any order
    :param wanted: ids to look up
    """
    if not len(ids):
        return np.full(len(wanted), NONE, dtype=np.int64)
    low, high = int(ids.min()), int(ids.max())
    if high - low < SPREAD * len(ids):
        # With one more place, to which all ids outside the range lead.
        table = np.full(high - low + 2, NONE, dtype=np.int64)
        table[ids - low] = np.arange(len(ids))
        return table[np.where((wanted < low) | (wanted > high), high + 1, wanted) - low]
    order = np.argsort(ids, kind="stable")
    where = np.minimum(np.searchsorted(ids, wanted, sorter=order), len(ids) - 1)
    found = order[where]
    return np.where(ids[found] == wanted, found, NONE)
