# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Network Marketing: Commission",
    "summary": "Compensation plans as data, exact runs, statements and settlement documents",
    "version": "19.0.1.0.0",
    "category": "Sales/Network Marketing",
    "author": "Network Marketing Suite Authors",
    "website": "https://example.org/network-marketing-suite",
    "license": "LGPL-3",
    "depends": ["mlm_genealogy", "queue_job"],
    "external_dependencies": {"python": ["numpy", "PyYAML"]},
    "data": [
        "security/ir.model.access.csv",
        "security/mlm_commission_rules.xml",
        "data/queue_job_data.xml",
        "report/mlm_statement_report.xml",
        "wizards/mlm_settlement_wizard_views.xml",
        "wizards/mlm_verification_views.xml",
        "views/mlm_plan_views.xml",
        "views/mlm_commission_line_views.xml",
        "views/mlm_member_result_views.xml",
        "views/mlm_statement_views.xml",
        "views/mlm_run_views.xml",
        "views/mlm_period_views.xml",
        "views/mlm_member_override_views.xml",
        "views/res_config_settings_views.xml",
        "views/res_partner_views.xml",
        "views/mlm_commission_menus.xml",
    ],
    "assets": {
        "web.assets_tests": ["mlm_commission/static/tests/tours/**/*"],
    },
}
