# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import mlm_demo
