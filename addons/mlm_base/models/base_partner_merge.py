# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..const import ACTIVE, TERMINATED

# What makes somebody a member; goes from the vanishing contact to one that is not a member yet.
IDENTITY_FIELDS = (
    "mlm_type_id",
    "mlm_role",
    "mlm_market_id",
    "mlm_company_id",
    "mlm_state",
    "mlm_member_number",
    "mlm_date_joined",
    "mlm_date_ended",
)


class BasePartnerMerge(models.TransientModel):
    """Merging contacts keeps the network whole, or says why it can't."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        people = self.env["res.partner"].browse(partner_ids).exists()
        if len(people) < 2:
            return super()._merge(partner_ids, dst_partner, extra_checks)
        if not dst_partner or dst_partner not in people:
            dst_partner = self._get_ordered_partner(people.ids)[-1]
        sources = people - dst_partner
        reason = self.env._("Contacts merged into %(name)s", name=dst_partner.display_name)
        if people.filtered("mlm_type_id"):
            self._mlm_merge_members(sources, dst_partner, reason)
        Volume = self.env["mlm.volume"]
        Volume._merge_buyers(sources.ids, dst_partner.id, reason)
        # Core re-points every foreign key; the evidence accepts it with a reason only.
        with Volume._with_audit(reason):
            result = super()._merge(people.ids, dst_partner, extra_checks)
            self.env.flush_all()
        return result

    # === CHECKS === #

    def _mlm_check_mergeable(self, members, dst_partner):
        """Raise where merging these memberships would guess about the network. Hook.

        :param members: the members among the merged contacts
        :param dst_partner: the contact that stays
        :raise UserError: says what to do first
        """
        members._mlm_check_clerk()
        if dst_partner not in members and len(members) > 1:
            raise UserError(
                self.env._(
                    "Several of these contacts are members of the network, “%(name)s” is not. "
                    "Choose the member that shall stay as destination.",
                    name=dst_partner.name,
                )
            )
        if len(members.mlm_company_id) > 1:
            raise UserError(
                self.env._("These contacts are members of different companies; they stay separate.")
            )
        self._mlm_check_same_line(members, dst_partner)
        for member in members - dst_partner:
            if dst_partner in members:
                self._mlm_check_pair(member, dst_partner)

    def _mlm_check_pair(self, member, dst_partner):
        if member.mlm_role == "partner" and dst_partner.mlm_role != "partner":
            raise UserError(
                self.env._(
                    "%(name)s is a partner and %(other)s a customer. Choose the partner as "
                    "destination.",
                    name=member.name,
                    other=dst_partner.name,
                )
            )
        if member.mlm_state == ACTIVE and dst_partner.mlm_state != ACTIVE:
            raise UserError(
                self.env._(
                    "%(name)s is active and %(other)s is not. Choose the active member as "
                    "destination.",
                    name=member.name,
                    other=dst_partner.name,
                )
            )
        if TERMINATED in (member.mlm_state, dst_partner.mlm_state) and (
            member.mlm_role == dst_partner.mlm_role == "partner"
        ):
            raise UserError(
                self.env._(
                    "The membership of %(name)s or %(other)s has ended. An ended and another "
                    "partnership stay apart, so that earnings remain explainable.",
                    name=member.name,
                    other=dst_partner.name,
                )
            )

    def _mlm_check_same_line(self, members, dst_partner):
        """All merged members hang under the same sponsor, or under each other."""
        people = members | dst_partner
        sponsors = members.mlm_sponsor_id - people
        if len(sponsors) > 1:
            raise UserError(
                self.env._(
                    "These members have different sponsors: %(sponsors)s. Decide on one by a "
                    "sponsor change, then merge.",
                    sponsors=", ".join(sponsors.mapped("name")),
                )
            )
        if not sponsors:
            return
        rows = self.env.execute_query(
            SQL(
                """WITH RECURSIVE up(id, sponsor) AS (
                    SELECT id, mlm_sponsor_id FROM res_partner WHERE id = %s
                    UNION
                    SELECT p.id, p.mlm_sponsor_id FROM up JOIN res_partner p ON p.id = up.sponsor)
                SELECT 1 FROM up WHERE id = ANY(%s) LIMIT 1""",
                sponsors.id,
                people.ids,
            )
        )
        if rows:
            raise UserError(
                self.env._(
                    "%(sponsor)s stands between the merged members; the line would close to a "
                    "circle. Change the sponsor of one of them first.",
                    sponsor=sponsors.name,
                )
            )

    # === MERGING === #

    def _mlm_merge_members(self, sources, dst_partner, reason):
        """Give the remaining contact the one membership and the frontlines of all."""
        people = sources | dst_partner
        members = people.filtered("mlm_type_id")
        members.mlm_company_id.sudo()._mlm_lock_sponsors()
        self.env["res.partner"].flush_model()
        self._mlm_check_mergeable(members, dst_partner)
        sponsor = (members.mlm_sponsor_id - people)[:1]
        frontline = (
            people.sudo().with_context(active_test=False).mlm_frontline_ids - people
        ).filtered(lambda p: p.mlm_sponsor_id != dst_partner)
        changes = [(p.id, p.mlm_sponsor_id.id, dst_partner.id) for p in frontline]
        before = dst_partner.mlm_sponsor_id
        if dst_partner not in members or before != sponsor:
            changes.append((dst_partner.id, before.id or None, sponsor.id or None))
        self._mlm_write_history(changes, reason)
        self._mlm_log_numbers(sources & members, dst_partner)
        self._mlm_move_identity(sources, dst_partner, members, sponsor)
        self._mlm_update(frontline, {"mlm_sponsor_id": dst_partner.id})
        self.env["res.partner"].invalidate_model()
        (dst_partner | frontline)._check_mlm_sponsor()
        self.env["res.partner"]._mlm_members_merged(sources & members, dst_partner)
        self.env["res.partner"]._mlm_sponsor_changed(changes)

    def _mlm_move_identity(self, sources, dst_partner, members, sponsor):
        """Move the membership in SQL: the number is unique while both contacts exist."""
        vals = {"mlm_sponsor_id": sponsor.id or None}
        if dst_partner in members:
            joined = [date for date in members.mapped("mlm_date_joined") if date]
            vals["mlm_date_joined"] = min(joined, default=None)
        else:
            [row] = self.env.execute_query(
                SQL(
                    "SELECT %s, mlm_attributes::text FROM res_partner WHERE id = %s",
                    SQL(", ").join(map(SQL.identifier, IDENTITY_FIELDS)),
                    members.id,
                )
            )
            vals |= dict(zip((*IDENTITY_FIELDS, "mlm_attributes"), row, strict=True))
        empty = dict.fromkeys((*IDENTITY_FIELDS, "mlm_attributes", "mlm_sponsor_id"))
        self._mlm_update(sources, empty)
        self._mlm_update(dst_partner, vals)

    def _mlm_update(self, partners, vals):
        if partners:
            self.env.cr.execute(
                SQL(
                    "UPDATE res_partner SET %s WHERE id = ANY(%s)",
                    SQL(", ").join(
                        SQL("%s = %s", SQL.identifier(name), value) for name, value in vals.items()
                    ),
                    partners.ids,
                )
            )

    def _mlm_write_history(self, changes, reason):
        """Applied sponsor changes; a merge is decided by the person who merges."""
        now = fields.Datetime.now()
        self.env["mlm.sponsor.change"].sudo().create(
            [
                {
                    "partner_id": partner_id,
                    "sponsor_from_id": old,
                    "sponsor_to_id": new,
                    "reason": reason,
                    "state": "applied",
                    "requested_by": self.env.uid,
                    "decided_by": self.env.uid,
                    "decided_at": now,
                }
                for partner_id, old, new in changes
                if old != new
            ]
        )

    def _mlm_log_numbers(self, members, dst_partner):
        """Vanishing member numbers stay findable in the audit log of the remaining contact."""
        entries = [
            {
                "partner": dst_partner,
                "model": "res.partner",
                "res_id": dst_partner.id,
                "field": "mlm_member_number",
                "old": member.mlm_member_number,
                "new": dst_partner.mlm_member_number or member.mlm_member_number,
            }
            for member in members
        ]
        if entries:
            self.env["mlm.audit.log"]._record(entries)
