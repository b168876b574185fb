# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Network Marketing: Marketing for the Academy",
    "summary": "Mailing series that begin when a mandatory training is due",
    "version": "19.0.1.0.0",
    "category": "Marketing/Email Marketing",
    "author": "Network Marketing Suite Authors",
    "website": "https://example.org/network-marketing-suite",
    "license": "LGPL-3",
    "depends": ["mlm_marketing", "mlm_academy"],
    "auto_install": True,
}
