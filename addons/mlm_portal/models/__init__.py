# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import registration
from . import portal
from . import tree
from . import matrix
from . import profile
