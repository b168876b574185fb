# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The small network below a member, taken from what a run froze, and computed again."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..bulk_tables import first_id
from ..const import DONE, FINAL
from ..engine.explain.case import Case
from ..engine.explain.member import MISSED_MEMBERS
from ..engine.explain.subnet import (
    Below,
    restrict,
    restrict_volumes,
    state,
    upline,
)
from ..engine.model import NONE
from ..frozen import DAMAGED, unpack_earned, unpack_found
from ..frozen_volumes import unpack_volumes

KEPT_RUNS = 2
# Picking so many of very many takes longer than computing the others as well.
NEARLY_ALL = 0.9
_KEPT = {}
# What looks at earlier periods.
CARRYING_KINDS = {"binary", "board", "rank_advancement"}
CARRYING_MEASURES = {"lifetime_personal_volume", "lifetime_group_volume", "periods_at_rank"}


class MlmRun(models.Model):
    _inherit = "mlm.run"

    def _explain_case(self, partner, code=None, plan=None):
        """Compute this run again for everybody below a member.

        :param partner: res.partner record, a member of the run
        :param str code: of the only bonus that will be asked for; None: any
        :param Plan plan: compiled, if somebody has done so
        :return: (Case, index of the member in it)
        :raise UserError: the run has no results, or the member was not part of it
        """
        self.ensure_one()
        run = self.sudo()
        if run.state != DONE:
            raise run._not_explainable()
        plan = plan or run.plan_version_id._compiled()
        below, volumes, carry = run._frozen_below(plan, code)
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
        members = below.closure(found)
        if len(members) > max(NEARLY_ALL * len(network), MISSED_MEMBERS):
            members = np.arange(len(network))
        above = members[:0]
        if plan.volume_roll_up:
            if network.found is None:
                # Runs of earlier versions kept no status of who stands above.
                members = np.arange(len(network))
            above = upline(network, members)
            members = np.union1d(members, above)
            # Their own rows don't matter.
            volumes = replace(
                volumes, owner=np.where(np.isin(volumes.owner, above), NONE, volumes.owner)
            )
        part = restrict(network, members)
        if len(above):
            # Their team isn't in this network.
            places = np.searchsorted(members, above)
            state(part, places, *(status[places] for status in part.found))
        rows, __ = restrict_volumes(volumes, members)
        if carry is not None:
            carry = carry.aligned(part.ids, carry.digits).widened()
        return Case(plan, part, rows, carry), int(np.searchsorted(members, found[0]))

    def _amounts_of(self, partner):
        """What the run pays a member by bonus, without and with the lines that take back those of
        closed periods.

        :param partner: res.partner record
        :return: (paid, earned), each {bonus code: Decimal}; ``paid`` is None where it isn't known
        :raise UserError: the file of totals is damaged
        """
        Line, kept = self.env["mlm.commission.line"], self._frozen_bytes("totals_data")
        if kept is None:
            # Runs of earlier versions have kept nothing beside their lines.
            return None, Line._sums_of(self, partner)
        try:
            paid, lines = unpack_earned(kept, partner.id)
        except DAMAGED as error:
            raise self._not_explainable() from error
        if self.line_count <= lines:
            return paid, paid
        back = Line._sums_of(self, partner, first_id(self.id) + lines)
        return paid, {code: paid.get(code, 0) + back.get(code, 0) for code in {**paid, **back}}

    def _not_explainable(self):
        return UserError(
            self.env._("%(name)s has no results that could be explained.", name=self.name)
        )

    def _frozen_below(self, plan, code):
        """What the run has read, its network ready to be asked.

        The last ones stay in the memory of the worker: a run that is done never changes, and
        whoever asks one question asks more.

        :return: (Below, Volumes, Carry or None), see :meth:`_frozen_inputs`
        """
        key = (self.env.cr.dbname, self.id, self.input_hash, self.result_hash)
        kept, with_carry = _KEPT.get(key), looks_back(plan, code)
        if kept is None:
            network, rows, carry = self._frozen_inputs(plan, code)
            kept = {"below": Below(network), "rows": rows}
            if with_carry:
                kept["carry"] = carry
            while len(_KEPT) >= KEPT_RUNS:
                # Other threads may do the same.
                _KEPT.pop(next(iter(list(_KEPT)), None), None)
            _KEPT[key] = kept
        if with_carry and "carry" not in kept:
            kept["carry"] = self._carry_asked_for(plan)
        return kept["below"], kept["rows"], kept.get("carry")

    def _frozen_inputs(self, plan, code=None):
        """What the run has read; most columns are as narrow as they were kept.

        :param Plan plan: compiled
        :param str code: of the only bonus that will be asked for; None: any
        :return: (Network with the status that the run has found, Volumes, Carry or None)
        :raise UserError: nothing is kept, or its file is damaged or gone
        """
        try:
            return self._unpacked_inputs(plan, looks_back(plan, code))
        except DAMAGED as error:
            raise self._not_explainable() from error

    def _unpacked_inputs(self, plan, with_carry):
        members, rows = map(self._frozen_bytes, ("frozen_network", "frozen_volumes"))
        with ThreadPoolExecutor(max_workers=2) as pool:
            network = pool.submit(unpack_found, members or b"")
            unpacking = None if rows is None else pool.submit(unpack_volumes, rows, wide=False)
            carry = self._carry_asked_for(plan) if with_carry else None
        if unpacking:
            return network.result(), unpacking.result(), carry
        # Trials of earlier versions kept no rows: those of the ledger that they could see. The
        # clock of a run has no parts of a second.
        seen = SQL("TRUE")
        if self.kind != FINAL:
            seen = SQL("created_at < %s + interval '1 second'", self.started_at)
        return network.result(), self._read_volumes(network.result(), seen), carry

    def _carry_asked_for(self, plan):
        """The carry, narrow, without what no measure of the plan asks for; None if there was none.
        A third of it are group volumes since the beginning."""
        measures = {measure.name for measure in plan.measures()}
        unused = () if "lifetime_group_volume" in measures else ("lifetime_gv",)
        return self._frozen_carry(wide=False, without=unused)


def looks_back(plan, code=None):
    """Whether the figures of a plan, or its bonuses, look at earlier periods; anything else is
    explained without reading the carry.

    :param Plan plan: compiled
    :param str code: of the only bonus that is asked for; None: all are
    """
    asked = {bonus.code for bonus in plan.bonuses if code in (None, bonus.code)}
    if plan.caps:
        # Other bonuses may share a cap with it.
        asked = set(plan.bonus_codes)
    for bonus in reversed(plan.bonuses):
        # It matches bonuses that stand before it.
        if bonus.code in asked and bonus.name == "matching":
            asked.update(bonus.of)
    kinds = {bonus.name for bonus in plan.bonuses if bonus.code in asked}
    measures = {measure.name for measure in plan.measures()}
    return bool(kinds & CARRYING_KINDS or measures & CARRYING_MEASURES)
