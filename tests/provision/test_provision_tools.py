# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The small tools of provisioning: package sources, stamps, sharing of tests, tables."""

import base64
import hashlib
import io
import tarfile
from pathlib import Path

import pytest

from config import pitfalls
from config.provision import aptsource, axe, collect, corelint, coretests, demo, manifests, testing
from config.provision.errors import ProvisionError
from config.provision.shell import environment
from config.provision.stamps import Stamps, digest, digest_tree

STANZAS = """\
Types: deb deb-src
# a comment
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
"""


def expect_source(uri, *more):
    return "\n".join(["Types: deb", f"URIs: {uri}", "Suites: sid", "Components: main", *more, ""])


def test_stanza_becomes_sid():
    found = aptsource.from_stanzas(STANZAS, {"bookworm"})
    keyring = "Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg"
    assert found == expect_source("http://mirror.example/debian", keyring)


def test_disabled_security_and_foreign_stanzas_are_passed_over():
    disabled = "Enabled: no\n" + STANZAS
    assert aptsource.from_stanzas(disabled, {"bookworm"}) is None
    assert (
        aptsource.from_stanzas("Types: deb\nURIs: http://x\nSuites: nodistro\n", {"bookworm"})
        is None
    )


def test_line_becomes_sid():
    text = (
        "# deb http://old.example/debian bookworm main\n"
        "deb cdrom:[Debian]/ bookworm main\n"
        "deb-src http://mirror.example/debian bookworm main\n"
        "deb [signed-by=/k.gpg arch=amd64] http://mirror.example/debian bookworm main contrib\n"
    )
    found = aptsource.from_lines(text, {"bookworm"})
    assert found == expect_source("http://mirror.example/debian", "Signed-By: /k.gpg")
    plain = aptsource.from_lines("deb http://m.example/debian/ stable main # here", {"stable"})
    assert plain == expect_source("http://m.example/debian/")


def test_both_formats_are_found(tmp_path):
    release = tmp_path / "os-release"
    release.write_text("ID=debian\nVERSION_CODENAME=bookworm\n")
    (tmp_path / "sources.list.d").mkdir()
    (tmp_path / "sources.list").write_text("deb http://lines.example/debian bookworm main\n")
    assert "lines.example" in aptsource.sid_source(tmp_path, release)
    (tmp_path / "sources.list.d" / "debian.sources").write_text(STANZAS)
    assert "mirror.example" in aptsource.sid_source(tmp_path, release)


def test_stamp_changes_with_content_and_not_with_time(tmp_path):
    folder = tmp_path / "module"
    (folder / "tests").mkdir(parents=True)
    (folder / "a.py").write_text("x")
    before = digest_tree(folder, ("tests",))
    (folder / "tests" / "test_a.py").write_text("y")
    (folder / "a.py").touch()
    assert digest_tree(folder, ("tests",)) == before
    (folder / "a.py").write_text("z")
    assert digest_tree(folder, ("tests",)) != before
    assert digest("ab", "c") != digest("a", "bc")


def test_stamps_are_remembered_and_forgotten(tmp_path):
    stamps = Stamps(tmp_path / "stamps")
    assert stamps.get("x") == ""
    stamps.set("x", "1")
    assert stamps.get("x") == "1"
    stamps.drop("x")
    assert stamps.get("x") == ""


def test_dependencies_are_read_from_manifests(tmp_path):
    for name, text in {
        "mlm_a": "{'depends': ['sale', 'mlm_b']}",
        "mlm_b": "{'depends': ['stock']}",
        "mlm_old": "{'depends': ['crm'], 'installable': False}",
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "__manifest__.py").write_text(text)
    found = manifests.read(tmp_path)
    assert list(found) == ["mlm_a", "mlm_b"]
    assert manifests.dependencies(found) == ["l10n_at", "l10n_ch", "l10n_de", "sale", "stock"]


def test_files_are_shared_evenly(tmp_path):
    files = [tmp_path / f"test_{letter}.py" for letter in "abcd"]
    times = {str(path): seconds for path, seconds in zip(files, (50, 30, 20, 10), strict=True)}
    assert collect.share(files, times, 2) == [[files[0], files[3]], [files[1], files[2]]]
    assert collect.share(files[:1], times, 2) == [files[:1]]


def test_files_that_need_odoo_are_told_apart(tmp_path):
    tests = tmp_path / "tests"
    (tests / "engine").mkdir(parents=True)
    (tests / "flow").mkdir()
    module = tmp_path / "addons" / "mlm_a" / "tests"
    module.mkdir(parents=True)
    (tests / "engine" / "test_x.py").write_text("import odoomatic")
    (tests / "flow" / "test_y.py").write_text("def test(): pass")
    (tests / "flow" / "conftest.py").write_text("from odoo.tests import HttpCase")
    (module / "test_z.py").write_text("from .common import X")
    (module / "engine").mkdir()
    (module / "engine" / "test_w.py").write_text("import numpy")
    plain, with_odoo = collect.test_files(tmp_path, ["mlm_a"])
    assert [path.name for path in plain] == ["test_x.py", "test_w.py"]
    assert [path.name for path in with_odoo] == ["test_y.py", "test_z.py"]


