from . import mlm_life_cycle_wizard
