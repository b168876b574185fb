# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Network Marketing: Knowledge",
    "summary": "Help pages for strangers, customers, partners and employees, with forgiving search",
    "version": "19.0.1.0.0",
    "category": "Website/Website",
    "author": "Network Marketing Suite Authors",
    "website": "https://example.org/network-marketing-suite",
    "license": "LGPL-3",
    "depends": ["mlm_portal", "website"],
    "data": [
        "security/mlm_knowledge_groups.xml",
        "security/ir.model.access.csv",
        "security/mlm_knowledge_rules.xml",
        "data/mlm_knowledge_data.xml",
        "data/website_menu_data.xml",
        "data/article_order_data.xml",
        "data/article_account_data.xml",
        "data/article_start_data.xml",
        "data/article_commission_data.xml",
        "data/article_staff_data.xml",
        "views/mlm_article_version_views.xml",
        "views/mlm_article_statistics_views.xml",
        "views/mlm_article_views.xml",
        "views/help_templates.xml",
        "views/mlm_knowledge_menus.xml",
    ],
    "assets": {
        "web.assets_frontend": ["mlm_knowledge/static/src/**/*"],
        "web.assets_tests": ["mlm_knowledge/static/tests/tours/**/*"],
    },
    "pre_init_hook": "create_trigrams",
}
