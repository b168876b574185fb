# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Runs that are made again and again, before a period is closed, read only what has changed since.

What was read is kept beside the snapshot of the database in which it was read; the log of changes
tells what came later. Trial and final runs read everything.
"""

import numpy as np

from odoo import models
from odoo.tools import SQL

from odoo.addons.mlm_base.text_hash import sha256_of

from ..const import FINISHED, LIVE, TOTALS
from ..engine.lookup import positions
from ..engine.model import NONE, Network, TreePlaces
from ..frozen import pack_network
from ..input_arrays import (
    HAS_ATTRIBUTES,
    Rows,
    columns_of,
    first_places,
    trees_built_meanwhile,
)
from .mlm_run_rows import STANDARD_CLASSES, STANDARD_KINDS

# Above so many changed members or rows everything is read.
MOST_CHANGES = 50_000
# Above so many, what was brought up to date is kept instead.
RENEWED_ABOVE = 5_000


class MlmRun(models.Model):
    _inherit = "mlm.run"

    def _read_inputs(self, plan):
        """Today's figures and totals read what has changed since the last time."""
        closed = self.period_id.state in FINISHED
        if self.kind not in (LIVE, TOTALS) or closed or self.frozen_network:
            return super()._read_inputs(plan)
        Change, Kept = self.env["mlm.input.change"], self.env["mlm.kept.input"].sudo()
        present, key = Change._present(), self._kept_key(plan)
        kept = Kept._newest(key)
        changes = self._changes_since(kept)
        before, members = changes and kept._unpacked(), None
        if before:
            members = self._members_changed(plan, before.network, changes["p"])
        renewed = members is None or max(map(len, changes.values())) > RENEWED_ABOVE
        network = self._read_members(plan) if members is None else members
        renewed = renewed and present and not network.attributes
        # Before anything is stated by hand.
        packed = pack_network(network) if renewed else None
        self._state_overrides(plan, network)
        with trees_built_meanwhile(network):
            rows = self._rows_now(plan, before, changes)
        if rows is None:
            return network, self._read_volumes(network)
        if renewed and Change._present():
            Kept._keep(key, present, packed, rows.packed())
        return network, self._volumes_of(network, rows)

    def _kept_key(self, plan):
        """What was read counts for the same days, conditions and words only; and for this database,
        as long as its server runs: a copy, or a backup that is played back, has other transactions
        under the same numbers."""
        period, chosen = self.period_id, self._sql_chosen()
        what = [period.id, period.date_from, period.date_to, chosen.code, chosen.params]
        what += [plan.fingerprint(), STANDARD_KINDS, STANDARD_CLASSES]
        (server,) = self.env.execute_query(
            SQL(
                """SELECT oid, pg_postmaster_start_time()::text FROM pg_database
                    WHERE datname = current_database()"""
            )
        )
        return " ".join(map(str, (*server, sha256_of(repr(what)))))

    def _changes_since(self, kept):
        """Ids of members (``p``) and rows (``v``) changed since, ascending; None if nothing is
        kept, too much has changed, or what others depend on.

        :param kept: mlm.kept.input record, or none
        """
        if not kept:
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
        return Network(
            ids=ids,
            sponsor=trees.pop("sponsor").parent,
            trees=trees,
            markets=members.markets,
            **columns,
        )

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

    def _rows_now(self, plan, before, changes):
        """The period's rows; None if they have kinds or classes of their own.

        :param before: :class:`~.mlm_kept_input.Kept`, or nothing
        """
        if not before:
            rows = self._read_standard_rows(plan)
            return None if rows.has_other_words() else rows
        kept, changed = before.rows, changes["v"]
        if not len(changed):
            return kept
        rows = self._read_standard_rows(plan, SQL("id = ANY(%s)", changed.tolist()))
        if rows.has_other_words():
            return None
        stays = ~np.isin(kept.columns[0], changed)
        columns = [
            np.concatenate([old[stays], new])
            for old, new in zip(kept.columns, rows.columns, strict=True)
        ]
        return Rows(columns, rows.kinds, rows.classes).sorted()

    def _read_standard_rows(self, plan, only=None):
        chosen = self._sql_chosen(only)
        return self._read_rows(tuple(plan.markets), chosen, STANDARD_KINDS, STANDARD_CLASSES)
