# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reading and checking a whole network from a file: plain Python, no Odoo.

`reader` turns bytes into rows, `columns` finds out what they mean, `values` reads single cells,
`network` checks rows against each other and against the members that exist already.
"""

from .columns import COLUMNS, match_header
from .network import Existing, Lookups, Member, check_network, parse_rows, wanted_keys
from .problem import ImportFileError, Problem
from .reader import read_table
