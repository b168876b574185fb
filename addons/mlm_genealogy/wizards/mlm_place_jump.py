# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError


class MlmPlaceJump(models.TransientModel):
    """Find a member and jump to its place in a tree."""

    _name = "mlm.place.jump"
    _description = "Find a Member"

    tree_id = fields.Many2one(
        "mlm.tree", required=True, default=lambda self: self.env["mlm.tree"].search([], limit=1)
    )
    partner_id = fields.Many2one(
        "res.partner", string="Member", required=True, domain="[('mlm_type_id', '!=', False)]"
    )

    def action_jump(self):
        """Open the tree view at the member's first place."""
        self.ensure_one()
        place = self.env["mlm.place"].search(
            [("tree_id", "=", self.tree_id.id), ("partner_id", "=", self.partner_id.id)],
            order="position_no",
            limit=1,
        )
        if not place:
            raise UserError(
                self.env._(
                    "%(member)s has no place in the tree %(tree)s.",
                    member=self.partner_id.display_name,
                    tree=self.tree_id.name,
                )
            )
        return place.action_open_hierarchy()
