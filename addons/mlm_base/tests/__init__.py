from . import test_volume_credit
from . import test_volume_facts
from . import test_volume_posting
from . import test_volume_protection
