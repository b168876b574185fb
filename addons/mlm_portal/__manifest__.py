# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Network Marketing: Portal",
    "summary": "Registration, referral links and the partner's workplace in the portal",
    "version": "19.0.1.0.0",
    "category": "Sales/Network Marketing",
    "author": "Network Marketing Suite Authors",
    "website": "https://example.org/network-marketing-suite",
    "license": "LGPL-3",
    "depends": ["mlm_commission", "website", "auth_signup", "auth_totp_portal", "base_iban"],
    "data": [
        "security/registration/ir.model.access.csv",
        "security/registration/registration_rules.xml",
        "data/registration_data.xml",
        "data/registration_mail_data.xml",
        "data/registration_bank_mail_data.xml",
        "report/mlm_referral_card.xml",
        "wizards/mlm_registration_reject_views.xml",
        "views/registration/referral_templates.xml",
        "views/registration/registration_templates.xml",
        "views/registration/signup_templates.xml",
        "views/registration/bank_templates.xml",
        "views/registration/mlm_bank_change_views.xml",
        "views/registration/mlm_referral_views.xml",
        "views/registration/mlm_registration_views.xml",
        "views/registration/res_config_settings_views.xml",
        "views/registration/mlm_registration_menus.xml",
    ],
    "assets": {
        "web.assets_frontend": ["mlm_portal/static/src/registration/**/*"],
        "web.assets_tests": ["mlm_portal/static/tests/tours/**/*"],
    },
}
