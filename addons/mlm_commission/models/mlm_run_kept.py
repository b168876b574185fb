# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Runs of the open period that are made again and again read only what has changed since.

What was read stays in the memory of the worker, beside the snapshot of the database in which it was
read; the log of changes tells what came later. Trial and final runs read everything.
"""

import threading
import time
from dataclasses import dataclass, replace

import numpy as np

from odoo import models
from odoo.tools import SQL

from ..const import LIVE, OPEN, TOTALS
from ..engine.model import NONE, Network, TreePlaces
from ..input_arrays import (
    HAS_ATTRIBUTES,
    Rows,
    columns_of,
    first_places,
    positions,
    trees_built_meanwhile,
)
from .mlm_run_rows import STANDARD_CLASSES, STANDARD_KINDS

KEPT_PERIODS = 2
KEPT_SECONDS = 12 * 3600
# Above so many changed members or rows everything is read.
MOST_CHANGES = 50_000
_KEPT = {}
_LOCK = threading.Lock()


@dataclass
class Kept:
    """``members``: the network before anything stated by hand, with its trees built."""

    snapshot: str
    read_at: float
    members: Network
    rows: Rows


class MlmRun(models.Model):
    _inherit = "mlm.run"

    def _read_inputs(self, plan):
        """Today's figures and totals read what has changed since the last time."""
        if self.kind not in (LIVE, TOTALS) or self.period_id.state != OPEN or self.frozen_network:
            return super()._read_inputs(plan)
        Change = self.env["mlm.input.change"]
        key, present = self._kept_key(plan), Change._present()
        with _LOCK:
            kept = _KEPT.get(key)
        changes = self._changes_since(kept)
        members = kept and changes and self._members_changed(plan, kept.members, changes["p"])
        members = members or self._read_members(plan)
        network = copy_to_state(members)
        self._state_overrides(plan, network)
        if members.built:
            network.built = members.built
            rows = self._rows_now(plan, kept, changes)
        else:
            with trees_built_meanwhile(network):
                rows = self._rows_now(plan, kept, changes)
            members.built = network.built
        volumes = rows and self._volumes_of(network, rows)
        if volumes is None:
            return network, self._read_volumes(network)
        if present and Change._present() and not members.attributes:
            self._keep(key, Kept(present, time.monotonic(), members, rows))
        return network, volumes

    def _compute_and_load(self, plan, network, volumes, carry):
        """A run with lines needs the memory more."""
        with _LOCK:
            _KEPT.clear()
        return super()._compute_and_load(plan, network, volumes, carry)

    def _kept_key(self, plan):
        """What was read counts for this database only, as long as its server runs."""
        (server,) = self.env.execute_query(
            SQL(
                """SELECT oid, pg_postmaster_start_time()::text FROM pg_database
                    WHERE datname = current_database()"""
            )
        )
        return *server, self.period_id.id, plan.fingerprint()

    @staticmethod
    def _keep(key, kept):
        with _LOCK:
            _KEPT.pop(key, None)
            while len(_KEPT) >= KEPT_PERIODS:
                _KEPT.pop(next(iter(_KEPT)))
            _KEPT[key] = kept

    def _changes_since(self, kept):
        """Ids of members (``p``) and rows (``v``) changed since, ascending; None if it is too long
        ago, if too much has changed, or what others depend on."""
        if kept is None or time.monotonic() - kept.read_at > KEPT_SECONDS:
            return None
        found = {"p": [], "v": []}
        for kind, first, last in self.env["mlm.input.change"]._since(kept.snapshot):
            if kind == "a" or last - first >= MOST_CHANGES:
                return None
            found[kind].append(np.arange(first, last + 1))
        ids = {
            kind: np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *parts]))
            for kind, parts in found.items()
        }
        return ids if max(map(len, ids.values())) <= MOST_CHANGES else None

    # === MEMBERS === #

    def _members_changed(self, plan, members, changed):
        """The kept members with those that have changed read anew; None if that isn't enough."""
        if not len(changed):
            return members
        only = SQL("p.id = ANY(%s)", changed.tolist())
        found, joined, facts = self._read_facts(plan, only)
        newcomers = found[positions(members.ids, found) < 0]
        if np.any(facts & HAS_ATTRIBUTES) or self._had_followers(newcomers, changed):
            return None
        stays = ~np.isin(members.ids, changed)
        ids = np.concatenate([members.ids[stays], found])
        order = np.argsort(ids, kind="stable")
        ids = ids[order]
        columns = {"joined": joined, **columns_of(facts)}
        columns = {
            name: np.concatenate([getattr(members, name)[stays], new])[order]
            for name, new in columns.items()
        }
        trees = self._trees_changed(plan, members, changed, ids)
        present = Network(
            ids=ids,
            sponsor=trees.pop("sponsor").parent,
            trees=trees,
            markets=members.markets,
            **columns,
        )
        if has_same_trees(present, members):
            present.built = members.built
        return present

    def _had_followers(self, newcomers, changed):
        """Whether somebody who isn't read anew stands, or stood, below one who was no member."""
        if not len(newcomers):
            return False
        return bool(
            self.env.execute_query(
                SQL(
                    """SELECT 1 FROM mlm_place_history h JOIN mlm_place p ON p.id = h.parent_id
                         JOIN mlm_place c ON c.id = h.place_id
                        WHERE p.partner_id = ANY(%s) AND c.partner_id <> ALL(%s) LIMIT 1""",
                    newcomers.tolist(),
                    changed.tolist(),
                )
            )
        )

    def _trees_changed(self, plan, members, changed, ids):
        """All trees for the members of now: kept lines by their new indexes, the others read."""
        codes = ["sponsor", *plan.trees]
        trees = self.env["mlm.tree"].concat(*(self._tree(code) for code in codes))
        only = SQL("p.partner_id = ANY(%s)", changed.tolist())
        places, partners, upper, legs, number = self._read_places(trees, only)
        rows = self.env.execute_query(
            SQL("SELECT id, partner_id FROM mlm_place WHERE id = ANY(%s)", upper.tolist())
        )
        above_ids = np.array(rows, dtype=np.int64).reshape(-1, 2)
        above = np.append(positions(ids, above_ids[:, 1]), NONE)[positions(above_ids[:, 0], upper)]
        index = positions(ids, partners)
        was = positions(members.ids, ids)  # where a member of now was kept
        same = (was >= 0) & ~np.isin(ids, changed)
        now = np.append(positions(ids, members.ids), NONE)  # the new index of a kept one
        result = {}
        for place, (code, tree) in enumerate(zip(codes, trees, strict=True)):
            kept = members.trees[code] if code != "sponsor" else None
            parent = np.full(len(ids), NONE, dtype=np.int64)
            leg = np.zeros(len(ids), dtype=kept.leg.dtype if kept else np.int8)
            parent[same] = now[(kept.parent if kept else members.sponsor)[was[same]]]
            if kept:
                leg[same] = kept.leg[was[same]]
            here = first_places(np.flatnonzero((number == place) & (index >= 0)), index, places)
            leg = leg.astype(np.promote_types(leg.dtype, np.min_scalar_type(legs.max(initial=0))))
            parent[index[here]], leg[index[here]] = above[here], legs[here]
            result[code] = TreePlaces(parent, leg, tree.kind)
        return result

    # === ROWS === #

    def _rows_now(self, plan, kept, changes):
        """The period's rows; None if they have kinds or classes of their own."""
        if not kept or changes is None:
            rows = self._read_standard_rows(plan)
            return None if rows.has_other_words() else rows
        changed = changes["v"]
        if not len(changed):
            return kept.rows
        rows = self._read_standard_rows(plan, SQL("id = ANY(%s)", changed.tolist()))
        if rows.has_other_words():
            return None
        stays = ~np.isin(kept.rows.columns[0], changed)
        columns = [
            np.concatenate([old[stays], new])
            for old, new in zip(kept.rows.columns, rows.columns, strict=True)
        ]
        return Rows(columns, rows.kinds, rows.classes).sorted()

    def _read_standard_rows(self, plan, only=None):
        chosen = self._sql_chosen(only)
        return self._read_rows(tuple(plan.markets), chosen, STANDARD_KINDS, STANDARD_CLASSES)


def has_same_trees(one, other):
    """Whether two networks stand in the same lines: nobody came, left, moved or ended."""
    columns = [(one.ids, other.ids), (one.sponsor, other.sponsor)]
    columns += [(one.is_customer, other.is_customer), (one.terminated, other.terminated)]
    for name, tree in one.trees.items():
        columns += [(tree.parent, other.trees[name].parent), (tree.leg, other.trees[name].leg)]
    return all(np.array_equal(here, there) for here, there in columns)


def copy_to_state(members):
    """A network in which facts may be stated by hand; the one that is kept stays as it is."""
    return replace(
        members,
        attributes=dict(members.attributes),
        **{
            name: getattr(members, name).copy()
            for name in ("blocked", "stated_active", "stated_rank")
        },
    )
