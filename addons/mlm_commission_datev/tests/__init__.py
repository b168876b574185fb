from . import test_datev_rows
from . import test_datev_export
from . import test_datev_year
