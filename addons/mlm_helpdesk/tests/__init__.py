# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import (
    test_helpdesk_axe,
    test_helpdesk_holes,
    test_sponsor_question,
    test_ticket,
    test_ticket_article,
    test_ticket_escalation,
    test_ticket_journey,
    test_ticket_mail,
    test_ticket_workflow,
)
