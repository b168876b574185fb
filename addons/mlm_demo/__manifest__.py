# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Network Marketing: Demo Company",
    "summary": "A German direct seller with network, six months of trade and five paid months",
    "version": "19.0.1.0.0",
    "category": "Sales/Network Marketing",
    "author": "Network Marketing Suite Authors",
    "website": "https://example.org/network-marketing-suite",
    "license": "LGPL-3",
    "depends": [
        "l10n_de",
        "mlm_commission",
        "purchase_stock",
        "sale_management",
        "stock_account",
    ],
    "post_init_hook": "post_init_hook",
}
