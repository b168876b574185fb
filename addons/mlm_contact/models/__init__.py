# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    mlm_contact_note,
    mlm_contact_note_portal,
    mlm_data_request,
    res_partner,
    res_partner_follow_up,
)
