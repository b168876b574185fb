# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import test_registration_referral
from . import test_registration_form
from . import test_registration_review
from . import test_registration_cookies
from . import test_registration_customer
from . import test_registration_bank
from . import test_registration_tour
from . import test_portal_network
from . import test_tree_team
from . import test_tree_tour
from . import test_tree_list
from . import test_tree_invite
from . import test_portal_matrix
from . import test_portal_records
from . import test_portal_routes
from . import test_portal_profile
from . import test_portal_account
from . import test_portal_axe
from . import test_partner_journey
