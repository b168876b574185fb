# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import mlm_payout_hold
from . import mlm_account_entry
from . import res_partner
from . import mlm_payout_run
from . import mlm_payout_claim
from . import mlm_payout_deduction
from . import mlm_termination
from . import mlm_termination_goods
from . import mlm_termination_extract
