# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, time

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.mlm_base.models.mlm_agreement import ACCEPTANCE_METHODS


class MlmAgreementRevocation(models.Model):
    """A partner takes back its consent; what it accepted before counts no longer from then on."""

    _name = "mlm.agreement.revocation"
    _description = "Revoked Agreement"
    _inherit = ["mlm.append.only"]
    _order = "revoked_at desc, id desc"
    _rec_name = "agreement_id"

    partner_id = fields.Many2one(
        "res.partner", string="Member", required=True, index=True, ondelete="restrict"
    )
    agreement_id = fields.Many2one("mlm.agreement", required=True, ondelete="restrict")
    company_id = fields.Many2one(related="agreement_id.company_id")
    revoked_at = fields.Datetime(required=True, default=fields.Datetime.now)
    method = fields.Selection(selection=ACCEPTANCE_METHODS, required=True, default="paper")
    reason = fields.Text()

    @api.model_create_multi
    def create(self, vals_list):
        """Record revocations.

        :raise AccessError: the user is neither accountant nor compliance officer
        :raise UserError: the time lies in the future, or a person claims what the portal records
        """
        user = self.env.user
        if not (
            self.env.su
            or user.has_group("mlm_base.group_mlm_accountant")
            or user.has_group("mlm_base.group_mlm_compliance")
        ):
            raise AccessError(self.env._("Only accountants record revoked agreements."))
        now = fields.Datetime.now()
        for vals in vals_list:
            if (fields.Datetime.to_datetime(vals.get("revoked_at")) or now) > now:
                raise UserError(self.env._("The time of a revocation can't lie in the future."))
            if vals.get("method") == "portal" and not self.env.su:
                raise UserError(
                    self.env._("Only the portal records what was revoked there. Choose “On paper”.")
                )
        return super().create(vals_list)


class MlmStatement(models.Model):
    _inherit = "mlm.statement"

    @api.model
    def _accepted_self_billing(self, company, partners, date):
        """Leave out who revoked the agreement after accepting it last."""
        accepted = super()._accepted_self_billing(company, partners, date)
        end = datetime.combine(date, time.min) + relativedelta(days=1)
        revoked = self._last_times(
            "mlm.agreement.revocation", "revoked_at", "agreement_id", company, accepted, end
        )
        if not revoked:
            return accepted
        again = self._last_times(
            "mlm.agreement.acceptance",
            "accepted_at",
            "version_id.agreement_id",
            company,
            set(revoked),
            end,
        )
        return {
            partner
            for partner in accepted
            if partner not in revoked or (partner in again and again[partner] > revoked[partner])
        }

    def _last_times(self, model, moment, agreement, company, partners, end):
        """Return {partner id: last time before `end`} in one of the two logs."""
        groups = (
            self.env[model]
            .sudo()
            ._read_group(
                [
                    ("partner_id", "in", list(partners)),
                    (f"{agreement}.is_self_billing", "=", True),
                    (f"{agreement}.company_id", "in", [company.id, False]),
                    (moment, "<", end),
                ],
                ["partner_id"],
                [f"{moment}:max"],
            )
        )
        return {partner.id: last for partner, last in groups}
