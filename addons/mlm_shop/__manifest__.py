# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Network Marketing: Shop",
    "summary": "Withdrawal and cancellation buttons, wired to commissions, and the order button",
    "version": "19.0.1.0.0",
    "category": "Website/Website",
    "author": "Network Marketing Suite Authors",
    "website": "https://example.org/network-marketing-suite",
    "license": "LGPL-3",
    "depends": ["mlm_portal_sale", "mlm_base_website_sale", "sale_stock"],
    "data": [
        "security/ir.model.access.csv",
        "security/mlm_shop_rules.xml",
        "data/mlm_shop_sequence.xml",
        "data/mail_withdrawal.xml",
        "data/mail_shared_cart.xml",
        "views/mlm_withdrawal_views.xml",
        "views/mlm_cancellation_views.xml",
        "views/withdrawal_templates.xml",
        "views/cancellation_templates.xml",
        "views/website_templates.xml",
        "views/customers_templates.xml",
        "views/price_templates.xml",
        "views/mlm_legal_text_views.xml",
        "views/legal_templates.xml",
        "views/sale_order_views.xml",
    ],
}
