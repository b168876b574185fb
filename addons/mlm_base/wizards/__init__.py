from . import mlm_life_cycle_wizard
from . import mlm_volume_rebook
