# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_contact_axe,
    test_contact_follow_up,
    test_contact_journey,
    test_contact_note,
    test_contact_portal,
)
