# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Network Marketing: Partner Pages",
    "summary": "A page of its own for each partner, looked at by compliance before it is public",
    "version": "19.0.1.0.0",
    "category": "Website/Website",
    "author": "Network Marketing Suite Authors",
    "website": "https://example.org/network-marketing-suite",
    "license": "LGPL-3",
    "depends": ["mlm_shop"],
    "data": [
        "security/ir.model.access.csv",
        "security/mlm_portal_site_rules.xml",
        "data/mlm_claim_word.xml",
        "data/mail_partner_page.xml",
        "views/mlm_partner_page_views.xml",
        "views/mlm_partner_message_views.xml",
        "views/mlm_claim_word_views.xml",
        "views/page_templates.xml",
        "views/editor_templates.xml",
    ],
    "assets": {"web.assets_tests": ["mlm_portal_site/static/tests/tours/**/*"]},
}
