# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..const import BINARY_STRATEGIES, MATRIX_FILLS, RE_ENTRIES, TREE_KINDS
from ..placement import width_of

SHAPE_FIELDS = {"kind", "company_id", "width", "height"}


class MlmTree(models.Model):
    """One tree of a company: who stands below whom.

    Adjacency is the truth: a place stores its parent place and nothing else about its position.
    """

    _name = "mlm.tree"
    _inherit = ["mail.thread"]
    _description = "Genealogy Tree"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="The name by which plans refer to this tree.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        TREE_KINDS, required=True, default="unilevel", help="Fixed once the tree has places."
    )
    strategy = fields.Selection(
        BINARY_STRATEGIES,
        default="manual",
        required=True,
        tracking=True,
        help="Where a binary tree puts members for whom nobody chooses a place.",
    )
    width = fields.Integer(default=2, help="Legs per place of a matrix or board.")
    depth = fields.Integer(
        tracking=True,
        help="Levels of a member's own matrix; 0 means no limit. Whoever does not fit into it is "
        "placed below it, level by level.",
    )
    fill = fields.Selection(MATRIX_FILLS, default="breadth_first", required=True, tracking=True)
    pattern = fields.Char(
        tracking=True,
        help="X-up: what happens with the first, second, … recruit, for example: up, up. "
        "After the end of the list recruits are kept.",
    )
    height = fields.Integer(default=2, help="Levels of a board below its root.")
    re_entry = fields.Selection(RE_ENTRIES, default="none", required=True, tracking=True)
    multiple_places = fields.Boolean(
        tracking=True, help="One person may hold several places in this tree."
    )
    auto_enrol = fields.Boolean(
        string="Enrol New Partners",
        default=True,
        tracking=True,
        help="Partners get a place, or wait in the holding tank, as soon as they are registered.",
    )
    holding_days = fields.Integer(
        string="Days to Choose",
        tracking=True,
        help="So many days the sponsor may choose the place of a new partner. "
        "Afterwards the strategy places it. 0 means no holding tank.",
    )
    holding_max = fields.Integer(
        string="Waiting at Most",
        tracking=True,
        help="So many partners of one sponsor may wait; the oldest ones above that are placed "
        "by the strategy at once. 0 means no limit.",
    )
    lock_seq = fields.Integer(
        readonly=True, copy=False, help="Raised by changes that must not happen at the same time."
    )
    place_count = fields.Integer(compute="_compute_counts")
    holding_count = fields.Integer(compute="_compute_counts")
    last_check_id = fields.Many2one("mlm.tree.check", compute="_compute_last_check_id")

    _code_uniq = models.Constraint(
        "UNIQUE(company_id, code)", "A tree of this company already has this code."
    )
    _sponsor_uniq = models.UniqueIndex(
        "(company_id) WHERE kind = 'sponsor'", "A company has one sponsor tree."
    )
    _numbers_check = models.Constraint(
        "CHECK(depth >= 0 AND holding_days >= 0 AND holding_max >= 0)",
        "Depth and holding tank figures cannot be negative.",
    )
    _width_check = models.Constraint(
        "CHECK((kind <> 'matrix' OR width BETWEEN 1 AND 100)"
        " AND (kind <> 'board' OR (width BETWEEN 2 AND 10 AND height BETWEEN 1 AND 5)))",
        "A matrix is 1 to 100 wide, a board 2 to 10 wide and 1 to 5 levels high.",
    )

    # === COMPUTE METHODS === #

    def _compute_counts(self):
        places = dict(
            self.env["mlm.place"]._read_group(
                [("tree_id", "in", self.ids)], ["tree_id"], ["__count"]
            )
        )
        waiting = dict(
            self.env["mlm.holding"]._read_group(
                [("tree_id", "in", self.ids), ("state", "=", "waiting")], ["tree_id"], ["__count"]
            )
        )
        for tree in self:
            tree.place_count = places.get(tree, 0)
            tree.holding_count = waiting.get(tree, 0)

    def _compute_last_check_id(self):
        last = dict(
            self.env["mlm.tree.check"]._read_group(
                [("tree_id", "in", self.ids)], ["tree_id"], ["id:max"]
            )
        )
        for tree in self:
            tree.last_check_id = last.get(tree, False)

    # === CONSTRAINT METHODS === #

    @api.constrains("kind", "pattern")
    def _check_pattern(self):
        for tree in self.filtered(lambda tree: tree.kind == "x_up"):
            words = tree._pattern_list()
            if not words or set(words) - {"up", "keep"}:
                raise ValidationError(
                    self.env._(
                        "The pattern of the tree %(tree)s must be a list of the words up and "
                        "keep, separated by commas.",
                        tree=tree.name,
                    )
                )

    @api.constrains("kind", "holding_days")
    def _check_holding(self):
        if self.filtered(lambda tree: tree.kind == "sponsor" and tree.holding_days):
            raise ValidationError(
                self.env._(
                    "The sponsor tree follows the contacts; it has no holding tank. "
                    "Set the days to 0."
                )
            )

    @api.constrains("kind", "re_entry", "multiple_places")
    def _check_re_entry(self):
        for tree in self:
            if tree.kind == "board" and tree.re_entry != "none" and not tree.multiple_places:
                raise ValidationError(
                    self.env._(
                        "Members who enter a board again hold several places. "
                        "Allow several places in the tree %(tree)s.",
                        tree=tree.name,
                    )
                )

    # === CRUD METHODS === #

    def write(self, vals):
        for tree in self if SHAPE_FIELDS & set(vals) else ():
            changed = [
                name
                for name in SHAPE_FIELDS & set(vals)
                if vals[name] != (tree[name].id if name == "company_id" else tree[name])
            ]
            if changed and tree._has_places():
                raise UserError(
                    self.env._(
                        "The tree %(tree)s has places already, its kind, width, height and "
                        "company are fixed. Create a new tree instead.",
                        tree=tree.name,
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for tree in self:
            if tree.kind == "sponsor" or tree._has_places():
                raise UserError(
                    self.env._(
                        "The tree %(tree)s cannot be deleted: it is the sponsor tree or has "
                        "places. Archive it instead.",
                        tree=tree.name,
                    )
                )

    # === ACTION METHODS === #

    def action_open_hierarchy(self):
        """Open the tree view at the roots of this tree."""
        self.ensure_one()
        return self._place_action("hierarchy,list,form")

    def action_open_places(self):
        """Open the list of this tree's places."""
        self.ensure_one()
        return self._place_action("list,hierarchy,form")

    def action_open_holding(self):
        """Open the members who wait for a place."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("mlm_genealogy.mlm_holding_action")
        action["domain"] = [("tree_id", "=", self.id)]
        return action

    def action_check(self):
        """Check the integrity of these trees and show the report."""
        self.check_access("read")
        checks = self.sudo()._run_check()
        action = {
            "type": "ir.actions.act_window",
            "res_model": "mlm.tree.check",
            "view_mode": "form" if len(checks) == 1 else "list,form",
            "name": self.env._("Integrity Check"),
        }
        if len(checks) == 1:
            return action | {"res_id": checks.id}
        return action | {"domain": [("id", "in", checks.ids)]}

    # === TOOLING === #

    def _place_action(self, modes):
        action = self.env["ir.actions.actions"]._for_xml_id("mlm_genealogy.mlm_place_action")
        known = {view_type: view_id for view_id, view_type in action["views"]}
        action |= {
            "name": self.name,
            "display_name": self.name,
            "domain": [("tree_id", "=", self.id)],
            "views": [(known.get(mode, False), mode) for mode in modes.split(",")],
            "view_mode": modes,
            "context": {"default_tree_id": self.id},
        }
        return action

    def _has_places(self):
        """Return whether anybody has, or had, a place in this tree."""
        self.ensure_one()
        Place_sudo = self.env["mlm.place"].sudo().with_context(active_test=False)
        return bool(Place_sudo.search_count([("tree_id", "=", self.id)], limit=1))

    def _pattern_list(self):
        """Return the words of the x_up pattern."""
        self.ensure_one()
        return [word.strip() for word in (self.pattern or "").split(",") if word.strip()]

    def _leg_width(self):
        """Return how many numbered legs a place has; 0 = any number, not numbered."""
        self.ensure_one()
        return width_of(self.kind, self.width)

    def _leg_name(self, leg):
        """Return how people call a leg of this tree."""
        self.ensure_one()
        if self.kind == "binary" and leg in (1, 2):
            return self.env._("Left") if leg == 1 else self.env._("Right")
        return str(leg) if leg else ""

    def _lock_exclusive(self):
        """Let nobody else move or bulk-place in this tree until the transaction ends.

        The row is changed, not only locked: a transaction that has read the tree before and asks
        for the lock afterwards fails to serialise and is repeated by Odoo with fresh eyes.
        """
        self.env["mlm.tree"].flush_model(["lock_seq"])
        self.env.cr.execute(
            SQL(
                "UPDATE mlm_tree SET lock_seq = COALESCE(lock_seq, 0) + 1 WHERE id = ANY(%s)",
                sorted(self.ids),
            )
        )
        self.invalidate_recordset(["lock_seq"], flush=False)

    def _lock_shared(self):
        """Keep exclusive changes out while a single member is placed."""
        self.env.cr.execute(
            SQL("SELECT 1 FROM mlm_tree WHERE id = ANY(%s) FOR SHARE", sorted(self.ids))
        )

    def _set_effective_date(self, date):
        """Tell the history trigger from which day the following changes count; None = today."""
        self.env.cr.execute(
            "SELECT set_config('mlm.effective_date', %s, true)", [str(date) if date else ""]
        )
