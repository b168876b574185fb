# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import test_checkout_binding
from . import test_shop_axe
from . import test_shop_hostile
