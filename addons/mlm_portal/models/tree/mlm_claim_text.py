# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

COMPLIANCE = "mlm_base.group_mlm_compliance"
LINK_WORD = "{link}"
NAME_WORD = "{name}"
WORDS = re.compile(r"\{(?:link|name)\}")
# What readers rely on; frozen once approved.
CONTENT = {"name", "text", "lang", "channel", "market_ids", "company_id", "date_from", "date_to"}
# Set by the buttons only.
STEPS = {"state", "author_id", "approved_by_id", "approved_at", "previous_id", "version"}
STATES = [
    ("draft", "Draft"),
    ("submitted", "To Approve"),
    ("approved", "Approved"),
    ("retired", "Retired"),
]


class MlmClaimText(models.Model):
    """A text by which partners may advertise, approved by compliance (LEGAL.md G).

    An approved text never changes: a new version is written and replaces it when approved. Partners
    see approved texts of their market that are valid today.
    """

    _name = "mlm.claim.text"
    _inherit = ["mail.thread"]
    _description = "Claim Text"
    _order = "sequence, name, version desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Title", required=True, tracking=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    market_ids = fields.Many2many(
        "mlm.market",
        string="Markets",
        check_company=True,
        help="Partners of these markets may use the text. Empty: all markets of the company.",
    )
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        required=True,
        default=lambda self: self.env.lang,
    )
    channel = fields.Selection(
        [("message", "Message"), ("mail", "E-mail"), ("post", "Public Post")],
        required=True,
        default="message",
    )
    text = fields.Text(
        required=True, help="{link} becomes the link of the partner, {name} the partner's name."
    )
    version = fields.Integer(default=1, readonly=True, copy=False, aggregator=None)
    previous_id = fields.Many2one(
        "mlm.claim.text",
        string="Replaces",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    date_from = fields.Date(string="Valid From")
    date_to = fields.Date(string="Valid Until", help="The last day on which partners may use it.")
    state = fields.Selection(
        STATES, default="draft", required=True, readonly=True, copy=False, tracking=True
    )
    author_id = fields.Many2one("res.users", readonly=True, copy=False, help="Wrote it last.")
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_at = fields.Datetime(readonly=True, copy=False)

    _dates_check = models.Constraint(
        "CHECK(date_from <= date_to)", "The last day cannot lie before the first one."
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("text", "channel")
    def _check_text(self):
        for record in self:
            if not record.text.strip():
                raise ValidationError(self.env._("Please write the text."))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        own = {"state": "draft", "approved_by_id": False, "approved_at": False}
        rows = [{**vals, **own, "author_id": self.env.uid} for vals in vals_list]
        if not self.env.su:
            rows = [{**row, "previous_id": False, "version": 1} for row in rows]
        return super().create(rows)

    def write(self, vals):
        if not self.env.su and STEPS & set(vals):
            raise UserError(self.env._("Use the buttons to submit, approve or retire a text."))
        if CONTENT & set(vals):
            if any(record.state in ("approved", "retired") for record in self):
                raise UserError(
                    self.env._("An approved text never changes. Write a new version of it.")
                )
            if not self.env.su:
                self.sudo().write({"author_id": self.env.uid, "state": "draft"})
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        if any(record.state in ("approved", "retired") for record in self):
            raise UserError(
                self.env._("Partners may have used this text: it stays as evidence. Retire it.")
            )

    # === ACTION METHODS === #

    def action_submit(self):
        """Ask compliance for approval."""
        self._check_step("draft")
        self.sudo().write({"state": "submitted"})

    def action_approve(self):
        """Let partners use these texts from now on; versions before are retired."""
        self._check_step("submitted")
        if not self.env.su and not self.env.user.has_group(COMPLIANCE):
            raise AccessError(self.env._("Only compliance officers approve texts."))
        if any(record.author_id == self.env.user for record in self):
            raise UserError(
                self.env._("Nobody approves an own text. Ask another compliance officer.")
            )
        self.previous_id.filtered(lambda text: text.state == "approved").sudo().write(
            {"state": "retired"}
        )
        self.sudo().write(
            {
                "state": "approved",
                "approved_by_id": self.env.uid,
                "approved_at": fields.Datetime.now(),
            }
        )

    def action_reject(self):
        """Give these texts back to their authors."""
        self._check_step("submitted")
        if not self.env.su and not self.env.user.has_group(COMPLIANCE):
            raise AccessError(self.env._("Only compliance officers approve texts."))
        self.sudo().write({"state": "draft"})

    def action_retire(self):
        """Take these texts from the partners; they stay as evidence."""
        self._check_step("approved")
        self.sudo().write({"state": "retired"})

    def action_new_version(self):
        """Write the next version of a text; the present one is used until that is approved."""
        self.ensure_one()
        self.check_access("write")
        [values] = self.copy_data()
        following = self.sudo().create(
            {**values, "previous_id": self.id, "version": self.version + 1}
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": following.id,
            "view_mode": "form",
        }

    def _check_step(self, state):
        self.check_access("write")
        if not self or any(record.state != state for record in self):
            raise UserError(
                self.env._("This text was changed meanwhile. Reload the page and try again.")
            )

    # === BUSINESS METHODS === #

    @api.model
    def _for_partner(self, partner):
        """Return the texts (sudo) that a partner may use today, those in its language first."""
        partner_sudo = partner.sudo()
        today = fields.Date.context_today(self)
        domain = Domain.AND(
            [
                [("state", "=", "approved")],
                [("company_id", "=", partner_sudo.mlm_company_id.id)],
                Domain("market_ids", "=", False)
                | Domain("market_ids", "in", partner_sudo.mlm_market_id.ids),
                Domain("date_from", "=", False) | Domain("date_from", "<=", today),
                Domain("date_to", "=", False) | Domain("date_to", ">=", today),
            ]
        )
        return self.sudo().search(domain).sorted(lambda text: text.lang != self.env.lang)

    def _filled(self, link, name):
        """Return the text with the partner's link and name; the link is added if it is missing."""
        self.ensure_one()
        text = self.text if LINK_WORD in self.text else f"{self.text}\n{LINK_WORD}"
        words = {LINK_WORD: link, NAME_WORD: name}
        return WORDS.sub(lambda found: words[found[0]], text)
