# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class Website(models.Model):
    """Websites ask before they keep what is not essential (§ 25 TDDDG).

    Without its bar Odoo takes every visitor to have agreed to everything.
    """

    _inherit = "website"

    cookies_bar = fields.Boolean(default=True)

    @api.model_create_multi
    def create(self, vals_list):
        """Odoo makes the page about cookies only when the bar is switched on later."""
        websites = super().create(vals_list)
        for website in websites.filtered("cookies_bar"):
            website.cookies_bar = True
        return websites
