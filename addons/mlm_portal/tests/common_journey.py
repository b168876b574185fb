# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo.tests import HttpCase

# What a visitor said to the cookie bar, which lies over the page until then: no to all but the
# essential, so that journeys work without any other cookie.
ANSWERED = {"website_cookies_bar": json.dumps({"required": True, "optional": False})}


class JourneyCase(HttpCase):
    """Journeys in a real browser, of visitors who have answered the cookie bar before."""

    def browser_js(self, *args, cookies=None, **kwargs):
        return super().browser_js(*args, cookies={**ANSWERED, **(cookies or {})}, **kwargs)
