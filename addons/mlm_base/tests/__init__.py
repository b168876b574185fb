from . import test_volume_credit
from . import test_volume_facts
from . import test_volume_posting
from . import test_volume_protection
from . import test_points
from . import test_price_history
from . import test_pricelist
from . import test_volume_concurrency
