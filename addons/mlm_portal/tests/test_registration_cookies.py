# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from .. import post_init_hook
from .common_registration import RegistrationCommon

# Login and language: without them the pages don't work. The third one is set by core's scripts.
ESSENTIAL = {"session_id", "frontend_lang", "website_cookies_bar", "tz"}
# The bar comes up last of all that the page's scripts do.
NO_OTHER_COOKIE = """
const known = %s;
const look = () => {
    if (!document.querySelector("#website_cookies_bar .modal.show")) {
        return setTimeout(look, 100);
    }
    const names = document.cookie.split("; ").map((one) => one.split("=")[0]).filter(Boolean);
    const other = names.filter((name) => !known.includes(name));
    if (other.length) {
        console.error("not essential: " + other.join(", "));
    } else {
        console.log("test successful");
    }
};
look();
"""


@tagged("post_install", "-at_install")
class TestCookies(RegistrationCommon, HttpCase):
    """Nothing that is not essential is kept before the visitor agreed (§ 25 TDDDG)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.website.cookies_bar = True

    def addresses(self):
        code = self.anna_code.code
        campaign = "?utm_source=mail&utm_medium=letter&utm_campaign=spring"
        return ("/", f"/{campaign}", f"/r/{code}{campaign}", f"/r/{code}/partner/register")

    def test_no_other_cookie_of_the_server(self):
        for address in self.addresses():
            with self.subTest(address):
                self.opener.cookies.clear()
                self.assertEqual(self.url_open(address).status_code, 200)
                self.assertLessEqual(set(self.opener.cookies.keys()), ESSENTIAL)

    def test_the_same_addresses_keep_more_by_consent(self):
        self.opener.cookies["website_cookies_bar"] = '{"required": true, "optional": true}'
        for address in self.addresses():
            self.url_open(address)
        self.assertGreaterEqual(set(self.opener.cookies.keys()), {"mlm_visit", "odoo_utm_campaign"})

    def test_no_other_cookie_of_the_scripts(self):
        self.browser_js(
            self.addresses()[2],
            # The last one tells the test server whose request it is.
            NO_OTHER_COOKIE % [*sorted(ESSENTIAL), "test_request_key"],
            ready="document.readyState === 'complete'",
        )

    def test_new_websites_ask(self):
        website = self.env["website"].create({"name": "Second"})
        self.assertTrue(website.cookies_bar)
        pages = self.env["website.page"].search(
            [("website_id", "=", website.id), ("url", "=", "/cookie-policy")]
        )
        self.assertEqual(len(pages), 1)

    def test_websites_that_are_there_ask(self):
        self.website.cookies_bar = False
        post_init_hook(self.env)
        self.assertTrue(self.website.cookies_bar)

    def test_staff_may_switch_it_off(self):
        """A shop with a consent tool of its own needs no second one."""
        website = self.env["website"].create({"name": "Second", "cookies_bar": False})
        self.assertFalse(website.cookies_bar)

    def test_a_choice_ends_after_a_year(self):
        self.assertIn('data-consents-duration="365"', self.url_open("/").text)
