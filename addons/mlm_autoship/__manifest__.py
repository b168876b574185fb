# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Network Marketing: Autoship",
    "summary": "Orders that come again: chosen, changed, skipped and ended by the buyer",
    "version": "19.0.1.0.0",
    "category": "Website/Website",
    "author": "Network Marketing Suite Authors",
    "website": "https://example.org/network-marketing-suite",
    "license": "LGPL-3",
    "depends": ["mlm_shop"],
    "data": [
        "security/ir.model.access.csv",
        "security/mlm_autoship_rules.xml",
        "data/mlm_autoship_data.xml",
        "data/mail_autoship.xml",
        "views/mlm_autoship_views.xml",
        "views/mlm_autoship_delivery_views.xml",
        "views/res_partner_views.xml",
        "views/sale_order_views.xml",
        "views/res_config_settings_views.xml",
        "views/autoship_templates.xml",
    ],
}
