# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.http import request

from odoo.addons.im_livechat.controllers.webclient import WebClient
from odoo.addons.mlm_portal.controllers.referral import ReferralMixin
from odoo.addons.website_livechat.controllers.main import WebsiteLivechat


class MemberLivechat(ReferralMixin, WebsiteLivechat):
    """A session knows the company of the site, and who brought a stranger."""

    def _company(self):
        # Live chat has no website routes: no website hangs on the request.
        return request.env["website"].get_current_website().sudo().company_id

    def _process_extra_channel_params(self, **kwargs):
        shown, kept = super()._process_extra_channel_params(**kwargs)
        visit = self._visit() if request.env.user._is_public() else None
        return shown, {
            **kept,
            "mlm_company_id": self._company().id,
            "mlm_sponsor_id": visit.code.partner_id.id if visit else False,
        }


class MessageWebClient(WebClient):
    """The chat button learns whether it leads to a form while nobody is there."""

    @classmethod
    def _process_request_for_all(cls, store, name, params):
        super()._process_request_for_all(store, name, params)
        if name == "init_livechat":
            # sudo: whether a channel takes messages is on the page of everybody
            channel = request.env["im_livechat.channel"].sudo().search([("id", "=", params)])
            store.add_global_values(mlm_livechat_takes_messages=channel.mlm_takes_messages)
