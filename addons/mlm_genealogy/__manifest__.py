# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Network Marketing: Genealogy",
    "summary": "Trees, placement strategies, holding tank, moves with approval and history",
    "version": "19.0.1.0.0",
    "category": "Sales/Network Marketing",
    "author": "Network Marketing Suite Authors",
    "website": "https://example.org/network-marketing-suite",
    "license": "LGPL-3",
    "depends": ["mlm_base", "web_hierarchy"],
    "data": [
        "security/ir.model.access.csv",
        "security/mlm_genealogy_rules.xml",
        "data/mlm_tree_data.xml",
        "data/ir_cron_data.xml",
        "views/mlm_holding_views.xml",
        "views/mlm_place_move_views.xml",
        "views/mlm_place_views.xml",
        "views/mlm_tree_views.xml",
        "views/res_partner_views.xml",
        "views/mlm_genealogy_menus.xml",
    ],
    "assets": {
        "web.assets_backend_lazy": ["mlm_genealogy/static/src/**/*"],
        "web.assets_tests": ["mlm_genealogy/static/tests/tours/**/*"],
    },
    "post_init_hook": "post_init_hook",
}
