# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import mlm_contest, mlm_contest_ranking, mlm_contest_result, mlm_contest_portal
from . import hall_of_fame
