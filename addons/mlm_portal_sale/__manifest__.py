# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Network Marketing: Binding at Checkout",
    "summary": "Customers of the shop are bound to the member who brought them",
    "version": "19.0.1.0.0",
    "category": "Sales/Network Marketing",
    "author": "Network Marketing Suite Authors",
    "website": "https://example.org/network-marketing-suite",
    "license": "LGPL-3",
    "depends": ["mlm_portal", "website_sale"],
    "data": [
        "views/sale_order_views.xml",
        "views/checkout_templates.xml",
        "views/accessibility_templates.xml",
    ],
    "assets": {
        "web.assets_frontend": ["mlm_portal_sale/static/src/scss/**/*"],
    },
    "auto_install": True,
}
