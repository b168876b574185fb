# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Network Marketing: Base",
    "summary": "Partner types, sponsors, points, price lists by type and the volume ledger",
    "version": "19.0.1.0.0",
    "category": "Sales/Network Marketing",
    "author": "Network Marketing Suite Authors",
    "website": "https://example.org/network-marketing-suite",
    "license": "LGPL-3",
    "depends": ["account", "contacts", "portal", "purchase_stock", "sale_management", "sale_stock"],
    "data": [
        "security/mlm_base_groups.xml",
        "security/ir.model.access.csv",
        "security/mlm_base_rules.xml",
        "data/mlm_partner_type_data.xml",
        "views/mlm_partner_type_views.xml",
        "views/mlm_market_views.xml",
        "views/res_partner_views.xml",
        "views/mlm_base_menus.xml",
    ],
    "application": True,
}
