# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_newsletter,
    test_segment,
    test_sender,
    test_series,
    test_team_mail,
    test_team_mail_portal,
)
