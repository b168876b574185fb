# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import res_company
from . import res_partner_bank
from . import res_partner
from . import mlm_payout_run
from . import mlm_payout_line
from . import mlm_payout_selection
from . import mlm_payout_payment
from . import mlm_payout_return
