# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Lets tests that need no Odoo live in a module: its package is not imported for them."""

import pytest


def pytest_collect_directory(path, parent):
    """Without the Odoo plugin a module's folder is a folder, not a package to import."""
    if not parent.config.pluginmanager.hasplugin("odoo"):
        return pytest.Dir.from_parent(parent, path=path)
    return None
