# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    mlm_audience,
    slide_channel,
    slide_channel_partner,
    slide_slide_partner,
    mlm_training_content,
    mlm_training,
    mlm_training_state,
    mlm_training_record,
    mlm_training_revocation,
    mlm_training_status,
    mlm_training_reminder,
    mlm_holding,
    mlm_run,
    res_partner,
    res_partner_export,
    res_partner_gate,
)
