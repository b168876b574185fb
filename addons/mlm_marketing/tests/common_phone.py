# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
WIDTH = """
const wide = document.documentElement.scrollWidth;
if (wide > window.innerWidth) {
    console.error("%(path)s scrolls sideways: " + wide + " of " + window.innerWidth);
} else {
    console.log("test successful");
}
"""


class PhoneMixin:
    """Looks at the pages of an AxeCase on a phone, where nothing may scroll sideways."""

    browser_size = "390x844"

    def assert_no_barrier(self, path, login=None, part="#wrapwrap"):
        super().assert_no_barrier(path, login, part)
        self.browser_js(
            path, WIDTH % {"path": path}, ready="document.readyState === 'complete'", login=login
        )
