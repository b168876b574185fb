# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a run reads: members, trees, and what is stated by hand."""

import numpy as np

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..bulk_tables import read_integers
from ..engine.exact import narrowed
from ..engine.lookup import positions
from ..engine.model import NO_DAY, NONE, Network, TreePlaces
from ..frozen import unpack_network
from ..frozen_volumes import unpack_volumes
from ..input_arrays import (
    HAS_ATTRIBUTES,
    columns_of,
    first_places,
    trees_built_meanwhile,
)


class MlmRun(models.Model):
    _inherit = "mlm.run"

    frozen_network = fields.Binary(attachment=True, readonly=True)
    frozen_volumes = fields.Binary(attachment=True, readonly=True)
    carry_run_id = fields.Many2one(
        "mlm.run", string="Carried From", readonly=True, ondelete="restrict"
    )
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
        kept = self._frozen_bytes("frozen_network")
        network = unpack_network(kept) if kept else self._read_network(plan)
        with trees_built_meanwhile(network):
            volumes = self._read_volumes(network)
        return network, volumes

    def _frozen_rows(self):
        """The volume rows that the run has kept, None if it has kept none.

        :rtype: Volumes
        """
        kept = self._frozen_bytes("frozen_volumes")
        return None if kept is None else unpack_volumes(kept)

    def _frozen_bytes(self, name):
        """The content of one of the run's files, None if it has none, nothing if it is lost. The
        fields would make a text of it and keep that: there are many megabytes.

        :param str name: of the field
        """
        # Web clients ask for the size of binaries; here their content is needed.
        attachment = self.env["ir.attachment"].sudo().with_context(bin_size=False)
        found = attachment.search(
            [("res_model", "=", self._name), ("res_field", "=", name), ("res_id", "=", self.id)],
            limit=1,
        )
        content = found.raw or b"" if found else None
        found.invalidate_recordset(["raw"])
        return content

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
