# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Why somebody is paid what, and why not more: structured answers from a computed period.

Everything about one member depends on who stands below it. So its question is answered by the
engine itself on the small network below the member (:mod:`.subnet`), and "what if" by the same
computation with one fact changed (:mod:`.case`). Nothing here repeats the rules of a bonus.
"""
