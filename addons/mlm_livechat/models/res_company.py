# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    mlm_livechat_days = fields.Integer(
        string="Keep Chats",
        default=180,
        help="Days after the last message; chats of open tickets stay until these are closed.",
    )

    _mlm_livechat_days_positive = models.Constraint(
        "CHECK(mlm_livechat_days > 0)", "Chats are kept for at least one day."
    )
