# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import (
    chatbot_script_step,
    discuss_channel_card,
    discuss_channel_retention,
    discuss_channel_ticket,
    helpdesk_ticket,
    im_livechat_channel,
    ir_http,
    mlm_livechat_route,
    res_company,
    res_config_settings,
    res_partner_export,
)
