# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..const import ENDED_FROM


class MlmPlace(models.Model):
    """A place in a tree, held by one person.

    Users never write places: they come from placing, the holding tank and approved moves.
    """

    _name = "mlm.place"
    _description = "Place in a Tree"
    _order = "tree_id, id"
    _rec_names_search = ["partner_id.name", "partner_id.mlm_member_number"]
    _check_company_auto = True

    tree_id = fields.Many2one("mlm.tree", required=True, readonly=True, ondelete="restrict")
    company_id = fields.Many2one(
        related="tree_id.company_id", store=True, precompute=True, index=True
    )
    tree_kind = fields.Selection(related="tree_id.kind")
    partner_id = fields.Many2one(
        "res.partner",
        string="Member",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    position_no = fields.Integer(
        string="Position", required=True, readonly=True, default=1, aggregator=None
    )
    parent_id = fields.Many2one(
        "mlm.place",
        string="Under",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    leg = fields.Integer(readonly=True, aggregator=None)
    leg_name = fields.Char(compute="_compute_leg_name")
    sponsor_id = fields.Many2one(
        "res.partner",
        string="Placed for",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The member from whose place the search for this place began.",
    )
    date_from = fields.Date(
        string="Placed on", required=True, readonly=True, default=fields.Date.context_today
    )
    active = fields.Boolean(default=True, readonly=True)
    child_seq = fields.Integer(
        readonly=True, default=0, help="Raised when somebody is placed under this place."
    )
    child_ids = fields.One2many("mlm.place", "parent_id", readonly=True)
    child_count = fields.Integer(compute="_compute_child_count", string="Frontline")
    history_ids = fields.One2many("mlm.place.history", "place_id", readonly=True)

    member_number = fields.Char(related="partner_id.mlm_member_number")
    member_state = fields.Selection(related="partner_id.mlm_state", string="Member Status")
    member_type_id = fields.Many2one(related="partner_id.mlm_type_id", string="Partner Type")
    avatar_128 = fields.Image(related="partner_id.avatar_128")

    _position_uniq = models.Constraint(
        "UNIQUE(tree_id, partner_id, position_no)", "This member has this place already."
    )
    _leg_uniq = models.UniqueIndex(
        "(tree_id, parent_id, leg) WHERE leg > 0 AND active", "This leg is occupied already."
    )
    _tree_idx = models.Index("(tree_id, id)")
    _self_check = models.Constraint(
        "CHECK(parent_id IS NULL OR parent_id <> id)", "A place cannot stand under itself."
    )
    _numbers_check = models.Constraint("CHECK(position_no > 0 AND leg >= 0)")

    # === COMPUTE METHODS === #

    @api.depends("partner_id.name", "partner_id.mlm_member_number", "position_no", "active")
    def _compute_display_name(self):
        for place in self:
            name = place.partner_id.name or place.partner_id.display_name or ""
            if not place.active:
                name = self.env._("%(name)s (ended)", name=name)
            elif place.position_no > 1:
                name = f"{name} #{place.position_no}"
            place.display_name = name

    @api.depends("leg", "tree_id.kind")
    def _compute_leg_name(self):
        for place in self:
            place.leg_name = place.tree_id._leg_name(place.leg) if place.tree_id else ""

    def _compute_child_count(self):
        counts = dict(self._read_group([("parent_id", "in", self.ids)], ["parent_id"], ["__count"]))
        for place in self:
            place.child_count = counts.get(place, 0)

    # === CONSTRAINT METHODS === #

    @api.constrains("parent_id", "tree_id")
    def _check_parent_tree(self):
        for place in self.filtered("parent_id"):
            if place.parent_id.tree_id != place.tree_id:
                raise ValidationError(
                    self.env._(
                        "%(place)s and the place above it must belong to the same tree.",
                        place=place.display_name,
                    )
                )

    # === ACTION METHODS === #

    def action_open_hierarchy(self):
        """Show this place, what stands above and what stands below in the tree view."""
        self.ensure_one()
        action = self.tree_id.action_open_hierarchy()
        action["context"] = {"hierarchy_res_id": self.id, "default_tree_id": self.tree_id.id}
        return action

    def action_open_partner(self):
        """Open the contact who holds this place."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.partner_id.id,
            "view_mode": "form",
        }

    def action_request_move(self):
        """Open a new move request for this place."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Request a Move"),
            "res_model": "mlm.place.move",
            "view_mode": "form",
            "context": {"default_place_id": self.id},
        }

    # === BUSINESS METHODS === #

    def _end(self):
        """End places from today on: nobody stands there any more, the history stays.

        An ended place gives its number back, so that its member can be placed again later. Moves
        that wait for it are cancelled.

        :raise UserError: somebody stands below, or the tree is a board
        """
        if not self:
            return
        self.tree_id._lock_exclusive()
        self.flush_model()
        above = self._read_group(
            [("parent_id", "in", self.ids), ("id", "not in", self.ids)], ["parent_id"]
        )
        for (place,) in above:
            raise UserError(
                self.env._(
                    "Others stand below %(place)s in the tree %(tree)s, so that place cannot end. "
                    "Request moves for those directly below first.",
                    place=place.display_name,
                    tree=place.tree_id.name,
                )
            )
        for place in self.filtered(lambda place: place.tree_id.kind == "board"):
            raise UserError(
                self.env._(
                    "%(place)s takes part in the board %(tree)s; places on boards stay.",
                    place=place.display_name,
                    tree=place.tree_id.name,
                )
            )
        self.env["mlm.place.move"].sudo().search(
            [
                ("state", "in", ("draft", "submitted", "approved")),
                "|",
                ("place_id", "in", self.ids),
                ("parent_to_id", "in", self.ids),
            ]
        ).write({"state": "cancelled"})
        for place in self.sudo():
            place.write(
                {
                    "active": False,
                    "parent_id": False,
                    "leg": 0,
                    "position_no": place._next_ended_number(),
                }
            )
        self.sudo().flush_recordset()
        self.env["mlm.place.history"].invalidate_model(flush=False)

    def _next_ended_number(self):
        """Return the next number above ``ENDED_FROM`` of this member in this tree."""
        last = (
            self.with_context(active_test=False)
            .search(
                [
                    ("tree_id", "=", self.tree_id.id),
                    ("partner_id", "=", self.partner_id.id),
                    ("position_no", ">", ENDED_FROM),
                ],
                order="position_no desc",
                limit=1,
            )
            .position_no
        )
        return max(last, ENDED_FROM) + 1

    def _lock_legs(self):
        """Reserve the legs of this place until the transaction ends (see ``_take_leg``)."""
        self.ensure_one()
        self.flush_recordset()
        self.env.cr.execute(
            SQL("UPDATE mlm_place SET child_seq = child_seq + 1 WHERE id = %s", self.id)
        )
        self.invalidate_recordset(["child_seq"], flush=False)

    def _taken_legs(self):
        """Return the set of occupied legs."""
        self.ensure_one()
        self.flush_model(["parent_id", "leg", "active"])
        rows = self.env.execute_query(
            SQL("SELECT leg FROM mlm_place WHERE parent_id = %s AND active AND leg > 0", self.id)
        )
        return {row[0] for row in rows}

    def _hang_over(self, parent, leg, date):
        """Hang this place, with everything below, under another one.

        Serialised per tree, so that two moves cannot close a circle between them.

        :param parent: mlm.place, empty = becomes a root
        :param int leg: 0 = the first free leg
        :param date date: first day on which the new position counts
        :raise UserError: the new parent stands below this place, or the leg is occupied
        """
        self.ensure_one()
        tree = self.tree_id
        tree._lock_exclusive()
        self._check_not_below(parent)
        leg = tree._take_leg(parent, leg)
        tree._set_effective_date(date)
        self.sudo().write({"parent_id": parent.id, "leg": leg})
        self.sudo().flush_recordset()
        tree._set_effective_date(None)
        self.env["mlm.place.history"].invalidate_model(flush=False)

    def _check_not_below(self, parent):
        """Refuse a parent that is this place or stands anywhere below it."""
        self.ensure_one()
        if not parent:
            return
        above = self.env.execute_query(
            SQL(
                """WITH RECURSIVE %(up)s SELECT 1 FROM up WHERE id = %(place)s""",
                up=self.tree_id._up_cte("up", parent.partner_id.id, position=parent.position_no),
                place=self.id,
            )
        )
        if above:
            raise UserError(
                self.env._(
                    "%(parent)s stands below %(place)s (or is the same place). Moving there "
                    "would close a circle; choose a place outside of the moved team.",
                    parent=parent.display_name,
                    place=self.display_name,
                )
            )
