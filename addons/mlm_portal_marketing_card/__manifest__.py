# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Network Marketing: Share Pictures",
    "summary": "Partners get their own picture of a marketing card on the invite page",
    "version": "19.0.1.0.0",
    "category": "Sales/Network Marketing",
    "author": "Network Marketing Suite Authors",
    "website": "https://example.org/network-marketing-suite",
    "license": "LGPL-3",
    "depends": ["mlm_portal", "marketing_card"],
    "data": [
        "views/card_campaign_views.xml",
        "views/invite_templates.xml",
    ],
    "auto_install": True,
}
