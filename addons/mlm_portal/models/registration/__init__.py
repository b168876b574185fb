# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import mlm_rate_limit
from . import mlm_referral_code
from . import mlm_binding
from . import mlm_market
from . import mlm_registration
from . import mlm_registration_steps
from . import mlm_registration_mail
from . import mlm_registration_review
from . import mlm_bank_change
from . import res_company
from . import res_config_settings
from . import res_partner
from . import res_partner_identity
from . import website
