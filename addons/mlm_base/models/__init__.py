from . import mlm_partner_type
from . import mlm_partner_type_buyer
from . import mlm_market
from . import res_partner
from . import res_partner_sponsor
from . import res_partner_number
