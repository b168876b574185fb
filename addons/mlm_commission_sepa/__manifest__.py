# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Network Marketing: SEPA",
    "summary": "Payout runs as SEPA credit transfers, each bank file handed out once",
    "version": "19.0.1.0.0",
    "category": "Sales/Network Marketing",
    "author": "Network Marketing Suite Authors",
    "website": "https://example.org/network-marketing-suite",
    "license": "AGPL-3",
    "depends": ["mlm_commission", "account_payment_sepa_credit_transfer"],
    "data": [
        "security/ir.model.access.csv",
        "security/mlm_payout_download_rules.xml",
        "wizards/mlm_payout_download_wizard_views.xml",
        "wizards/mlm_payout_return_import_views.xml",
        "views/mlm_payout_run_views.xml",
    ],
    "auto_install": True,
}
