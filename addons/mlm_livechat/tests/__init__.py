# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import (
    test_bot,
    test_journey,
    test_member_card,
    test_message,
    test_message_axe,
    test_retention,
    test_routing,
    test_ticket,
)
