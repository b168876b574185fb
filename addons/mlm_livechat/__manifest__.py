# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Network Marketing: Live Chat",
    "summary": "Chat with customers and partners that knows who asks and becomes a ticket",
    "version": "19.0.1.0.0",
    "category": "Website/Live Chat",
    "author": "Network Marketing Suite Authors",
    "website": "https://example.org/network-marketing-suite",
    "license": "AGPL-3",
    "depends": ["mlm_helpdesk", "mlm_knowledge", "website_livechat"],
    "data": [
        "security/ir.model.access.csv",
        "security/mlm_livechat_rules.xml",
        "data/mlm_livechat_data.xml",
        "data/mlm_livechat_bot.xml",
        "views/mlm_livechat_route_views.xml",
        "views/im_livechat_channel_views.xml",
        "views/chatbot_script_step_views.xml",
        "views/helpdesk_ticket_views.xml",
        "views/res_config_settings_views.xml",
        "views/message_templates.xml",
    ],
    "assets": {
        "im_livechat.assets_embed_core": ["mlm_livechat/static/src/embed/**/*"],
        "web.assets_backend": ["mlm_livechat/static/src/backend/**/*"],
        "web.assets_tests": ["mlm_livechat/static/tests/tours/**/*"],
    },
}
