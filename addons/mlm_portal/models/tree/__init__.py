# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import ir_http
from . import mlm_claim_text
from . import res_partner_card
from . import res_partner_facts
from . import res_partner_invite
from . import res_partner_tree
from . import res_partner_placement
