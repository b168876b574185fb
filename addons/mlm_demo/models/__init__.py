from . import mlm_demo
from . import mlm_demo_company
from . import mlm_demo_network
from . import mlm_demo_purchase
from . import mlm_demo_sale
from . import mlm_demo_commission
