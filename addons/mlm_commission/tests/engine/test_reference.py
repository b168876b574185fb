# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The reference against figures that were worked by hand or published."""

import pytest
from engine import language
from engine.reference.expectation import differences
from engine_support import SCENARIOS

FILES = sorted(SCENARIOS.rglob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_scenario_holds(path):
    assert differences(language.load(path.read_bytes())) == []