JUNIT = """<testsuites><testsuite>
<testcase classname="a.B" name="test_1" time="1.5"/>
<testcase classname="a.B" name="test_2" time="0.5"><failure message="no"/></testcase>
<testcase classname="a.B" name="test_3" time="0"><skipped message="%s"/></testcase>
</testsuite></testsuites>"""


def tally_of(tmp_path, reason):
    path = tmp_path / "junit.xml"
    path.write_text(JUNIT % reason)
    tally = testing.Tally()
    tally.read(path)
    return tally


def test_tally_counts(tmp_path):
    tally = tally_of(tmp_path, "needs a printer")
    assert (tally.passed, tally.failed, tally.skipped, tally.broken) == (1, 1, 1, [])
    assert tally.faults(2) == ["1 tests failed, 0 had errors"]


@pytest.mark.parametrize("reason", ["Chrome executable not found", "websocket-client is missing"])
def test_browser_test_that_was_skipped_is_a_fault(tmp_path, reason):
    assert any("was skipped" in fault for fault in tally_of(tmp_path, reason).faults(0))


def test_too_few_tests_are_a_fault():
    tally = testing.Tally(passed=9)
    assert tally.faults(10) == ["only 9 tests ran, at least 10 are expected (tests/FLOOR)"]
    assert tally.faults(9) == []


LOG = """\
2026-01-01 10:00:00,123 7 INFO db odoo.x: mlm_base loaded
2026-01-01 10:00:00,123 7 WARNING db odoo.y: something about sale.order
2026-01-01 10:00:00,123 7 ERROR db odoo.addons.test_lint.z: FAIL: Test
Traceback
AssertionError: index mlm.place.parent_id
2026-01-01 10:00:01,123 7 ERROR mlm_test odoo.q: 1 failed, 0 error(s) of 8 tests
"""


def test_only_findings_about_our_modules_count():
    (finding,) = corelint.findings(LOG)
    assert finding.endswith("index mlm.place.parent_id")


def test_failed_core_tests_are_named_for_the_second_run():
    files = [
        Path("/odoo/addons/sale/tests/test_flow.py"),
        Path("/odoo/addons/sale/tests/test_x.py"),
    ]
    failures = [
        (".build.odoo.odoo.addons.sale.tests.test_flow.TestFlow", "test_total"),
        ("odoo.addons.sale.tests.test_x.TestX", "test_y"),
        ("", "collection"),
    ]
    assert coretests.node_ids(failures, files) == [
        f"{files[0]}::TestFlow::test_total",
        f"{files[1]}::TestX::test_y",
    ]


def test_table_has_columns():
    text = demo.table([("1-4", "Ä. Müller", 12.5, 2.38, 0.0)])
    assert text.splitlines() == [
        "Number  Name       Earned   VAT  Paid",
        "------  ---------  ------  ----  ----",
        "1-4     Ä. Müller   12.50  2.38  0.00",
    ]


def test_pitfalls_are_found(tmp_path):
    path = tmp_path / "model.py"
    lines = [
        "_sql_constraints = []",  # pitfall-ok: a sample
        "x = rec._read_group([])",
        "y = rec.read_group([])",  # pitfall-ok: a sample
    ]
    path.write_text("\n".join(lines))
    assert [number for number, *_rest in pitfalls.findings(path)] == [1, 3]
    path.write_text("groups_id = 1  # pitfall-ok: name of a column\n")
    assert list(pitfalls.findings(path)) == []


def make_package(path, content):
    """Write an npm package of one file; return the hash that pins it."""
    with tarfile.open(path, "w:gz") as archive:
        member = tarfile.TarInfo(axe.MEMBER)
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()


def test_pinned_package_is_unpacked(tmp_path):
    package = tmp_path / "axe.tgz"
    axe.unpack(package, tmp_path / "axe.min.js", make_package(package, b"let axe;"))
    assert (tmp_path / "axe.min.js").read_bytes() == b"let axe;"
    assert not package.exists()


def test_another_package_is_refused(tmp_path):
    package = tmp_path / "axe.tgz"
    make_package(package, b"evil")
    with pytest.raises(ProvisionError, match="not the pinned one"):
        axe.unpack(package, tmp_path / "axe.min.js")
    assert not list(tmp_path.iterdir())


def test_variables_of_another_server_lead_nobody_astray(monkeypatch):
    monkeypatch.setenv("PGHOST", "/somewhere/else")
    monkeypatch.setenv("KEPT", "1")
    found = environment({"NEW": 2, "KEPT": "3"})
    assert "PGHOST" not in found
    assert (found["NEW"], found["KEPT"]) == ("2", "3")
