from . import mlm_settlement_wizard
from . import mlm_verification
from . import mlm_plan_comparison
from . import mlm_plan_import
from . import mlm_plan_new_version
