from . import res_company
from . import mlm_tax_rule
from . import mlm_books_setup
from . import mlm_analytic
from . import mlm_accrual
from . import mlm_payout_report
from . import mlm_payout_aging
