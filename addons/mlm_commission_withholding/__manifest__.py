# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Network Marketing: Withholding Tax",
    "summary": "Tax withheld from payouts to partners in other countries, by a table of rules",
    "version": "19.0.1.0.0",
    "category": "Sales/Network Marketing",
    "author": "Network Marketing Suite Authors",
    "website": "https://example.org/network-marketing-suite",
    "license": "LGPL-3",
    "depends": ["mlm_commission", "l10n_account_withholding_tax"],
    "data": [
        "security/ir.model.access.csv",
        "security/mlm_withholding_rules.xml",
        "views/mlm_withholding_rule_views.xml",
        "views/mlm_withholding_certificate_views.xml",
        "views/mlm_withholding_views.xml",
        "views/mlm_payout_line_views.xml",
        "views/mlm_withholding_menus.xml",
    ],
    "auto_install": True,
}
