from . import res_company
from . import mlm_tax_rule
from . import mlm_books_setup
from . import mlm_analytic
from . import mlm_accrual
