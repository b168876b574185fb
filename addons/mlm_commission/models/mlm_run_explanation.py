# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The small network below a member, taken from what a run froze, and computed again."""

import base64
from dataclasses import replace

import numpy as np

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..const import DONE, FINAL
from ..engine.explain.case import Case
from ..engine.explain.subnet import (
    Below,
    paying_only,
    restrict,
    restrict_volumes,
    state,
    upline,
)
from ..engine.model import NONE
from ..frozen import unpack_network

KEPT_NETWORKS = 2
MANY_OWNERS = 30_000
_KEPT = {}
# What looks at earlier periods; anything else is explained without reading the carry.
CARRYING_KINDS = {"binary", "board", "rank_advancement"}
CARRYING_MEASURES = {"lifetime_personal_volume", "lifetime_group_volume", "periods_at_rank"}


class MlmRun(models.Model):
    _inherit = "mlm.run"

    def _explain_case(self, partner, volume=None):
        """Compute this run again for everybody below a member.

        :param partner: res.partner record, a member of the run
        :param volume: mlm.volume record: it counts like all others, but only it pays
        :return: (Case, index of the member in it)
        :raise UserError: the run has no results, or the member was not part of it
        """
        self.ensure_one()
        # Web clients ask for the size of binaries; here their content is needed.
        run = self.sudo().with_context(bin_size=False)
        if run.state != DONE or not run.frozen_network:
            raise UserError(
                self.env._("%(name)s has no results that could be explained.", name=run.name)
            )
        below = run._frozen_below()
        network = below.network
        found = np.flatnonzero(network.ids == partner.id)
        if not len(found):
            raise UserError(
                self.env._(
                    "%(member)s was not yet a member when %(name)s was computed.",
                    member=partner.display_name,
                    name=run.name,
                )
            )
        plan = run.plan_version_id._compiled()
        members = below.closure(found)
        above = members[:0]
        if plan.volume_roll_up:
            above = upline(network, members)
            members = np.union1d(members, above)
        part = restrict(network, members)
        run._state_upline(part, np.searchsorted(members, above))
        volumes = run._explained_volumes(network, part, members, above)
        if volume:
            volumes = paying_only(volumes, volume.id)
        case = Case(plan, part, volumes, run._explain_carry(plan))
        return case, int(np.searchsorted(members, found[0]))

    def _state_upline(self, part, places):
        """Who stands above has the status that the run found: its team isn't in this network."""
        if not len(places):
            return
        rows = self.env.execute_query(
            SQL(
                """SELECT m.partner_id, m.is_active::int, coalesce(r.sequence, -1)
                     FROM mlm_member_result m LEFT JOIN mlm_plan_rank r ON r.id = m.rank_id
                    WHERE m.run_id = %s AND m.partner_id = ANY(%s)""",
                self.id,
                part.ids[places].tolist(),
            )
        )
        found = {partner: status for partner, *status in rows}
        stated = [found[partner] for partner in part.ids[places].tolist()]
        active, rank = np.array(stated, dtype=np.int64).T
        state(part, places, active, rank)

    def _explained_volumes(self, network, part, members, without):
        """The rows of the small network; of a trial those that it could see.

        :param network: the whole one, ``part`` of which are ``members``
        :param without: indexes of members whose own rows don't matter
        """
        kept = self._frozen_rows() if len(members) > MANY_OWNERS else None
        if kept is not None:
            owner = np.where(np.isin(kept.owner, without), NONE, kept.owner)
            return restrict_volumes(replace(kept, owner=owner), members)[0]
        seen = SQL("coalesce(owner_id, 0) <> ALL(%s::int[])", network.ids[without].tolist())
        if self.kind != FINAL and self.started_at:
            # the clock of a run has no parts of a second
            seen = SQL("%s AND created_at < %s + interval '1 second'", seen, self.started_at)
        if len(members) > MANY_OWNERS:
            # Reading all rows takes less time than looking for those of so many.
            rows = self._frozen_rows() or self._read_volumes(network, seen)
            return restrict_volumes(rows, members)[0]
        return self._read_volumes(part, SQL("owner_id = ANY(%s) AND %s", part.ids.tolist(), seen))

    def _frozen_below(self):
        """The frozen network, ready to be asked.

        The last ones stay in the memory of the worker: a run that is done never changes, and
        whoever asks one question asks more.

        :rtype: Below
        """
        key = (self.env.cr.dbname, self.id, self.result_hash)
        if key not in _KEPT:
            below = Below(unpack_network(base64.b64decode(self.frozen_network)))
            while len(_KEPT) >= KEPT_NETWORKS:
                _KEPT.pop(next(iter(_KEPT)), None)
            _KEPT[key] = below
        return _KEPT[key]

    def _explain_carry(self, plan):
        """The carry of the period before, if the plan's figures or bonuses look at it."""
        kinds = {bonus.name for bonus in plan.bonuses}
        measures = {measure.name for measure in plan.measures()}
        looks_back = kinds & CARRYING_KINDS or measures & CARRYING_MEASURES
        return self._read_carry() if looks_back else None
