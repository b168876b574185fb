# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import contest
from . import newsletter
from . import portal
from . import preferences
from . import team_mail
