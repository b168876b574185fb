# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    common,
    test_academy_audience,
    test_academy_axe,
    test_academy_gates,
    test_academy_journey,
    test_academy_portal,
    test_academy_reminder,
    test_academy_training,
)
