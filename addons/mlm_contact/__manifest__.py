# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Network Marketing: Contact Log",
    "summary": "Calls, meetings and next steps with customers and partners, also in the portal",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "Network Marketing Suite Authors",
    "website": "https://example.org/network-marketing-suite",
    "license": "LGPL-3",
    "depends": ["mlm_shop"],
    "data": [
        "security/ir.model.access.csv",
        "security/mlm_contact_rules.xml",
        "views/mlm_contact_note_views.xml",
        "views/res_partner_views.xml",
        "views/contact_templates.xml",
    ],
    "assets": {"web.assets_tests": ["mlm_contact/static/tests/tours/**/*"]},
}
