from . import mlm_settlement_wizard
from . import mlm_verification
