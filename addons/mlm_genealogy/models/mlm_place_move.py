# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

_logger = logging.getLogger(__name__)

APPROVERS = "mlm_base.group_mlm_compliance,mlm_base.group_mlm_manager"
# What the requester writes, and only in the draft. Everything else is written by the buttons.
REQUEST_FIELDS = {"place_id", "parent_to_id", "leg_to", "reason", "date_effective"}


class MlmPlaceMove(models.Model):
    """The request to hang a place, with its team, under another one, and its history."""

    _name = "mlm.place.move"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Move in a Tree"
    _order = "id desc"
    _rec_name = "place_id"
    _check_company_auto = True

    place_id = fields.Many2one(
        "mlm.place",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('tree_id.kind', 'not in', ('sponsor', 'monoline', 'board'))]",
    )
    tree_id = fields.Many2one(related="place_id.tree_id", store=True, index=True)
    company_id = fields.Many2one(
        related="place_id.company_id", store=True, precompute=True, index=True
    )
    partner_id = fields.Many2one(related="place_id.partner_id", store=True, index=True)
    parent_from_id = fields.Many2one(
        "mlm.place", string="Under Now", compute="_compute_from", store=True, ondelete="restrict"
    )
    leg_from = fields.Integer(string="Leg Now", compute="_compute_from", store=True)
    parent_to_id = fields.Many2one(
        "mlm.place",
        string="Under in Future",
        required=True,
        ondelete="restrict",
        domain="[('tree_id', '=', tree_id), ('id', '!=', place_id)]",
        tracking=True,
    )
    leg_to = fields.Integer(
        string="Leg in Future", tracking=True, help="0 takes the first free leg."
    )
    reason = fields.Text(required=True, tracking=True)
    date_effective = fields.Date(
        required=True,
        default=fields.Date.context_today,
        tracking=True,
        help="The first day on which the new position counts.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("done", "Done"),
            ("refused", "Refused"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        index=True,
        copy=False,
        tracking=True,
    )
    requested_by_id = fields.Many2one(
        "res.users", readonly=True, default=lambda self: self.env.user, copy=False
    )
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False, tracking=True)
    decided_at = fields.Datetime(readonly=True, copy=False)
    applied_at = fields.Datetime(readonly=True, copy=False)
    failure = fields.Char(readonly=True, copy=False)
    preview_html = fields.Html(compute="_compute_preview_html", string="Effect")

    # === COMPUTE METHODS === #

    @api.depends("place_id")
    def _compute_from(self):
        for move in self:
            if move.state in (False, "draft"):
                move.parent_from_id = move.place_id.parent_id
                move.leg_from = move.place_id.leg

    @api.depends("place_id", "parent_to_id", "state", "date_effective")
    def _compute_preview_html(self):
        for move in self:
            move.preview_html = False
            if move.place_id and move.parent_to_id and move.state in ("draft", "submitted"):
                effects = move._preview_effects()
                move.preview_html = self.env["ir.qweb"]._render(
                    "mlm_genealogy.move_preview", {"move": move, "effects": effects}
                )

    # === CONSTRAINT METHODS === #

    @api.constrains("place_id", "parent_to_id", "leg_to")
    def _check_target(self):
        for move in self:
            tree = move.place_id.tree_id
            if tree.kind == "sponsor":
                raise ValidationError(
                    self.env._(
                        "The sponsor tree follows the contacts: request a change of sponsor."
                    )
                )
            if tree.kind in ("monoline", "board"):
                raise ValidationError(
                    self.env._(
                        "%(tree)s fills in the order of enrolment; places do not move.",
                        tree=tree.name,
                    )
                )
            if move.parent_to_id.tree_id != tree:
                raise ValidationError(
                    self.env._(
                        "%(parent)s is not a place of the tree %(tree)s.",
                        parent=move.parent_to_id.display_name,
                        tree=tree.name,
                    )
                )
            if not 0 <= move.leg_to <= tree._leg_width():
                raise ValidationError(
                    self.env._(
                        "The tree %(tree)s has %(width)s numbered legs.",
                        tree=tree.name,
                        width=tree._leg_width(),
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        for vals in vals_list:
            self._check_request_fields(vals)
        # What may not be given may not be smuggled in as a default either.
        context = {
            key: value
            for key, value in self.env.context.items()
            if not key.startswith("default_") or key.removeprefix("default_") in REQUEST_FIELDS
        }
        # pylint: disable-next=context-overridden
        return super(MlmPlaceMove, self.with_context(context)).create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._check_request_fields(vals)
            if REQUEST_FIELDS & set(vals) and any(move.state != "draft" for move in self):
                raise UserError(
                    self.env._("Only a draft can be changed. Cancel it and request a new move.")
                )
        return super().write(vals)

    @api.model
    def _check_request_fields(self, vals):
        given = {name for name in vals if name in self._fields} - REQUEST_FIELDS
        if {name for name in given if not name.startswith(("message_", "activity_"))}:
            raise AccessError(
                self.env._("A move is submitted, approved and refused by its buttons only.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        if any(move.state not in ("draft", "cancelled") for move in self):
            raise UserError(self.env._("Decided moves are history and cannot be deleted."))

    # === ACTION METHODS === #

    def action_submit(self):
        """Ask for approval."""
        self.check_access("write")
        for move in self._in_state("draft"):
            if move.date_effective < fields.Date.context_today(self):
                raise UserError(
                    self.env._(
                        "A move cannot count from a day in the past. Change the effective date."
                    )
                )
            move.place_id._check_not_below(move.parent_to_id)
            move.sudo()._compute_from()
        self.sudo().write({"state": "submitted"})

    def action_approve(self):
        """Approve as a second person; moves that are due are carried out at once."""
        self._check_decider()
        self._in_state("submitted").sudo().write(
            {
                "state": "approved",
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )
        today = fields.Date.context_today(self)
        self.filtered(lambda move: move.date_effective <= today)._apply()

    def action_refuse(self):
        """Refuse as a second person."""
        self._check_decider()
        self._in_state("submitted", "approved").sudo().write(
            {
                "state": "refused",
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )

    def action_cancel(self):
        """Withdraw a request that has not been carried out."""
        self.check_access("write")
        self._in_state("draft", "submitted", "approved").sudo().write({"state": "cancelled"})

    # === BUSINESS METHODS === #

    def _apply(self):
        """Carry out approved moves: one place after the other, with all checks made again."""
        for move in self.sudo():
            move.place_id._hang_over(move.parent_to_id, move.leg_to, move.date_effective)
            move.write(
                {
                    "state": "done",
                    "applied_at": fields.Datetime.now(),
                    "leg_to": move.place_id.leg,
                    "failure": False,
                }
            )

    # === CRON === #

    @api.model
    def _cron_apply(self):
        """Carry out approved moves on their effective date; a failing one does not stop others."""
        domain = [
            ("state", "=", "approved"),
            ("failure", "=", False),
            ("date_effective", "<=", fields.Date.context_today(self)),
        ]
        moves = self.search(domain, order="date_effective, id")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(moves))
        for candidate in moves:
            move = candidate.try_lock_for_update().filtered_domain(domain)
            if not move:
                continue
            try:
                with self.env.cr.savepoint():
                    move._apply()
            except UserError as error:
                _logger.info("Move %s could not be carried out: %s", move.id, error)
                move.sudo().failure = str(error)
                move.message_post(body=str(error))
            if not cron._commit_progress(1):
                break

    # === CHECKS === #

    def _in_state(self, *states):
        wrong = self.filtered(lambda move: move.state not in states)
        if wrong:
            raise UserError(
                self.env._(
                    "The move of %(member)s is in another state already. Reload the page.",
                    member=wrong[0].partner_id.display_name,
                )
            )
        return self

    def _check_decider(self):
        self.check_access("read")
        if not self.env.user.has_groups(APPROVERS):
            raise AccessError(
                self.env._("Only compliance officers and administrators decide on moves.")
            )
        if self.filtered(lambda move: move.requested_by_id == self.env.user):
            raise UserError(self.env._("Somebody else than the requester has to decide on a move."))
