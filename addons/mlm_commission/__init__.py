from . import models
from . import wizards
from .models.mlm_input_change import drop_triggers as uninstall_hook
