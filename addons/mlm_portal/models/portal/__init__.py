# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import mlm_explanation
from . import mlm_news
from . import mlm_statement
from . import res_partner
from . import res_partner_calculator
from . import res_partner_income
from . import res_partner_team
