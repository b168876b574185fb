# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL

from ..registration.res_partner import short_name


class MlmExplanation(models.AbstractModel):
    """What a partner in the portal may read of others in an explanation (LEGAL.md F).

    Own customers by name, partners below as the visibility matrix allows, everybody else not at
    all. What others' customers bought is nobody's business: it may
    be health data.
    """

    _inherit = "mlm.explanation"

    def _members(self, ids):
        if not self.env.user._is_portal():
            return super()._members(ids)
        viewer = self.env.user.partner_id
        near = self._portal_distances(viewer, ids) if viewer._mlm_has_team() else {viewer.id: 0}
        rights = viewer._mlm_rights_by_member(near)
        Partner_sudo = self.env["res.partner"].sudo()
        found = {}
        for partner_sudo in Partner_sudo.browse(sorted(set(ids))):
            distance = near.get(partner_sudo.id)
            shown = distance is not None and (distance <= 1 or partner_sudo.mlm_role == "partner")
            found[partner_sudo.id] = {
                "id": partner_sudo.id if shown else None,
                "name": self._portal_name(partner_sudo, rights) if shown else None,
                "number": (shown and partner_sudo.mlm_member_number) or None,
                "visible": shown,
                "is_own": partner_sudo == viewer
                or (distance == 1 and partner_sudo.mlm_role == "customer"),
            }
        return found

    def _portal_name(self, member_sudo, rights):
        """Return the name as the matrix allows; the own customers are the reader's business."""
        open_name = (
            "full_name" in rights[member_sudo.id]
            or member_sudo.is_company
            or member_sudo.mlm_role == "customer"
            or member_sudo == self.env.user.partner_id
        )
        return member_sudo.name if open_name else short_name(member_sudo.name)

    def _portal_distances(self, viewer, ids):
        """Return {member id: steps below the viewer}; who stands elsewhere is missing."""
        self.env["res.partner"].flush_model(["mlm_sponsor_id"])
        rows = self.env.execute_query(
            SQL(
                """WITH RECURSIVE up (start, id, distance) AS (
                    SELECT id, id, 0 FROM res_partner WHERE id = ANY(%(ids)s)
                    UNION ALL
                    SELECT up.start, p.mlm_sponsor_id, up.distance + 1
                      FROM up JOIN res_partner p ON p.id = up.id
                     WHERE up.id <> %(viewer)s AND p.mlm_sponsor_id IS NOT NULL)
                SELECT start, distance FROM up WHERE id = %(viewer)s""",
                ids=sorted(set(ids)),
                viewer=viewer.id,
            )
        )
        return dict(rows)

    def _source_text(self, source):
        if source and self.env.user._is_portal() and not source["buyer"]["is_own"]:
            return self.env._(
                "A sale in your team: %(pv)s PV, %(cv)s CV",
                pv=self._number(source["pv"]),
                cv=self._number(source["cv"]),
            )
        return super()._source_text(source)

    def _volume_text(self, volume_id):
        if self.env.user._is_portal():
            buyer = self.env["mlm.volume"].sudo().browse(volume_id).buyer_id
            if not self._members(buyer.ids)[buyer.id]["is_own"]:
                return self.env._("A sale in your team")
        return super()._volume_text(volume_id)
