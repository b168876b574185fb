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
    restrict,
    restrict_volumes,
    state,
    upline,
)
from ..engine.model import NONE
from ..frozen import unpack_network

KEPT_NETWORKS = 2
_KEPT = {}
# What looks at earlier periods; anything else is explained without reading the carry.
CARRYING_KINDS = {"binary", "board", "rank_advancement"}
CARRYING_MEASURES = {"lifetime_personal_volume", "lifetime_group_volume", "periods_at_rank"}


class MlmRun(models.Model):
    _inherit = "mlm.run"

    def _explain_case(self, partner):
        """Compute this run again for everybody below a member.

        :param partner: res.partner record, a member of the run
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
        below, volumes = run._frozen_below()
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
            # Their own rows don't matter.
            volumes = replace(
                volumes, owner=np.where(np.isin(volumes.owner, above), NONE, volumes.owner)
            )
        part = restrict(network, members)
        run._state_upline(part, np.searchsorted(members, above))
        rows, __ = restrict_volumes(volumes, members)
        case = Case(plan, part, rows, run._explain_carry(plan))
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

    def _frozen_below(self):
        """The frozen network, ready to be asked, and the frozen rows.

        The last ones stay in the memory of the worker: a run that is done never changes, and
        whoever asks one question asks more.

        :return: (Below, Volumes)
        """
        key = (self.env.cr.dbname, self.id, self.result_hash)
        if key not in _KEPT:
            network, rows = self._frozen_inputs()
            while len(_KEPT) >= KEPT_NETWORKS:
                _KEPT.pop(next(iter(_KEPT)), None)
            _KEPT[key] = Below(network), rows
        return _KEPT[key]

    def _frozen_inputs(self):
        """The network and the rows that the run has read.

        :return: (Network, Volumes)
        """
        network, rows = unpack_network(base64.b64decode(self.frozen_network)), self._frozen_rows()
        if rows is not None:
            return network, rows
        # Trials of earlier versions kept no rows: those of the ledger that they could see. The
        # clock of a run has no parts of a second.
        seen = SQL("TRUE")
        if self.kind != FINAL:
            seen = SQL("created_at < %s + interval '1 second'", self.started_at)
        return network, self._read_volumes(network, seen)

    def _explain_carry(self, plan):
        """The carry of the period before, if the plan's figures or bonuses look at it."""
        kinds = {bonus.name for bonus in plan.bonuses}
        measures = {measure.name for measure in plan.measures()}
        looks_back = kinds & CARRYING_KINDS or measures & CARRYING_MEASURES
        return self._frozen_carry() if looks_back else None
