from . import account_move
from . import account_tax
from . import res_company
from . import mlm_datev_file
from . import mlm_csv_profile
from . import datev_export
