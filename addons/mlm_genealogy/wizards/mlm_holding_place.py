# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class MlmHoldingPlace(models.TransientModel):
    """Choose the place of members who wait."""

    _name = "mlm.holding.place"
    _description = "Choose a Place"

    holding_ids = fields.Many2many("mlm.holding", required=True, readonly=True)
    tree_id = fields.Many2one("mlm.tree", compute="_compute_tree_id")
    tree_kind = fields.Selection(related="tree_id.kind")
    member_count = fields.Integer(compute="_compute_tree_id")
    method = fields.Selection(
        [("hand", "I choose the place"), ("strategy", "By the strategy of the tree")],
        required=True,
        default="hand",
    )
    parent_id = fields.Many2one("mlm.place", string="Under", domain="[('tree_id', '=', tree_id)]")
    leg = fields.Integer(help="0 takes the first free leg.")
    free_legs = fields.Char(compute="_compute_free_legs")

    @api.depends("holding_ids")
    def _compute_tree_id(self):
        for wizard in self:
            trees = wizard.holding_ids.tree_id
            wizard.tree_id = trees if len(trees) == 1 else False
            wizard.member_count = len(wizard.holding_ids)

    @api.depends("parent_id")
    def _compute_free_legs(self):
        for wizard in self:
            tree, parent = wizard.tree_id, wizard.parent_id
            taken = parent._taken_legs() if parent else set()
            free = [
                leg for leg in range(1, tree._leg_width() + 1 if tree else 1) if leg not in taken
            ]
            wizard.free_legs = ", ".join(
                f"{leg} ({tree._leg_name(leg)})" if tree.kind == "binary" else str(leg)
                for leg in free
            )

    def action_place(self):
        """Place the members; in the order of their arrival when there are several."""
        self.ensure_one()
        if self.method == "strategy":
            self.holding_ids.action_place_by_strategy()
        elif not self.parent_id or not self.tree_id:
            raise UserError(
                self.env._("Choose the place under which the member goes, for one tree at a time.")
            )
        elif len(self.holding_ids) > 1 and self.leg:
            raise UserError(
                self.env._("One leg holds one place. Leave the leg at 0 for several members.")
            )
        else:
            for holding in self.holding_ids.sorted("id"):
                holding._place_by_hand(self.parent_id, self.leg)
        return {"type": "ir.actions.act_window_close"}
