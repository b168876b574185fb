from . import mlm_vat_check
from . import mlm_agreement_revocation
from . import mlm_tax_reminder
from . import mlm_transmission
from . import mlm_employment_watch
