# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from pathlib import Path

from odoo.tests import HttpCase

# Beside the addons, put there by `make test` (config/provision/axe.py).
AXE = Path(__file__).resolve().parents[3] / ".build" / "axe" / "axe.min.js"
RUN = """
const script = document.createElement("script");
script.src = "%(source)s";
script.onerror = () => console.error("axe-core was not loaded");
script.onload = async () => {
    while (!document.querySelector("%(part)s")) {
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const found = await axe.run(document.querySelector("%(part)s"), {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
        resultTypes: ["violations"],
    });
    const bad = found.violations.filter((one) => ["serious", "critical"].includes(one.impact));
    if (bad.length) {
        const told = bad.map((one) => [one.id, one.impact, one.nodes.length, one.nodes[0].html]);
        console.error("axe %(path)s " + JSON.stringify(told));
    } else {
        console.log("test successful");
    }
};
document.head.appendChild(script);
"""


class AxeCase(HttpCase):
    """Looks at pages in a real browser for barriers of the levels A and AA of WCAG 2.1."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not AXE.exists():
            cls.skipTest(cls, "axe-core for the browser is missing: make test fetches it")
        script = (
            cls.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": "axe.min.js",
                    "raw": AXE.read_bytes(),
                    "mimetype": "text/javascript",
                    "public": True,
                }
            )
        )
        cls.axe_source = f"/web/content/{script.id}/axe.min.js"

    def assert_no_barrier(self, path, login=None, part="#wrapwrap"):
        """Fail on serious and critical findings of axe on a page.

        :param str login: user whose password is the login; None = a stranger
        :param str part: CSS selector of what is looked at, as soon as it is there
        """
        values = {"source": self.axe_source, "part": part, "path": path}
        self.browser_js(path, RUN % values, ready="document.readyState === 'complete'", login=login)
