# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import (
    helpdesk_ticket,
    helpdesk_ticket_article,
    helpdesk_ticket_escalation,
    helpdesk_ticket_file,
    helpdesk_ticket_follower,
    helpdesk_ticket_merge,
    helpdesk_ticket_reopen,
    mlm_ticket_route,
    workflow,
    sponsor,
)
