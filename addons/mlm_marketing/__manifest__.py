# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Network Marketing: Marketing",
    "summary": "Segments, newsletters with double opt-in, mailing series, team mails",
    "version": "19.0.1.0.0",
    "category": "Marketing/Email Marketing",
    "author": "Network Marketing Suite Authors",
    "website": "https://example.org/network-marketing-suite",
    "license": "LGPL-3",
    "depends": ["mlm_portal", "mass_mailing", "website_mass_mailing"],
    "data": [
        "security/ir.model.access.csv",
        "security/mlm_marketing_rules.xml",
        "data/mlm_marketing_cron.xml",
        "data/mail_newsletter.xml",
        "data/mail_series_customer.xml",
        "data/mail_series_partner.xml",
        "data/mlm_series_data.xml",
        "views/newsletter_templates.xml",
        "views/mlm_segment_views.xml",
        "views/mlm_newsletter_optin_views.xml",
        "views/mlm_series_views.xml",
        "views/mlm_series_person_views.xml",
        "views/mailing_mailing_views.xml",
        "views/portal_templates.xml",
        "views/mlm_marketing_menus.xml",
    ],
}
