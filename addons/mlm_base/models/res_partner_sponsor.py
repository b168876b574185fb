# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

# Only code holds this object: a value in a context sent by a client is never identical to it.
_DOOR = object()


class ResPartner(models.Model):
    """Who sponsors whom: one line upwards, without circles, partners never below customers."""

    _inherit = "res.partner"

    # === CONSTRAINTS === #

    @api.constrains("mlm_sponsor_id", "mlm_type_id", "mlm_market_id", "mlm_company_id")
    def _check_mlm_sponsor(self):
        for partner in self.filtered("mlm_sponsor_id"):
            partner._check_mlm_sponsor_allowed(partner.mlm_sponsor_id)
        self._check_mlm_frontline()

    def _check_mlm_sponsor_allowed(self, sponsor):
        """Raise unless this contact may stand below the given sponsor at all."""
        self.ensure_one()
        names = {"name": self.name, "sponsor": sponsor.name}
        if not self.mlm_type_id:
            raise ValidationError(
                self.env._("Give %(name)s a partner type before it gets a sponsor.", **names)
            )
        if not sponsor.mlm_type_id:
            raise ValidationError(
                self.env._(
                    "%(sponsor)s is not a member of the network. Choose a member as sponsor of "
                    "%(name)s.",
                    **names,
                )
            )
        if self.mlm_role == "partner" and sponsor.mlm_role != "partner":
            raise ValidationError(
                self.env._(
                    "%(sponsor)s is a customer and can't stand above a partner. Choose the partner "
                    "above as sponsor of %(name)s.",
                    **names,
                )
            )
        if sponsor.mlm_company_id != self.mlm_company_id:
            raise ValidationError(
                self.env._(
                    "%(name)s and %(sponsor)s belong to the networks of different companies. "
                    "Choose a sponsor of the same company, or another market.",
                    **names,
                )
            )

    def _check_mlm_frontline(self):
        """What changed above must still fit to those below: role and company."""
        members = self.filtered("mlm_type_id")
        if not members:
            return
        self.flush_model(["mlm_sponsor_id", "mlm_role", "mlm_company_id"])
        rows = self.env.execute_query(
            SQL(
                """SELECT above.id, below.id, above.mlm_role = 'customer'
                     FROM res_partner above
                     JOIN res_partner below ON below.mlm_sponsor_id = above.id
                    WHERE above.id = ANY(%s)
                      AND ((above.mlm_role = 'customer' AND below.mlm_role = 'partner')
                           OR above.mlm_company_id IS DISTINCT FROM below.mlm_company_id)
                    LIMIT 1""",
                members.ids,
            )
        )
        for above_id, below_id, is_customer in rows:
            names = {"name": self.browse(above_id).name, "below": self.browse(below_id).name}
            if is_customer:
                raise ValidationError(
                    self.env._(
                        "%(name)s sponsors the partner %(below)s and must stay a partner. Request "
                        "another sponsor for the frontline first.",
                        **names,
                    )
                )
            raise ValidationError(
                self.env._(
                    "%(name)s sponsors %(below)s in the network of another company. Both must "
                    "belong to the same one.",
                    **names,
                )
            )

    def _mlm_check_sponsors_may_sponsor(self):
        """Raise unless the sponsors of these members may take on somebody now."""
        for sponsor in self.mlm_sponsor_id:
            self._check_mlm_sponsor_may_sponsor(sponsor)

    @api.model
    def _check_mlm_sponsor_may_sponsor(self, sponsor):
        """Raise unless the sponsor may take on a new member now (asked when a bond is made)."""
        if not sponsor.mlm_type_id.may_sponsor:
            raise ValidationError(
                self.env._(
                    "%(sponsor)s is a %(type)s and may not sponsor. Choose another sponsor.",
                    sponsor=sponsor.name,
                    type=sponsor.mlm_type_id.name or self.env._("contact outside the network"),
                )
            )
        if sponsor.mlm_state != "active" or not sponsor.active:
            raise ValidationError(
                self.env._(
                    "%(sponsor)s is not active and may not sponsor. Choose an active sponsor or "
                    "reinstate this one first.",
                    sponsor=sponsor.name,
                )
            )

    def _mlm_check_sponsor_write(self, sponsor):
        """Before a sponsor is written: the door, the circle, the right to sponsor.

        :raise UserError: if a sponsor is set and this is not the approved request
        :raise ValidationError: if the new bond would break the network
        """
        bound = self.filtered("mlm_sponsor_id")
        if bound and self.env.context.get("mlm_sponsor_door") is not _DOOR:
            raise UserError(
                self.env._(
                    "The sponsor of %(name)s is set. Use “Request Sponsor Change”; a second person "
                    "approves it.",
                    name=bound[0].name,
                )
            )
        if not sponsor:
            return
        companies = (self | sponsor).mlm_company_id
        companies.sudo()._mlm_lock_sponsors()
        self._mlm_check_no_cycle(sponsor)
        self._check_mlm_sponsor_may_sponsor(sponsor)

    def _mlm_check_no_cycle(self, sponsor):
        """:raise ValidationError: if one of these members is or stands above the sponsor"""
        self.flush_model(["mlm_sponsor_id"])
        rows = self.env.execute_query(
            SQL(
                """WITH RECURSIVE up(id, sponsor) AS (
                    SELECT id, mlm_sponsor_id FROM res_partner WHERE id = %(sponsor)s
                    UNION
                    SELECT p.id, p.mlm_sponsor_id FROM up JOIN res_partner p ON p.id = up.sponsor)
                SELECT id FROM up WHERE id = ANY(%(ids)s) LIMIT 1""",
                sponsor=sponsor.id,
                ids=self.ids,
            )
        )
        for (member_id,) in rows:
            member = self.browse(member_id)
            if member == sponsor:
                raise ValidationError(
                    self.env._(
                        "%(name)s can't sponsor itself. Choose another sponsor.", name=member.name
                    )
                )
            raise ValidationError(
                self.env._(
                    "%(sponsor)s stands below %(name)s and can't be its sponsor: the line would "
                    "close to a circle. Choose somebody outside this downline.",
                    sponsor=sponsor.name,
                    name=member.name,
                )
            )

    # === BUSINESS METHODS === #

    def _mlm_set_sponsor(self, sponsor):
        """Bind members to a sponsor, whether they had one or not; for approved requests only.

        :param sponsor: res.partner record, empty to make the members roots
        :raise ValidationError: when the new bond would break the network
        """
        return self.with_context(mlm_sponsor_door=_DOOR).write({"mlm_sponsor_id": sponsor.id})

    @api.model
    def _mlm_sponsor_changed(self, changes):
        """Hook: sponsors were set or changed. Trees extend it.

        :param list changes: tuples (partner id, old sponsor id | None, new sponsor id | None); both
            None for a new member without sponsor
        """

    @api.model
    def _mlm_members_merged(self, sources, target):
        """Hook: members are about to vanish in a merge of contacts. Trees move their places here.

        Called before core re-points the foreign keys; membership and sponsors are moved already.

        :param sources: members that vanish
        :param target: the contact that stays
        :raise UserError: if what hangs on them can't be joined
        """

    # === QUERIES === #

    def _mlm_first_partner_above(self):
        """Return who owns this contact's volume: itself if it is a partner, else the first above.

        :return: res.partner record, empty where no partner stands above
        """
        self.ensure_one()
        return self.browse(self._mlm_owner_map(self.ids)[self.id] or [])

    @api.model
    def _mlm_owner_map(self, partner_ids):
        """Return who owns the volume of each buyer, in one statement.

        The owner is the contact itself if it is a partner, else the first partner above it on the
        sponsor line. `parent_id` plays no part.

        :param partner_ids: ids of buyers
        :return: dict buyer id -> owner id, None where no partner stands above
        """
        if not partner_ids:
            return {}
        self.flush_model(["mlm_sponsor_id", "mlm_role"])
        rows = self.env.execute_query(
            SQL(
                """WITH RECURSIVE up(buyer, id, role, sponsor, depth) AS (
                    SELECT id, id, mlm_role, mlm_sponsor_id, 0
                      FROM res_partner WHERE id = ANY(%(ids)s)
                    UNION ALL
                    SELECT up.buyer, p.id, p.mlm_role, p.mlm_sponsor_id, up.depth + 1
                      FROM up JOIN res_partner p ON p.id = up.sponsor
                     WHERE up.role IS DISTINCT FROM 'partner')
                SELECT buyer, id FROM up WHERE role = 'partner'""",
                ids=list(set(partner_ids)),
            )
        )
        return dict.fromkeys(partner_ids) | dict(rows)
