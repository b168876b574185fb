# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Network Marketing: Helpdesk",
    "summary": "Tickets that know member, order and statement line, routed by rules",
    "version": "19.0.1.0.0",
    "category": "After-Sales",
    "author": "Network Marketing Suite Authors",
    "website": "https://example.org/network-marketing-suite",
    "license": "AGPL-3",
    "depends": ["mlm_knowledge", "helpdesk_mgmt", "helpdesk_mgmt_sla", "helpdesk_mgmt_rating"],
    "data": [
        "security/helpdesk_mgmt_access.xml",
        "security/ir.model.access.csv",
        "security/mlm_helpdesk_rules.xml",
        "data/mlm_helpdesk_data.xml",
        "data/mlm_helpdesk_answers.xml",
        "data/mlm_helpdesk_mails.xml",
        "views/sponsor/mlm_sponsor_question_views.xml",
        "views/sponsor/sponsor_question_templates.xml",
        "views/workflow/mlm_complaint_views.xml",
        "views/mlm_ticket_route_views.xml",
        "views/helpdesk_ticket_views.xml",
        "views/helpdesk_ticket_team_views.xml",
        "views/portal_templates.xml",
        "views/article/helpdesk_ticket_views.xml",
        "views/article/article_templates.xml",
    ],
    "assets": {
        "web.assets_tests": ["mlm_helpdesk/static/tests/tours/**/*"],
    },
}
