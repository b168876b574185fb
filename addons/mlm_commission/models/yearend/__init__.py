from . import mlm_form_line
from . import mlm_year_summary
from . import mlm_year_summary_read
from . import mlm_year_summary_extra
from . import mlm_year_summary_print
from . import mlm_year_wizard
from . import mlm_country_report
from . import mlm_dac7
