# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_contest,
    test_journeys,
    test_newsletter,
    test_preferences,
    test_segment,
    test_sender,
    test_series,
    test_series_killed,
    test_team_mail,
    test_team_mail_portal,
)
