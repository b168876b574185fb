# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import account_statement_import, account_bank_statement_line
from . import mlm_payout_line, mlm_payout_run
