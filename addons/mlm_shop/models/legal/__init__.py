# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import mlm_guarantee_notice
from . import mlm_legal_text
from . import sale_order
