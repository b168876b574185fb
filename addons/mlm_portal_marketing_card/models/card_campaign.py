# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CardCampaign(models.Model):
    _inherit = "card.campaign"

    mlm_company_id = fields.Many2one(
        "res.company",
        string="Offered to Partners of",
        help="Partners of this company find their own picture on their invite page. Check what it "
        "says: partners publish it.",
    )

    mlm_rank_codes = fields.Char(
        string="For Ranks",
        help="Codes of ranks, separated by commas: only who holds one of them now finds the "
        "picture. Empty: all partners. Example: silver, gold",
    )

    @api.constrains("mlm_company_id", "res_model")
    def _check_mlm_model(self):
        for campaign in self:
            if campaign.mlm_company_id and campaign.res_model != "res.partner":
                raise ValidationError(
                    self.env._(
                        "%(campaign)s shows no contacts: choose a contact as preview to offer it "
                        "to partners.",
                        campaign=campaign.name,
                    )
                )

    @api.model
    def _mlm_offered(self, partner):
        """Return the campaigns (sudo) whose picture a partner may have, by the rank it holds.

        :param partner: res.partner record
        """
        company = partner.sudo().mlm_company_id
        if not company or not partner._mlm_takes_on():
            return self.browse()
        rank = self.env["mlm.member.result"]._mlm_latest(partner).rank_id.code
        return (
            self.sudo()
            .search([("mlm_company_id", "=", company.id)])
            .filtered(lambda one: not one.mlm_rank_codes or rank in one._mlm_rank_code_list())
        )

    def _mlm_rank_code_list(self):
        return [code.strip() for code in (self.mlm_rank_codes or "").split(",") if code.strip()]

    def _mlm_picture(self, partner):
        """Return a partner's own picture (JPEG bytes), drawn now and kept nowhere.

        Core's cards lie open to whoever counts up their numbers; this one is for its owner only.

        :raise UserError: the picture could not be drawn
        """
        self.ensure_one()
        picture = self._get_image_b64(partner.sudo())
        if not picture:
            raise UserError(self.env._("The picture could not be drawn. Please try again later."))
        return base64.b64decode(picture)
