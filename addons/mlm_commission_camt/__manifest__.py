# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Network Marketing: Bank Statements",
    "summary": "Imported bank statements reconcile payout runs and book returned payments",
    "version": "19.0.1.0.0",
    "category": "Sales/Network Marketing",
    "author": "Network Marketing Suite Authors",
    "website": "https://example.org/network-marketing-suite",
    "license": "AGPL-3",
    "depends": [
        "mlm_commission_sepa",
        "account_statement_import_camt",
        "account_reconcile_oca",
    ],
    "data": ["views/mlm_payout_line_views.xml", "views/mlm_payout_run_views.xml"],
    "auto_install": True,
}
