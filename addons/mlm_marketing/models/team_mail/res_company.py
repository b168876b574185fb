# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    mlm_team_mails_per_week = fields.Integer(
        string="Team Mails per Week",
        default=1,
        help="So many mails a partner may send to its team from Monday to Sunday; 0: none.",
    )
    mlm_team_mail_minutes = fields.Integer(
        string="Team Mails Wait",
        default=15,
        help="Minutes from the partner's click until the mail goes out; until then the partner and "
        "staff can stop it.",
    )

    _mlm_team_mails = models.Constraint(
        "CHECK(mlm_team_mails_per_week >= 0 AND mlm_team_mail_minutes >= 0)",
        "Numbers of team mails and minutes can't be negative.",
    )
