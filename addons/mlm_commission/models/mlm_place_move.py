# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a move would change in the open period: the period computed twice, as is and moved."""

from dataclasses import replace
from decimal import Decimal

import numpy as np

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import formatLang

from ..const import OPEN, POINT_DIGITS, RUN_CHANNEL, TRIAL
from ..engine.compute import compute
from ..engine.lookup import positions
from ..engine.model import NONE, TreePlaces
from ..plan_words import translated

# So many changed members are kept and shown, those with the largest change of earnings first.
SHOWN = 50
WHAT_IS_MOVED = {"place_id", "parent_to_id", "leg_to", "date_effective"}


class MlmPlaceMove(models.Model):
    _inherit = "mlm.place.move"

    earnings_effect = fields.Json(readonly=True, copy=False)

    # === COMPUTE METHODS === #

    @api.depends("earnings_effect")
    def _compute_preview_html(self):
        super()._compute_preview_html()

    # === CRUD METHODS === #

    def write(self, vals):
        if WHAT_IS_MOVED & set(vals):
            # What was worked out is true for the former request only.
            self.sudo().filtered("earnings_effect").earnings_effect = False
        return super().write(vals)

    # === ACTION METHODS === #

    def action_preview_earnings(self):
        """Work out now whose volume, rank and earnings of the open period would change."""
        self.check_access("read")
        if not self.env.user.has_groups(
            "mlm_base.group_mlm_clerk,mlm_base.group_mlm_compliance,mlm_base.group_mlm_manager"
        ):
            raise AccessError(
                self.env._("Only commission clerks and compliance officers see this preview.")
            )
        self._in_state("draft", "submitted")._work_out_earnings()

    def action_submit(self):
        """Work out the effect in the background, so that whoever decides sees it."""
        result = super().action_submit()
        for move in self:
            move.with_delay(
                channel=RUN_CHANNEL,
                description=self.env._("Effect of the move of %(name)s", name=move.display_name),
                identity_key=f"mlm_place_move_{move.id}",
            )._work_out_earnings()
        return result

    # === BUSINESS METHODS === #

    def _work_out_earnings(self):
        """Store the effect of these moves; where there is none, store why."""
        for move in self.sudo():
            try:
                move.earnings_effect = move._earnings_effect()
            except (UserError, ValueError, ArithmeticError) as error:
                move.earnings_effect = {"problem": translated(self.env, error)}

    def _preview_period(self):
        """Return the open period that the move would change first, or an empty record.

        Where there are weeks and months, that is the month. A move that counts only after all
        open periods is shown as if it counted in the last one.
        """
        self.ensure_one()
        periods = self._open_periods()
        periods = periods.filtered(lambda period: period.kind == "month") or periods
        return (
            periods.filtered(lambda period: period.date_to > self.date_effective)[:1]
            or (periods[-1:])
        )

    def _preview_weeks(self, period):
        """Return the open weeks that end in a month and that the move would change."""
        if period.kind != "month":
            return period.browse()
        begin = max(period.date_from, self.date_effective)
        return self._open_periods().filtered(
            lambda week: week.kind == "week" and begin < week.date_to <= period.date_to
        )

    def _open_periods(self):
        return (
            self.env["mlm.period"]
            .sudo()
            .search(
                [("company_id", "=", self.company_id.id), ("state", "=", OPEN)],
                order="date_from, id",
            )
            .filtered("plan_version_id")
        )

    def _preview_range(self):
        period = self._preview_period()
        return (period.date_from, period.date_to) if period else super()._preview_range()

    def _preview_effects(self):
        return {**super()._preview_effects(), "earnings": self._shown_effect()}

    def _earnings_effect(self):
        """Compute the open period as the network is, and with the move; nothing is written.

        The open weeks that the move would change are computed, too; their earnings are added to
        those of the month, whose ranks and volume are shown. All computations run in memory
        without lines. The figures of the changed members are kept as texts, exact: points, and
        amounts of the company's currency.

        :return: dict for ``earnings_effect``
        :raise UserError: no open period with a plan, the move closes a circle, the leg is taken
        """
        self.ensure_one()
        self.place_id._check_not_below(self.parent_to_id)
        period = self._preview_period()
        if not period:
            raise UserError(
                self.env._("There is no open period with a released plan to work it out for.")
            )
        periods = period | self._preview_weeks(period)
        effect = {"period": ", ".join(periods.mapped("name"))}
        results = list(filter(None, map(self._before_and_after, periods)))
        return {**effect, **(self._compare_results(results) if results else {"unused": True})}

    def _before_and_after(self, period):
        """Return the results of a period as it is and with the move, or None: no such tree."""
        run = self.env["mlm.run"].new(
            {
                "period_id": period.id,
                "plan_version_id": period.plan_version_id.id,
                "kind": TRIAL,
                "date_cutoff": fields.Date.context_today(self),
            }
        )
        if self.tree_id.code not in period.plan_version_id._compiled().trees:
            return None
        plan, network, volumes, carry = run._freeze_inputs()
        moved = self._moved_network(network)
        return tuple(
            compute(plan, one, volumes, carry, with_lines=False) for one in (network, moved)
        )

    def _moved_network(self, network):
        """Return the network with the move applied; the one given stays as it is."""
        places = network.trees[self.tree_id.code]
        above = self.place_id.parent_id.partner_id.id
        member, old, new = positions(
            network.ids, np.array([self.partner_id.id, above, self.parent_to_id.partner_id.id])
        ).tolist()
        if min(member, new) < 0 or places.parent[member] != (old if above else NONE):
            raise UserError(
                self.env._(
                    "The plan does not count this place of %(member)s, or it was placed after the "
                    "period.",
                    member=self.partner_id.display_name,
                )
            )
        parent, leg = places.parent.copy(), places.leg.copy()
        parent[member], leg[member] = new, self._future_leg()
        trees = {**network.trees, self.tree_id.code: TreePlaces(parent, leg, places.kind)}
        return replace(network, trees=trees)

    def _future_leg(self):
        """Return the leg that the move would take."""
        width = self.tree_id._leg_width()
        if not width:
            return 0
        taken = self.parent_to_id._taken_legs()
        if self.place_id.parent_id == self.parent_to_id:
            taken.discard(self.place_id.leg)
        free = [leg for leg in range(1, width + 1) if leg not in taken]
        if not free or (self.leg_to and self.leg_to not in free):
            raise UserError(
                self.env._(
                    "That leg of %(parent)s is occupied. Choose a free one.",
                    parent=self.parent_to_id.display_name,
                )
            )
        return self.leg_to or free[0]

    def _compare_results(self, results):
        """Return counts, and the members whose figures differ, largest change of earnings first.

        :param results: pairs (before, after); the first one's ranks and volume are compared, the
            earnings of all
        """
        code = self.tree_id.code
        before, after = results[0]
        digits = max(pair[0].amount_digits for pair in results)
        amounts = [_earnings(one, before.network.ids, digits) for one in zip(*results, strict=True)]
        volumes = [one.figures.array("group_volume", tree=code) for one in (before, after)]
        ranks = [before.rank, after.rank]
        money, points = (np.abs(pair[1] - pair[0]) for pair in (amounts, volumes))
        promoted = ranks[0] != ranks[1]
        changed = np.flatnonzero((money > 0) | (points > 0) | promoted)
        order = np.lexsort((-points[changed], ~promoted[changed], -money[changed]))
        shown = changed[order[:SHOWN]]
        codes = [*before.plan.rank_codes, None]

        def texts(pair, decimals):
            return [
                [str(Decimal(int(values[member])).scaleb(-decimals)) for values in pair]
                for member in shown
            ]

        return {
            "changed": len(changed),
            "ranks_changed": int(promoted.sum()),
            "earnings_changed": int((money > 0).sum()),
            "total": [str(Decimal(int(values.sum())).scaleb(-digits)) for values in amounts],
            "members": before.network.ids[shown].tolist(),
            "rank": [[codes[int(values[member])] for values in ranks] for member in shown],
            "amount": texts(amounts, digits),
            "volume": texts(volumes, POINT_DIGITS),
        }

    def _shown_effect(self):
        """Return ``earnings_effect`` with records and formatted figures for the template."""
        effect = self.earnings_effect
        if not effect or "members" not in effect:
            return effect
        currency = self.company_id.currency_id
        labels = {rank.code: rank.display_name for rank in self._preview_ranks()}

        def points(text):
            return formatLang(self.env, float(text), digits=2)

        def money(text):
            return formatLang(self.env, float(text), currency_obj=currency)

        partners = self.env["res.partner"].sudo().browse(effect["members"])
        return {
            **effect,
            "total": [money(text) for text in effect["total"]],
            "rows": [
                {
                    "member": partner.display_name if partner.exists() else "",
                    "rank": [labels.get(code, code or "") for code in rank],
                    "amount": [money(text) for text in amount],
                    "volume": [points(text) for text in volume],
                }
                for partner, rank, amount, volume in zip(
                    partners, effect["rank"], effect["amount"], effect["volume"], strict=True
                )
            ],
        }

    def _preview_ranks(self):
        return self._preview_period().plan_version_id.rank_ids


def _earnings(results, ids, digits):
    """Earnings per member in all results together, in units of 10**-digits.

    :param ids: of the members, in the order of the answer
    """
    amount = np.zeros(len(ids), dtype=np.int64)
    for result in results:
        earner = positions(ids, result.network.ids[result.totals.earner])
        scale = 10 ** (digits - result.amount_digits)
        np.add.at(amount, earner[earner >= 0], (result.totals.amount * scale)[earner >= 0])
    return amount
