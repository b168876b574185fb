from . import test_bulk_tables
from . import test_concurrency
from . import test_main_job
from . import test_main_job_tour
from . import test_periods
from . import test_rights
from . import test_runs
from . import test_verification
