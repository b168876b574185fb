# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every way in which provisioning can fail ends in one line that says what to do."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from config.provision import aptsource, demo, errors, postgres, shell, source, system
from config.provision.errors import ProvisionError
from config.provision.layout import Layout

ROOT = Path(__file__).resolve().parents[2]
Usage = namedtuple("Usage", "total used free")


def line_of(function, *arguments, **options):
    """Return the text of the ProvisionError that the call raises; it must be one line."""
    with pytest.raises(ProvisionError) as caught:
        function(*arguments, **options)
    text = str(caught.value)
    assert "\n" not in text
    return text


def test_old_python():
    assert "install Python 3.11 or newer" in line_of(system.check_python, (3, 9, 2))
    system.check_python((3, 11, 2))


def test_disk_nearly_full():
    text = line_of(system.check_disk, "/x", 4, lambda folder: Usage(10e9, 7e9, 3e9))
    assert text.startswith("only 3.0 GB free at /x, 4 GB are needed: free some space")
    system.check_disk("/x", 4, lambda folder: Usage(10e9, 5e9, 5e9))


def test_no_right_to_use_apt(tmp_path):
    text = line_of(system.install, ["postgresql", "chromium"], tmp_path / "log", lambda: None)
    assert "ask an administrator for 'apt-get install postgresql chromium'" in text


def test_nothing_to_install_asks_for_no_rights(tmp_path):
    system.install([], tmp_path / "log", lambda: pytest.fail("asked for rights"))


def test_apt_without_root_or_sudo(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "sudo" else f"/bin/{name}")
    assert system.apt_prefix(euid=1000) is None
    assert system.apt_prefix(euid=0) == []


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("Err: Temporary failure resolving 'mirror'\nE: Failed", "cannot be reached"),
        ("ERROR: Failed to establish a new connection: [Errno 111]", "Check the network"),
        ("dpkg: error: cannot copy: No space left on device", "the disk is full. Free some space"),
        ("noise\nE: Unable to locate package odoo-19\nmore", "E: Unable to locate package odoo-19"),
        ("", "failed: no output"),
    ],
)
def test_output_of_a_failed_command_becomes_one_line(output, expected):
    text = errors.explain("installing", output, "/log")
    assert expected in text
    assert "\n" not in text
    assert "/log" in text


def test_missing_program(tmp_path):
    text = line_of(shell.run, ["no-such-program-here"], what="step", log=tmp_path / "log")
    assert text == "step: the program no-such-program-here is not installed"


def test_failed_command_keeps_its_output_in_the_log(tmp_path):
    command = [sys.executable, "-c", "print('reason one'); raise SystemExit(3)"]
    text = line_of(shell.run, command, what="step", log=tmp_path / "log")
    assert text == f"step failed: reason one (log: {tmp_path / 'log'})"
    assert "reason one" in (tmp_path / "log").read_text()


# === ODOO === #


def make_odoo(folder, version):
    (folder / "odoo").mkdir(parents=True)
    (folder / "odoo" / "release.py").write_text(f"FINAL = 'final'\nversion_info = {version}\n")
    return folder


def test_odoo_home_without_odoo(tmp_path):
    assert "holds no Odoo" in line_of(source.check_home, tmp_path)
    assert "holds no Odoo" in line_of(source.check_home, tmp_path / "missing")


@pytest.mark.parametrize("version", ["(18, 0, 0, FINAL, 0, '')", "('saas~19', 1, 0, FINAL, 0, '')"])
def test_odoo_home_of_another_version(tmp_path, version):
    text = line_of(source.check_home, make_odoo(tmp_path, version))
    assert "but 19.0 is needed" in text


def test_odoo_home_accepted_from_checkout_and_package(tmp_path):
    checkout = make_odoo(tmp_path / "a", "(19, 0, 0, FINAL, 0, '')")
    found = source.check_home(checkout)
    assert (found.path, found.version) == (checkout, "19.0.0")
    assert found.addons == (checkout / "odoo" / "addons", checkout / "addons")
    (checkout / "odoo" / "addons" / "web").mkdir(parents=True)
    assert source.check_home(checkout / "odoo").addons == (checkout / "odoo" / "addons",)


