# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import test_customers, test_customers_axe, test_declaration, test_withdrawal
from . import test_legal, test_prices, test_safety, test_shop_journey, test_shop_pages_axe
