# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import res_company
from . import mlm_autoship
from . import mlm_autoship_change
from . import mlm_autoship_delivery
from . import mlm_autoship_charge
from . import mlm_cancellation
from . import payment_provider
from . import product_product
from . import res_config_settings
from . import res_partner
from . import sale_order