def test_no_apt_and_no_odoo_home(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert "set ODOO_HOME=" in line_of(source.provide, Layout(tmp_path), env={})


def test_not_debian(tmp_path):
    release = tmp_path / "os-release"
    release.write_text("ID=ubuntu\nVERSION_CODENAME=noble\n")
    text = line_of(aptsource.sid_source, tmp_path, release)
    assert text.startswith("this is not Debian")
    assert "ODOO_HOME" in text


def test_no_package_source(tmp_path):
    release = tmp_path / "os-release"
    release.write_text('ID=debian\nVERSION_CODENAME="bookworm"\n')
    assert "no Debian package source" in line_of(aptsource.sid_source, tmp_path, release)


def test_links_of_the_package_point_inside_it(tmp_path):
    target = tmp_path / "usr" / "share" / "fonts" / "a.ttf"
    target.parent.mkdir(parents=True)
    target.write_text("font")
    good, bad = tmp_path / "usr" / "good.ttf", tmp_path / "usr" / "bad.ttf"
    good.symlink_to("/usr/share/fonts/a.ttf")
    bad.symlink_to("/usr/share/fonts/not-here-at-all.ttf")
    source.mend_links(tmp_path)
    assert good.read_text() == "font"
    assert not os.readlink(good).startswith("/")
    assert not bad.is_symlink()


# === POSTGRESQL === #


@pytest.mark.parametrize("text", ["initdb (PostgreSQL) 12.22", "11.0", "no number"])
def test_old_postgresql(text):
    assert "13 or newer is needed: install a newer one" in line_of(postgres.check_version, text)


@pytest.mark.parametrize("text", ["initdb (PostgreSQL) 13.2", "15.0", "postgres (PostgreSQL) 17"])
def test_new_postgresql(text):
    assert postgres.check_version(text) >= 13


def test_no_postgresql(tmp_path):
    assert "install the package postgresql" in line_of(postgres.find_programs, tmp_path / "log", [])


def test_newest_postgresql_is_taken(tmp_path):
    for version in (9, 13, 16):
        folder = tmp_path / str(version)
        folder.mkdir()
        program = folder / "initdb"
        program.write_text(f"#!/bin/sh\necho 'initdb (PostgreSQL) {version}.1'\n")
        program.chmod(0o755)
    found = postgres.find_programs(tmp_path / "log", sorted(tmp_path.glob("[0-9]*")))
    assert found == tmp_path / "16"
    text = line_of(postgres.find_programs, tmp_path / "log", [tmp_path / "9"])
    assert text.startswith("PostgreSQL 9 is too old")


@pytest.mark.parametrize("url", ["mysql://u@h/db", "nonsense", "postgresql://u@h:port/db"])
def test_database_url_of_something_else(url):
    assert "DATABASE_URL is not a PostgreSQL address" in line_of(postgres.from_url, url)


def test_database_url_of_the_role_odoo_refuses():
    assert "another role" in line_of(postgres.from_url, "postgresql://postgres:x@h/db")


def test_database_url():
    server = postgres.from_url("postgresql://me:p%40ss@db.example:5433/shop-a")
    assert (server.host, server.port, server.user) == ("db.example", 5433, "me")
    assert (server.password, server.prefix) == ("p@ss", "shop_a")
    local = postgres.from_url("postgresql:///postgres?host=/run/pg&user=me")
    assert (local.host, local.user, local.prefix) == ("/run/pg", "me", "mlm")


def test_socket_path_too_long_moves_away(tmp_path):
    layout = Layout(tmp_path / ("x" * 90))
    layout.build.mkdir(parents=True)
    socket_folder, data = postgres.folders(layout, None)
    assert len(f"{socket_folder}{postgres.SOCKET_NAME}") < postgres.SOCKET_LIMIT
    assert data == layout.build / "pg" / "data"
    short = Layout(Path("/srv/suite"))
    assert postgres.folders(short, None)[0] == Path("/srv/suite/.build/pg")


def test_checkout_closed_to_the_cluster_account(tmp_path):
    closed = tmp_path / "closed"
    layout = Layout(closed)
    layout.build.mkdir(parents=True)
    closed.chmod(0o700)
    stranger = pwd.struct_passwd(("stranger", "x", 65533, 65533, "", "/", "/bin/sh"))
    socket_folder, data = postgres.folders(layout, stranger)
    assert closed not in data.parents
    assert socket_folder == data.parent


def test_folder_of_somebody_else(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 65533)
    assert "belongs to somebody else" in line_of(postgres.private_folder, tmp_path / "x", None)


# === SERVING === #


def test_port_taken():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        text = line_of(demo.check_port, port)
    assert text.startswith(f"port {port} is taken")
    assert "HTTP_PORT=" in text
    demo.check_port(port)


@pytest.mark.parametrize("value", ["abc", "0", "70000", "-1"])
def test_port_that_is_none(value):
    assert "is not a port" in line_of(demo.port_of, {"HTTP_PORT": value})


def test_port_default():
    assert demo.port_of({}) == 8069


def test_command_line_prints_one_line_and_no_traceback(tmp_path):
    for part in ("config", "requirements", "addons"):
        if (ROOT / part).exists():
            shutil.copytree(
                ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__")
            )
    done = subprocess.run(
        [sys.executable, "-m", "config.provision", "tools"],
        cwd=tmp_path,
        env={**os.environ, "ODOO_HOME": str(tmp_path), "DATABASE_URL": "postgresql://me@h/db"},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stderr.splitlines()
    assert done.returncode == 1
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("provision: ")
    assert "holds no Odoo" in lines[0] or "GB free" in lines[0] or "system packages" in lines[0]


def test_unknown_verb_prints_the_list():
    done = subprocess.run(
        [sys.executable, "-m", "config.provision", "nonsense"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "i18n-export" in done.stdout
