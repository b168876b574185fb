# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import test_placement
from . import test_placing
from . import test_queries
from . import test_sponsor_tree
from . import test_holding
from . import test_moves
from . import test_check
from . import test_hierarchy
from . import test_concurrency
