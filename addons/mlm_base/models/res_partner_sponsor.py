# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

# Serialises sponsor changes per company: two transactions can't close a loop together.
SPONSOR_LOCK = "mlm_sponsor"


class ResPartner(models.Model):
    _inherit = "res.partner"

    # === CONSTRAINTS === #

    @api.constrains("mlm_sponsor_id", "mlm_type_id", "mlm_market_id")
    def _check_mlm_sponsor(self):
        sponsored = self.filtered("mlm_sponsor_id")
        for partner in sponsored:
            partner._check_mlm_sponsor_allowed(partner.mlm_sponsor_id)
        if sponsored:
            sponsored._check_mlm_no_cycle()
        self._check_mlm_frontline_below_partner()

    def _check_mlm_sponsor_allowed(self, sponsor):
        """Raise unless this contact may stand below the given sponsor."""
        self.ensure_one()
        names = {"name": self.display_name, "sponsor": sponsor.display_name}
        if sponsor == self:
            raise ValidationError(self.env._("%(name)s can't sponsor itself.", **names))
        if not self.mlm_type_id:
            raise ValidationError(
                self.env._("Give %(name)s a partner type before it gets a sponsor.", **names)
            )
        if sponsor.mlm_role != "partner":
            raise ValidationError(
                self.env._(
                    "%(sponsor)s is not a partner, so nobody can stand below. Choose the partner "
                    "above as sponsor of %(name)s.",
                    **names,
                )
            )
        if self.mlm_company_id and sponsor.mlm_company_id != self.mlm_company_id:
            raise ValidationError(
                self.env._(
                    "%(name)s and %(sponsor)s belong to the networks of different companies. "
                    "Choose a sponsor of the same company, or another market.",
                    **names,
                )
            )

    def _check_mlm_sponsor_may_sponsor(self, sponsor):
        """Raise unless the sponsor may take on a new member now (asked when a bond is made)."""
        if not sponsor.mlm_type_id.may_sponsor:
            raise ValidationError(
                self.env._(
                    "%(sponsor)s is a %(type)s and may not sponsor. Choose another sponsor.",
                    sponsor=sponsor.display_name,
                    type=sponsor.mlm_type_id.name or self.env._("contact outside the network"),
                )
            )
        if sponsor.mlm_state != "active":
            raise ValidationError(
                self.env._(
                    "%(sponsor)s is not active and may not sponsor. Choose an active sponsor or "
                    "reinstate this one first.",
                    sponsor=sponsor.display_name,
                )
            )

    def _check_mlm_no_cycle(self):
        self._mlm_lock_sponsors()
        self.flush_model(["mlm_sponsor_id"])
        rows = self.env.execute_query(
            SQL(
                """WITH RECURSIVE up(start, id) AS (
                    SELECT id, mlm_sponsor_id FROM res_partner WHERE id = ANY(%(ids)s)
                    UNION
                    SELECT up.start, p.mlm_sponsor_id FROM up JOIN res_partner p ON p.id = up.id
                     WHERE p.mlm_sponsor_id IS NOT NULL)
                SELECT start FROM up WHERE id = start LIMIT 1""",
                ids=self.ids,
            )
        )
        if rows:
            partner = self.browse(rows[0][0])
            raise ValidationError(
                self.env._(
                    "%(sponsor)s stands below %(name)s and can't be its sponsor: the line would "
                    "close to a circle.",
                    sponsor=partner.mlm_sponsor_id.display_name,
                    name=partner.display_name,
                )
            )

    def _check_mlm_frontline_below_partner(self):
        for partner in self.filtered(lambda p: p.mlm_role != "partner"):
            if partner.mlm_frontline_ids:
                raise ValidationError(
                    self.env._(
                        "%(name)s has a frontline and must stay a partner. Give the frontline "
                        "another sponsor first.",
                        name=partner.display_name,
                    )
                )

    def _mlm_lock_sponsors(self):
        """Wait for other transactions that change sponsors; held until the end of this one."""
        self.env.cr.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [SPONSOR_LOCK]
        )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        sponsored = partners.filtered("mlm_sponsor_id")
        for sponsor in sponsored.mlm_sponsor_id:
            self._check_mlm_sponsor_may_sponsor(sponsor)
        members = partners.filtered("mlm_type_id")
        if members:
            members._mlm_sponsor_changed(
                [(member.id, False, member.mlm_sponsor_id.id) for member in members]
            )
        return partners

    def write(self, vals):
        if "mlm_sponsor_id" not in vals:
            return super().write(vals)
        new_sponsor = self.browse(vals["mlm_sponsor_id"] or [])
        bound = self.filtered(lambda p: p.mlm_sponsor_id and p.mlm_sponsor_id != new_sponsor)
        if bound:
            raise UserError(
                self.env._(
                    "The sponsor of %(name)s is set. Request a sponsor change; a second person "
                    "approves it.",
                    name=bound[0].display_name,
                )
            )
        return self._mlm_write_sponsor(new_sponsor, vals)

    def _mlm_set_sponsor(self, sponsor):
        """Bind members to a sponsor, whether they had one or not; for approved requests only.

        :param sponsor: res.partner record, empty to make the members roots
        :raise ValidationError: when the new bond would break the network
        """
        return self._mlm_write_sponsor(sponsor, {"mlm_sponsor_id": sponsor.id})

    def _mlm_write_sponsor(self, sponsor, vals):
        changed = self.filtered(lambda p: p.mlm_sponsor_id != sponsor)
        before = [(partner.id, partner.mlm_sponsor_id.id) for partner in changed]
        if sponsor and changed:
            self._check_mlm_sponsor_may_sponsor(sponsor)
        result = super().write(vals)
        if before:
            changed._mlm_sponsor_changed([(pid, old, sponsor.id) for pid, old in before])
        return result

    @api.model
    def _mlm_sponsor_changed(self, changes):
        """Hook: sponsors were set or changed. Trees extend it.

        :param list changes: tuples (partner id, old sponsor id | False, new sponsor id | False)
        """

    # === QUERIES === #

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
