# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

TREE_KINDS = [
    ("sponsor", "Sponsor tree"),
    ("unilevel", "Unilevel"),
    ("binary", "Binary"),
    ("matrix", "Matrix"),
    ("monoline", "Monoline"),
    ("x_up", "X-up"),
    ("board", "Board"),
]
BINARY_STRATEGIES = [
    ("manual", "By hand"),
    ("left", "Left outside"),
    ("right", "Right outside"),
    ("weaker", "Weaker leg"),
    ("balanced", "Balanced"),
]
MATRIX_FILLS = [("breadth_first", "Level by level"), ("depth_first", "Depth first")]
RE_ENTRIES = [
    ("none", "None"),
    ("sponsor_board", "Board of the sponsor"),
    ("bottom", "Newest board"),
]

# Ended places are numbered from here on: their old number is free for a later return.
ENDED_FROM = 1_000_000

# Up to so many members are placed one by one with SQL look-ups; more are placed in memory.
BULK_THRESHOLD = 30
# So many new places at once make the database's statistics, and its plans, worthless.
ANALYZE_THRESHOLD = 1000
# The tree view and the tree's own methods never read more places of one parent at once.
PAGE_SIZE = 50
# The smart button of a contact counts no further, so that a form opens quickly at any size.
COUNT_LIMIT = 100_000
# The history trigger reads the day from which a change of place counts; '' = today (UTC).
EFFECTIVE_DATE_SETTING = "mlm.effective_date"
