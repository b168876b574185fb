# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Network Marketing: Demo Shop and Portal",
    "summary": "The demo company's products in its shop, and two people who log in there",
    "version": "19.0.1.0.0",
    "category": "Website/Website",
    "author": "Network Marketing Suite Authors",
    "website": "https://example.org/network-marketing-suite",
    "license": "LGPL-3",
    "depends": ["mlm_autoship", "mlm_demo", "payment_demo"],
    "post_init_hook": "post_init_hook",
    "auto_install": ["mlm_autoship", "mlm_demo"],
}
