from . import mlm_agreement_accept_wizard
from . import mlm_life_cycle_wizard
from . import mlm_volume_rebook
