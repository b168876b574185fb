# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import mlm_tree
from . import mlm_tree_query
from . import mlm_tree_sponsor
from . import mlm_tree_spot
from . import mlm_tree_placing
from . import mlm_tree_enrol
from . import mlm_place
from . import mlm_place_hierarchy
from . import mlm_place_history
from . import mlm_board
from . import mlm_holding
from . import mlm_place_move
from . import mlm_place_move_preview
from . import mlm_tree_check
from . import res_partner
