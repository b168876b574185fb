# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import base_partner_merge
from . import mlm_holding_place
from . import mlm_place_jump
