# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import doctest
from importlib import import_module

import pytest
from engine_support import MODULE

ENGINE = MODULE / "engine"
NAMES = sorted(
    ".".join(path.relative_to(ENGINE).with_suffix("").parts)
    for folder in (ENGINE, ENGINE / "lint")
    for path in folder.glob("*.py")
    if path.stem[0] != "_"
)


@pytest.mark.parametrize("name", NAMES)
def test_examples_in_docstrings_hold(name):
    assert doctest.testmod(import_module(f"engine.{name}")).failed == 0


def test_the_engine_never_imports_odoo():
    for path in (MODULE / "engine").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "import odoo" not in text
        assert "from odoo" not in text
        assert "float(" not in text
