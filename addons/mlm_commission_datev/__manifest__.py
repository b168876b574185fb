# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Network Marketing: DATEV",
    "summary": "Commission documents in DATEV's format, each exported once, with linked documents",
    "version": "19.0.1.0.0",
    "category": "Sales/Network Marketing",
    "author": "Network Marketing Suite Authors",
    "website": "https://example.org/network-marketing-suite",
    "license": "AGPL-3",
    "depends": ["mlm_commission", "datev_export_dtvf"],
    "data": [
        "security/ir.model.access.csv",
        "security/mlm_datev_rules.xml",
        "data/datev_export_dtvf_data.xml",
        "data/mlm_csv_profile_data.xml",
        "views/mlm_datev_file_views.xml",
        "views/mlm_csv_profile_views.xml",
        "views/datev_export_views.xml",
        "views/account_tax_views.xml",
        "views/res_config_settings_views.xml",
    ],
    "auto_install": True,
}
