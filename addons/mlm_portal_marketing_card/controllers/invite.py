# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.mlm_portal.controllers.portal_network import NetworkPortal

# A picture takes a second of the server: as many per partner and hour.
PICTURES_PER_HOUR = 30


class PicturePortal(NetworkPortal):
    """The own share pictures."""

    @http.route(
        "/my/invite/picture/<int:campaign_id>.jpg",
        type="http",
        auth="user",
        website=True,
        sitemap=False,
    )
    def picture(self, campaign_id, **kwargs):
        """The own picture of a campaign that is offered to partners."""
        partner = self._partner()
        campaign_sudo = request.env["card.campaign"]._mlm_offered(partner)
        campaign_sudo = campaign_sudo.filtered(lambda one: one.id == campaign_id)
        if not campaign_sudo:
            raise NotFound()
        limit = request.env["mlm.rate.limit"].sudo()
        if not limit._allow("share_picture", str(partner.id), PICTURES_PER_HOUR):
            response = request.render("mlm_portal.too_many_tries", {})
            response.status_code = 429
            return response
        try:
            picture = campaign_sudo._mlm_picture(partner)
        except UserError:
            raise NotFound() from None
        return self._file(picture, "image/jpeg", "picture.jpg")
