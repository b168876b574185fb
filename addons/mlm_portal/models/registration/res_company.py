# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

# § 25 TDDDG: no longer than the purpose needs. Thirty days are the field's custom.
MAX_REFERRAL_DAYS = 30


class ResCompany(models.Model):
    _inherit = "res.company"

    mlm_referral_days = fields.Integer(
        string="Lifetime of a Visit",
        default=MAX_REFERRAL_DAYS,
        help="Days in which a visit by a referral link leads to a binding.",
    )
    mlm_referral_rule = fields.Selection(
        [("first", "First Link"), ("last", "Last Link")],
        string="Which Link Counts",
        default="first",
        required=True,
        help="If somebody uses the links of several members before registering or buying.",
    )
    mlm_customer_type_id = fields.Many2one(
        "mlm.partner.type",
        string="Type of New Customers",
        domain=[("role", "=", "customer")],
        ondelete="restrict",
    )
    mlm_registration_type_id = fields.Many2one(
        "mlm.partner.type",
        string="Type of New Partners",
        domain=[("role", "=", "partner")],
        ondelete="restrict",
    )
    mlm_registration_auto = fields.Boolean(
        string="Approve without Review",
        help="Applicants who resemble nobody become partners when they confirm their mail.",
    )
    mlm_registration_keep_days = fields.Integer(
        string="Keep Unfinished Registrations",
        default=30,
        help="Days after which what a person never finished is erased.",
    )

    mlm_newcomer_levels = fields.Integer(
        string="Tell the Line Above",
        default=3,
        help="So many levels above a newcomer get a mail. 1 is the sponsor, who always gets one.",
    )

    _mlm_newcomer_levels_range = models.Constraint(
        "CHECK(mlm_newcomer_levels BETWEEN 1 AND 20)",
        "Between 1 and 20 levels above are told of a newcomer.",
    )
    _mlm_referral_days_range = models.Constraint(
        f"CHECK(mlm_referral_days BETWEEN 1 AND {MAX_REFERRAL_DAYS})",
        f"A visit counts between 1 and {MAX_REFERRAL_DAYS} days.",
    )
    _mlm_registration_keep_range = models.Constraint(
        "CHECK(mlm_registration_keep_days BETWEEN 1 AND 365)",
        "Keep unfinished registrations between 1 and 365 days.",
    )

    def _mlm_customer_type(self):
        """Return the type of contacts that a link makes customers."""
        self.ensure_one()
        company = self.sudo()
        return company.mlm_customer_type_id or self.env["mlm.partner.type"].sudo().search(
            [("role", "=", "customer")], limit=1
        )

    def _mlm_registration_type(self):
        """Return the type of partners who register themselves: they build, so they sponsor."""
        self.ensure_one()
        company = self.sudo()
        return company.mlm_registration_type_id or self.env["mlm.partner.type"].sudo().search(
            [("role", "=", "partner"), ("may_sponsor", "=", True)], limit=1
        )
