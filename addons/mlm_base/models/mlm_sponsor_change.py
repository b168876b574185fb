# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

STATES = [
    ("draft", "Draft"),
    ("submitted", "Submitted"),
    ("applied", "Applied"),
    ("refused", "Refused"),
    ("cancelled", "Cancelled"),
]


class MlmSponsorChange(models.Model):
    """The one way to change a member's sponsor: a reasoned request, approved by a second person.

    Applied requests are the history of the member's sponsors.
    """

    _name = "mlm.sponsor.change"
    _description = "Sponsor Change"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Member",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("mlm_type_id", "!=", False)],
    )
    company_id = fields.Many2one(
        "res.company", related="partner_id.mlm_company_id", store=True, index="btree_not_null"
    )
    sponsor_from_id = fields.Many2one(
        "res.partner",
        string="Current Sponsor",
        compute="_compute_sponsor_from_id",
        store=True,
        ondelete="restrict",
    )
    sponsor_to_id = fields.Many2one(
        "res.partner",
        string="New Sponsor",
        index="btree_not_null",
        ondelete="restrict",
        domain=[("mlm_role", "=", "partner"), ("mlm_state", "=", "active")],
        tracking=True,
        help="Empty: the member becomes the head of a line of its own.",
    )
    reason = fields.Text(required=True, tracking=True)
    state = fields.Selection(
        selection=STATES, default="draft", required=True, readonly=True, copy=False, tracking=True
    )
    requested_by = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    decided_by = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    decided_at = fields.Datetime(readonly=True, copy=False)

    _one_open = models.UniqueIndex(
        "(partner_id) WHERE state = 'submitted'",
        "Another sponsor change of this member waits for approval.",
    )

    @api.depends("partner_id")
    def _compute_sponsor_from_id(self):
        for change in self:
            if change.state in (False, "draft", "submitted"):
                change.sponsor_from_id = change.partner_id.mlm_sponsor_id
            else:
                change.sponsor_from_id = change.sponsor_from_id

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # Neither given nor by default: a request begins at its beginning.
            start = {"state": "draft", "requested_by": False, "decided_by": False}
            vals_list = [{**vals, **start, "decided_at": False} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        guarded = {"state", "requested_by", "decided_by", "decided_at", "sponsor_from_id"}
        content = {"partner_id", "sponsor_to_id", "reason"}
        if not self.env.su:
            if guarded & set(vals):
                raise UserError(self.env._("Use the buttons of the request to move it on."))
            if content & set(vals) and any(change.state != "draft" for change in self):
                raise UserError(
                    self.env._("A submitted request can't be edited. Cancel it and write another.")
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        if any(change.state not in ("draft", "cancelled") for change in self):
            raise UserError(self.env._("Submitted and decided requests are history and stay."))

    # === ACTIONS === #

    def action_submit(self):
        """Hand the request in; from now on it can't be edited."""
        self.check_access("write")
        for change in self._in_state("draft"):
            if change.sponsor_to_id == change.partner_id.mlm_sponsor_id:
                raise UserError(
                    self.env._(
                        "%(sponsor)s is already the sponsor of %(name)s.",
                        sponsor=change.sponsor_to_id.display_name or self.env._("Nobody"),
                        name=change.partner_id.display_name,
                    )
                )
            change.sudo().write({"state": "submitted", "requested_by": self.env.uid})

    def action_approve(self):
        """Approve and apply; somebody else than the requester has to do this."""
        for change in self._to_decide():
            change.sudo().write(
                {
                    "state": "applied",
                    "decided_by": self.env.uid,
                    "decided_at": fields.Datetime.now(),
                    "sponsor_from_id": change.partner_id.mlm_sponsor_id.id,
                }
            )
            change._apply()

    def action_refuse(self):
        """Refuse the request."""
        self._to_decide().sudo().write(
            {
                "state": "refused",
                "decided_by": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )

    def action_cancel(self):
        """Withdraw a request that nobody has decided."""
        self.check_access("write")
        self._in_state("draft", "submitted").sudo().write({"state": "cancelled"})

    # === BUSINESS === #

    def _apply(self):
        """Bind the member to the new sponsor. All checks of the network hold."""
        for change in self:
            change.partner_id.sudo()._mlm_set_sponsor(change.sponsor_to_id)

    def _in_state(self, *states):
        wrong = self.filtered(lambda change: change.state not in states)
        if wrong:
            raise UserError(
                self.env._(
                    "The request for %(name)s is %(state)s; this step is not possible from there.",
                    name=wrong[0].partner_id.display_name,
                    state=dict(wrong._fields["state"]._description_selection(self.env))[
                        wrong[0].state
                    ],
                )
            )
        return self

    def _to_decide(self):
        """Requests that the current user may decide, locked against a second decision."""
        if not self.env.user.has_groups("mlm_base.group_mlm_compliance,mlm_base.group_mlm_manager"):
            raise AccessError(
                self.env._("Only the compliance officer or an administrator decides requests.")
            )
        self.check_access("read")
        self.lock_for_update()
        self.invalidate_recordset(["state"])
        for change in self._in_state("submitted"):
            if self.env.user in (change.requested_by, change.create_uid):
                raise UserError(
                    self.env._("You asked for this change yourself; a second person decides it.")
                )
        return self
