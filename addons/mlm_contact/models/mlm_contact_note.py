# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

KINDS = [
    ("call", "Call"),
    ("meeting", "Meeting"),
    ("message", "Message"),
    ("other", "Other"),
]
OUTCOMES = [
    ("reached", "Talked"),
    ("missed", "Not reached"),
    ("interested", "Interested"),
    ("declined", "Not interested"),
    ("refused", "Wants no more contact"),
]
# What a note is, once and for all.
PROTECTED = {"author_id", "partner_id", "is_private"}
# Notes about people who have another sponsor now are erased after so many days.
LOST_DAYS = 90


class MlmContactNote(models.Model):
    """What was talked about with a customer or partner; its activity is the next step.

    Notes of employees are there for employees. Notes of a partner are its own, and only as long as
    the person is its customer or in its frontline.
    """

    _name = "mlm.contact.note"
    _description = "Contact"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", string="Person", required=True, index=True, ondelete="cascade"
    )
    author_id = fields.Many2one(
        "res.partner",
        string="By",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user.partner_id,
    )
    is_private = fields.Boolean(
        string="Of a Partner",
        readonly=True,
        help="Written in the portal. Besides its author only compliance reads it.",
    )
    is_mine = fields.Boolean(
        string="My Own", compute="_compute_is_mine", search="_search_is_mine", compute_sudo=True
    )
    company_id = fields.Many2one(related="partner_id.mlm_company_id", store=True, index=True)
    kind = fields.Selection(KINDS, required=True, default="call")
    date = fields.Date(required=True, default=fields.Date.context_today)
    summary = fields.Text(required=True)
    outcome = fields.Selection(OUTCOMES)

    # "Who hasn't been spoken to since": per person the newest first.
    _partner_date_idx = models.Index("(partner_id, date DESC)")

    # === COMPUTE METHODS === #

    @api.depends("author_id", "partner_id.mlm_sponsor_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        own = self.search([("is_mine", "=", True), ("id", "in", self.ids)])
        for note in self:
            note.is_mine = note in own

    def _search_is_mine(self, operator, value):
        """Ask anew each time whose customer it is: rules with values in them are kept in memory."""
        if operator != "in":
            return NotImplemented
        reader = self.env.user.partner_id
        own = Domain.FALSE
        if reader._mlm_has_team():
            people_sudo = self.env["res.partner"].sudo().with_context(active_test=False)
            own_people = people_sudo._search([("mlm_sponsor_id", "=", reader.id)])
            own = Domain(
                [
                    ("is_private", "=", True),
                    ("author_id", "=", reader.id),
                    ("partner_id", "in", own_people),
                ]
            )
        return own if True in value else ~own

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Log contacts; who isn't sudo is the author, whatever the values say."""
        if not self.env.su:
            own = {"author_id": self.env.user.partner_id.id, "is_private": False}
            vals_list = [{**vals, **own} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if PROTECTED & vals.keys() and not self.env.su:
            raise AccessError(
                self.env._("A note stays with who wrote it and whom it is about. Write a new one.")
            )
        return super().write(vals)

    # === TOOLING === #

    @api.autovacuum
    def _gc_lost(self):
        """Forget what partners wrote about people who have another sponsor by now."""
        self.flush_model(["is_private", "author_id", "partner_id"])
        self.env["res.partner"].flush_model(["mlm_sponsor_id"])
        rows = self.env.execute_query(
            SQL(
                """SELECT n.id FROM mlm_contact_note n JOIN res_partner p ON p.id = n.partner_id
                    WHERE n.is_private AND p.mlm_sponsor_id IS DISTINCT FROM n.author_id
                      AND n.write_date < now() at time zone 'utc' - make_interval(days => %s)
                    LIMIT 1000""",
                LOST_DAYS,
            )
        )
        self.sudo().browse([row[0] for row in rows]).unlink()
