# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import pytest
from engine import language
from engine.__main__ import main, verify_file
from engine.scenario import verify
from engine_support import SCENARIOS

FILES = sorted(SCENARIOS.rglob("*.yaml"))


def test_there_are_scenarios():
    assert len(FILES) >= 23


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_scenario_holds(path):
    document = language.load(path.read_bytes())
    assert [str(problem) for problem in language.check(document)] == []
    assert [str(difference) for difference in verify(document)] == []


@pytest.mark.parametrize(
    "path",
    [p for p in FILES if p.stem in ("company_cap", "jescali_dynamic_level")],
    ids=lambda path: path.stem,
)
def test_a_wrong_expectation_is_found(path):
    text = path.read_text(encoding="utf-8").replace('"157.50"', '"157.51"').replace('"60"', '"61"')
    assert len(verify(language.load(text))) == 1


def test_command_line(tmp_path, capsys):
    good = SCENARIOS / "company_cap.yaml"
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(good.read_text(encoding="utf-8").replace('"262.50"', '"262.51"'))
    broken = tmp_path / "broken.yaml"
    broken.write_text("plan: {currency: EUR, bonusses: []}")
    assert main([str(good), str(wrong), str(broken), str(tmp_path / "missing.yaml")]) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[0] == f"ok {good}"
    assert out[1] == f"DIFFERS {wrong}"
    assert out[2].strip() == "uni of B: expected 262.51, found 262.5"
    assert out[3] == f"ERROR {broken}"
    assert "did you mean 'bonuses'" in out[4]
    assert out[-1] == "1 passed, 3 failed"
    assert verify_file(str(good)) == ("ok", [])
