# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import test_page_axe, test_page_editor, test_page_public, test_page_review, test_page_tour
