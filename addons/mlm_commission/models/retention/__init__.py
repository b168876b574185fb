from . import mlm_retention_rule
from . import mlm_retention_due
from . import res_partner
