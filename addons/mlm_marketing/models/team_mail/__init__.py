# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import mailing_mailing, mlm_claim_text, mlm_team_mail, mlm_team_mail_portal
from . import res_company, res_config_settings
