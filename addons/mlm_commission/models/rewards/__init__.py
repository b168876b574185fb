# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import mlm_reward_year
from . import mlm_reward
from . import mlm_reward_plan
from . import mlm_year_summary
