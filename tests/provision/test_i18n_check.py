# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The German translation check finds what is missing and loses nothing when it merges."""

import polib
import pytest

from config import i18n_check


def po(**texts):
    file = polib.POFile()
    for name, text in texts.items():
        file.append(polib.POEntry(msgid=name, msgstr=text, comment="module: mlm_x"))
    return file


def test_missing_fuzzy_and_broken_placeholders_are_faults():
    template = po(**dict.fromkeys(("Good", "Gone", "Empty", "Old", "%(name)s owes %(sum)s"), ""))
    translation = po(Good="Gut", Empty=" ", Old="Alt", Unused="Unbenutzt")
    translation.append(polib.POEntry(msgid="%(name)s owes %(sum)s", msgstr="%(name)s schuldet"))
    translation.find("Old").flags.append("fuzzy")
    assert list(i18n_check.problems_of(template, translation)) == [
        ("missing", "Gone"),
        ("missing", "Empty"),
        ("fuzzy", "Old"),
        ("placeholders differ", "%(name)s owes %(sum)s"),
    ]
    assert [entry.msgid for entry in i18n_check.unused_of(template, translation)] == ["Unused"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("100 %% of %(base)s", ["%(base)s"]), ("%s of %d", ["%d", "%s"]), ("{name}", ["{name}"])],
)
def test_placeholders(text, expected):
    assert i18n_check.placeholders(text) == expected


def test_export_keeps_translations_and_takes_over_odoos_wording(tmp_path, monkeypatch):
    monkeypatch.setattr(i18n_check, "ADDONS", tmp_path / "addons")
    folder = tmp_path / "addons" / "mlm_x" / "i18n"
    folder.mkdir(parents=True)
    po(Sponsor="Werber", Dropped="Weg").save(str(folder / "de.po"))
    template = po(Sponsor="", Name="", New="")
    i18n_check.export("mlm_x", template, {"Name": "Bezeichnung", "Sponsor": "Sponsor"})
    merged = polib.pofile(str(folder / "de.po"))
    assert {entry.msgid: entry.msgstr for entry in merged} == {
        "Sponsor": "Werber",
        "Name": "Bezeichnung",
        "New": "",
    }
    before = (folder / "de.po").read_bytes(), (folder / "mlm_x.pot").read_bytes()
    template.metadata["POT-Creation-Date"] = "2030-01-01 00:00+0000"
    i18n_check.export("mlm_x", template, {})
    assert ((folder / "de.po").read_bytes(), (folder / "mlm_x.pot").read_bytes()) == before
