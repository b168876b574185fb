# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    mailing_mailing,
    mlm_series,
    mlm_series_entry,
    mlm_series_step,
    mlm_series_person,
    mlm_series_delivery,
)
