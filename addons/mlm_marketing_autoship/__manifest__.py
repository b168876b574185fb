# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Network Marketing: Marketing for Autoship",
    "summary": "Segments by autoship, series before a delivery and after a refused payment",
    "version": "19.0.1.0.0",
    "category": "Marketing/Email Marketing",
    "author": "Network Marketing Suite Authors",
    "website": "https://example.org/network-marketing-suite",
    "license": "LGPL-3",
    "depends": ["mlm_marketing", "mlm_autoship"],
    "data": [
        "data/mail_series_autoship.xml",
        "data/mlm_series_data.xml",
        "views/mlm_segment_views.xml",
    ],
    "auto_install": True,
}
