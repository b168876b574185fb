# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import referral
from . import registration
from . import signup
from . import bank
from . import portal_network
from . import portal_team
from . import tree
from . import profile
from . import account
