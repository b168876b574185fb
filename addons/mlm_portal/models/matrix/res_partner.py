# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL

from odoo.addons.mlm_base.const import ACTIVE

from .mlm_visibility import FACTS, GROUPED, LEADER, PLACEMENT

EVERYTHING = frozenset(
    one for fact, _label in FACTS for one in GROUPED.get(fact, (fact,))
)  # of oneself


class ResPartner(models.Model):
    """What a partner may read of the members of its team: the visibility matrix applied."""

    _inherit = "res.partner"

    def _mlm_has_team(self):
        """Whether this member works now; who is suspended or gone sees its own documents only."""
        self.ensure_one()
        partner_sudo = self.sudo()
        return partner_sudo.mlm_role == "partner" and partner_sudo.mlm_state == ACTIVE

    def _mlm_grants(self):
        """Return the Grants of this reader, those of leaders if it holds the rank."""
        self.ensure_one()
        grants = self.env["mlm.visibility"]._grants(self.sudo().mlm_company_id.id)
        if not any(grant.reader == LEADER for grant in grants):
            return grants
        result = self.env["mlm.member.result"]._mlm_latest(self)
        sequences = {r.code: r.sequence for r in result.run_id.plan_version_id.rank_ids}
        held = result.rank_id.sequence if result.rank_id else None
        return tuple(
            grant
            for grant in grants
            if grant.reader != LEADER
            or (held is not None and held >= sequences.get(grant.rank, held + 1))
        )

    def _mlm_rights_by_member(self, distances, placed=()):
        """Return what this partner may read of each of some members.

        :param dict distances: {member id: steps in the sponsor line, 0 = itself, None = another}
        :param placed: ids of members that stand below this partner in a placement tree
        :return: {member id: frozenset of facts}
        """
        self.ensure_one()
        if not self._mlm_has_team():
            return dict.fromkeys(distances, frozenset())
        grants = self._mlm_grants()
        consents = self._mlm_consents(distances, {grant.purpose for grant in grants} - {None})
        return {
            member: EVERYTHING
            if distance == 0
            else frozenset(
                grant.fact
                for grant in grants
                if self._mlm_reaches(grant, distance, member in placed)
                and (grant.purpose is None or (member, grant.purpose) in consents)
            )
            for member, distance in distances.items()
        }

    def _mlm_reaches(self, grant, distance, placed):
        if grant.reader == PLACEMENT:
            return placed
        return distance is not None and grant.first <= distance <= grant.last

    def _mlm_consents(self, member_ids, purpose_ids):
        """Return the set of (member id, purpose id) whose latest word is a yes."""
        if not member_ids or not purpose_ids:
            return set()
        self.env["mlm.consent"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT partner_id, purpose_id FROM (
                       SELECT DISTINCT ON (partner_id, purpose_id)
                              partner_id, purpose_id, is_given
                         FROM mlm_consent
                        WHERE partner_id = ANY(%s) AND purpose_id = ANY(%s)
                        ORDER BY partner_id, purpose_id, given_at DESC, id DESC) latest
                    WHERE is_given""",
                list(member_ids),
                list(purpose_ids),
            )
        )
        return set(rows)

    def _mlm_sql_may(self, fact, distance, whole=False):
        """Return the SQL of whether this partner may read a fact of the member ``p``.

        :param SQL distance: the member's steps below this partner
        :param bool whole: ask for all consents at once: for search and order in a large team
        """
        consent = _sql_consents if whole else _sql_consent
        parts = [
            SQL(
                "(%s BETWEEN %s AND %s AND %s)",
                distance,
                grant.first,
                grant.last,
                consent(grant.purpose),
            )
            for grant in self._mlm_grants()
            if grant.fact == fact and grant.reader != PLACEMENT
        ]
        return SQL("(%s)", SQL(" OR ").join(parts)) if parts else SQL("FALSE")


def _sql_consent(purpose_id):
    if purpose_id is None:
        return SQL("TRUE")
    return SQL(
        """coalesce((SELECT c.is_given FROM mlm_consent c
                      WHERE c.partner_id = p.id AND c.purpose_id = %s
                      ORDER BY c.given_at DESC, c.id DESC LIMIT 1), FALSE)""",
        purpose_id,
    )


def _sql_consents(purpose_id):
    if purpose_id is None:
        return SQL("TRUE")
    return SQL(
        """p.id IN (SELECT partner_id FROM (
               SELECT DISTINCT ON (c.partner_id) c.partner_id, c.is_given FROM mlm_consent c
                WHERE c.purpose_id = %s
                ORDER BY c.partner_id, c.given_at DESC, c.id DESC) latest WHERE is_given)""",
        purpose_id,
    )
