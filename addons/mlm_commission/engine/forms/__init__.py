# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What forms need of the language: the text as a model, edits of single places, comparison."""

from .compare import compare_plans
from .edit import EditError, edit, plan_path
from .rename import expanded
from .text import Source, split_scenario

__all__ = [
    "EditError",
    "Source",
    "compare_plans",
    "edit",
    "expanded",
    "plan_path",
    "split_scenario",
]
