# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import mail_blacklist, mailing_contact, mailing_subscription, mlm_newsletter_optin
