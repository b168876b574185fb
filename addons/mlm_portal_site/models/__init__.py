# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import mlm_claim_word
from . import mlm_partner_page
from . import mlm_partner_page_review
from . import mlm_partner_message
from . import mlm_referral_day
from . import res_partner
