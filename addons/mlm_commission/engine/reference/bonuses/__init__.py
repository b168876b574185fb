# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""All bonus kinds: a function of a :class:`..lines.Bonus` that returns its lines, by kind."""

from . import amounts, binary, board, leaders, levels, stairstep

KINDS = {
    "personal": stairstep.personal,
    "level": levels.level,
    "differential": stairstep.differential,
    "generation": leaders.generation,
    "infinity": leaders.infinity,
    "binary": binary.binary,
    "matching": levels.matching,
    "pool": amounts.pool,
    "rank_advancement": amounts.rank_advancement,
    "fast_start": levels.fast_start,
    "board": board.board,
    "fixed": amounts.fixed,
}
