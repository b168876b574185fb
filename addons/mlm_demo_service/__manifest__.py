# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Network Marketing: Demo Marketing and Support",
    "summary": "The demo company's segments, series, contest, academy, help articles and tickets",
    "version": "19.0.1.0.0",
    "category": "Marketing/Email Marketing",
    "author": "Network Marketing Suite Authors",
    "website": "https://example.org/network-marketing-suite",
    "license": "AGPL-3",
    "depends": ["mlm_academy", "mlm_demo_portal", "mlm_helpdesk", "mlm_marketing"],
    "post_init_hook": "post_init_hook",
    "auto_install": ["mlm_academy", "mlm_demo_portal", "mlm_helpdesk", "mlm_marketing"],
}
