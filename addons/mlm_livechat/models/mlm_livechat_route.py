# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class MlmLivechatRoute(models.Model):
    """Which expertise an operator should have, by who asks. Nobody has to wait for it."""

    _name = "mlm.livechat.route"
    _description = "Chat Route"
    _order = "role, market_id, id"
    _rec_name = "expertise_id"

    active = fields.Boolean(default=True)
    role = fields.Selection(
        [("partner", "Partner"), ("customer", "Customer"), ("other", "Nobody of the network")],
        string="Who Asks",
        help="Empty: everybody.",
    )
    market_id = fields.Many2one(
        "mlm.market", index="btree_not_null", ondelete="cascade", help="Empty: all markets."
    )
    expertise_id = fields.Many2one(
        "im_livechat.expertise", required=True, index=True, ondelete="cascade"
    )

    @api.model
    def _expertises_for(self, partner):
        """Return what an operator should know, who talks with this contact.

        :param partner: res.partner record, empty for a stranger
        :return: im_livechat.expertise records (sudo)
        """
        partner = partner.sudo()
        return (
            self.sudo()
            .search(
                [
                    ("role", "in", (partner.mlm_role or "other", False)),
                    ("market_id", "in", (partner.mlm_market_id.id, False)),
                ]
            )
            .expertise_id
        )
