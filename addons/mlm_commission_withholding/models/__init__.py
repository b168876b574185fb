# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import mlm_withholding_rule, mlm_withholding_certificate, mlm_withholding, mlm_payout_run
from . import mlm_payout_line
from . import mlm_year_summary
