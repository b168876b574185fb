# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("access", "Copy of My Data (Art. 15, 20)"),
    ("rectification", "Correct My Data (Art. 16)"),
    ("erasure", "Erase My Data (Art. 17)"),
    ("restriction", "Restrict the Use of My Data (Art. 18)"),
    ("objection", "Object to the Use of My Data (Art. 21)"),
]
OPEN, DONE = "open", "done"
# A ready file is kept so long, then the partner asks again.
FILE_DAYS = 14


class MlmDataRequest(models.Model):
    """What somebody asks for under the GDPR; to be answered within a month (Art. 12 Abs. 3)."""

    _name = "mlm.data.request"
    _description = "Data Protection Request"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state desc, date_due, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", string="Member", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="partner_id.mlm_company_id", store=True, index=True)
    kind = fields.Selection(KINDS, required=True, tracking=True)
    text = fields.Text(string="Words of the Member")
    answer = fields.Text(tracking=True, help="The member reads this in the portal.")
    date_received = fields.Date(
        string="Received On", required=True, default=fields.Date.context_today
    )
    date_due = fields.Date(
        string="To Be Answered By", compute="_compute_date_due", store=True, index=True
    )
    state = fields.Selection(
        [(OPEN, "Open"), (DONE, "Answered")],
        required=True,
        default=OPEN,
        readonly=True,
        copy=False,
        tracking=True,
    )
    file = fields.Binary(attachment=True, readonly=True, groups="base.group_system")
    file_at = fields.Datetime(string="File Of", readonly=True)

    @api.depends("date_received")
    def _compute_date_due(self):
        for request in self:
            received = request.date_received
            request.date_due = received and received + relativedelta(months=1)

    def action_done(self):
        """Close requests that were answered.

        :raise UserError: without an answer
        """
        self.check_access("write")
        if any(not request.answer for request in self):
            raise UserError(self.env._("Write the answer first: the member reads it."))
        self.write({"state": DONE})
        self.activity_unlink(["mail.mail_activity_data_todo"])

    def _export_job(self):
        """Put the member's data together in the background."""
        self.ensure_one()
        content = self.partner_id._mlm_export_zip()
        self.write(
            {
                "file": base64.b64encode(content),
                "file_at": fields.Datetime.now(),
                "answer": self.env._("The file is ready in your profile."),
                "state": DONE,
            }
        )

    @api.autovacuum
    def _gc_files(self):
        """Forget copies that nobody fetched."""
        limit = fields.Datetime.now() - relativedelta(days=FILE_DAYS)
        self.sudo().search([("file_at", "<", limit)]).write({"file": False, "file_at": False})
