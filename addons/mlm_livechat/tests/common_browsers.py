# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
from contextlib import ExitStack
from unittest.mock import patch
from urllib.parse import urljoin

from odoo.tests import HttpCase
from odoo.tests.common import HOST, TEST_CURSOR_COOKIE_NAME, ChromeBrowser

from odoo.addons.bus.models.bus import BusBus
from odoo.addons.bus.websocket import CloseCode, WebsocketConnectionHandler, _kick_all
from odoo.addons.mlm_portal.tests.common_journey import ANSWERED

DESK = "1366x768"
PHONE = "390x844"


class BrowsersCase(HttpCase):
    """Tours of several people at once, each in a browser of its own, who talk to each other."""

    def run_together(self, *visits, timeout=240):
        """Run tours side by side and wait for all of them.

        :param visits: tuples of address, name of the tour, login (None: a stranger) and size
        """
        with ExitStack() as stack:
            stack.enter_context(self.allow_requests())
            stack.callback(self._wait_remaining_requests)
            stack.callback(_kick_all, CloseCode.KILL_NOW)
            self._open_bus(stack)
            # All log in before the first one asks for a page: requests use the test's cursor too.
            browsers = [self._open_browser(stack, login, size) for *_, login, size in visits]
            for browser, (path, *_) in zip(browsers, visits, strict=True):
                browser.navigate_to(urljoin(self.base_url(), path))
            for browser, (path, tour, *_) in zip(browsers, visits, strict=True):
                ready = browser._wait_ready(f"odoo.isTourReady({tour!r})", timeout)
                self.assertTrue(ready, tour)
                start = f"odoo.startTour({tour!r}, {json.dumps({'startUrl': path})})"
                browser._websocket_send("Runtime.evaluate", params={"expression": start})
            for browser in browsers:
                # Nothing more to evaluate: this waits for the end of the tour.
                browser._wait_code_ok("true", timeout)

    def _open_bus(self, stack):
        """Deliver what is sent at once: a test commits nothing. Like core's ``browser_js``."""
        send = BusBus._sendone

        def send_now(bus, target, notification_type, message):
            send(bus, target, notification_type, message)
            bus.env.cr.precommit.run()
            bus.env.cr.postcommit.run()

        stack.enter_context(patch.object(BusBus, "_sendone", send_now))
        stack.enter_context(
            patch.object(WebsocketConnectionHandler, "websocket_allowed", return_value=True)
        )

    def _open_browser(self, stack, login, size):
        self.browser_size = size
        browser = ChromeBrowser(self, success_signal="tour succeeded")
        stack.callback(browser.stop)
        cookies = {TEST_CURSOR_COOKIE_NAME: self.http_request_key, **ANSWERED}
        for name, value in cookies.items():
            browser.set_cookie(name, value, "/", HOST)
        # A new login would end the session of the browser before.
        self.session = None
        self.authenticate(login, login, browser=browser)
        self.cr.flush()
        self.cr.clear()
        return browser
