# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Databases: a template with all dependencies, and copies of it for tests and the demo company."""

import os
import shutil
from pathlib import Path

from . import manifests, venv
from .errors import ProvisionError
from .shell import Timer, run
from .stamps import digest

TOOL = Path(__file__).with_name("pgtool.py")
TEMPLATE_CONF = Path(__file__).resolve().parent.parent / "odoo-development.conf"


class Databases:
    """All databases of one checkout on one server."""

    def __init__(self, layout, source, server, stamps):
        self.layout = layout
        self.source = source
        self.server = server
        self.stamps = stamps
        self.manifests = manifests.read(layout.addons)
        self.test = f"{server.prefix}_test"
        self.demo = f"{server.prefix}_demo"

    # === SERVER === #

    def tool(self, *arguments):
        """Call pgtool and return its output lines."""
        what = f"database {arguments[0]}"
        command = [self.layout.python, TOOL, *arguments]
        log = self.layout.log("database")
        return run(command, what=what, log=log, env=self.server.env()).split()

    def check_server(self):
        """Refuse a server that does not answer or is too old."""
        from .postgres import check_version

        try:
            (major,) = self.tool("version")
        except ProvisionError as error:
            where = self.server.host or "the local socket"
            raise ProvisionError(
                f"no PostgreSQL answers at {where}: check DATABASE_URL and that the server runs "
                f"({error})"
            ) from None
        check_version(f"{major}.0")

    def exists(self, name):
        """Tell whether database `name` is there."""
        return name in self.tool("list")

    # === FILES === #

    def write_conf(self):
        """Write `.build/odoo.conf` from the development template; return its path."""
        values = {
            "addons_path": ",".join(map(str, venv.addons_paths(self.layout, self.source))),
            "data_dir": self.layout.data,
            "db_host": self.server.host,
            "db_port": self.server.port,
            "db_user": self.server.user,
            "db_password": self.server.password,
        }
        text = TEMPLATE_CONF.read_text()
        for name, value in values.items():
            line = f"{name} = {value}" if value else f"; {name} not set"
            text = text.replace(f"{name} = @{name}@", line)
        path = self.layout.conf
        if not path.exists() or path.read_text() != text:
            path.touch(mode=0o600)
            path.chmod(0o600)
            path.write_text(text)
        return path

    def filestore(self, name):
        """Return the folder of database `name`'s attachments."""
        return self.layout.data / "filestore" / name

    # === MAKING === #

    def odoo(self, name, *arguments, what, log):
        """Run Odoo once on database `name` and stop it."""
        command = [self.layout.python, "-m", "odoo", "-c", self.layout.conf, "-d", name]
        options = ["--no-http", "--stop-after-init", "--log-level=warn"]
        return run([*command, *options, *arguments], what=what, log=log, env={"PYTHONPATH": None})

    def drop(self, name):
        """Remove database `name` with its attachments."""
        self.tool("drop", name)
        shutil.rmtree(self.filestore(name), ignore_errors=True)

    def clone(self, origin, name):
        """Make database `name` a copy of `origin`; attachments are hard links."""
        self.drop(name)
        self.tool("create", name, origin)
        if self.filestore(origin).exists():
            shutil.copytree(self.filestore(origin), self.filestore(name), copy_function=os.link)

    def require_modules(self, name, wanted):
        """Refuse database `name` unless all of `wanted` are installed in it."""
        missing = set(wanted) - set(self.tool("modules", name))
        if missing:
            raise ProvisionError(
                f"modules {', '.join(sorted(missing))} could not be installed in {name}: "
                f"see {self.layout.log('install')}"
            )

    def template(self):
        """Return the name of the database with all dependencies installed; make it if needed."""
        wanted = manifests.dependencies(self.manifests)
        pins = [self.layout.root / "requirements" / file for file in venv.RUN]
        name = f"{self.server.prefix}_tmpl_{digest(self.source.version, *wanted, *pins)[:8]}"
        existing = self.tool("list")
        if name in existing:
            return name
        for old in existing:
            if old.startswith(f"{self.server.prefix}_tmpl_"):
                self.drop(old)
        building = f"{self.server.prefix}_tmpl_building"
        with Timer(f"installing Odoo's modules {', '.join(wanted)}"):
            self.tool("create", building, "template0")
            log, what = self.layout.log("install"), "installing Odoo's modules"
            self.odoo(building, "-i", ",".join(["base", *wanted]), what=what, log=log)
            self.require_modules(building, wanted)
            self.tool("rename", building, name)
            shutil.rmtree(self.filestore(name), ignore_errors=True)
            if self.filestore(building).exists():
                self.filestore(building).rename(self.filestore(name))
        return name

    def ours(self):
        """Return our modules without the demo company."""
        return [name for name in self.manifests if not manifests.is_demo(name)]

    def ensure_test(self):
        """Return the name of the pristine test database: all our modules, no demo company."""
        ours = self.ours()
        template = self.template()
        value = digest(template, manifests.code_digest(self.layout.addons, ours))
        stamp = f"db-{self.test}"
        if self.stamps.get(stamp) == value and self.exists(self.test):
            return self.test
        self.stamps.drop(stamp)
        with Timer(f"installing {', '.join(ours) or 'no modules'} for the tests"):
            self.clone(template, self.test)
            if ours:
                log, what = self.layout.log("install"), "installing our modules"
                self.odoo(self.test, "-i", ",".join(ours), what=what, log=log)
                self.require_modules(self.test, ours)
        self.stamps.set(stamp, value)
        return self.test

    def ensure_demo(self):
        """Return the name of the demo company's database, built once, later upgraded."""
        if manifests.DEMO not in self.manifests:
            raise ProvisionError(f"addons/{manifests.DEMO} is not there: no demo company to build")
        ours = list(self.manifests)
        value = digest(manifests.code_digest(self.layout.addons, ours))
        stamp = f"db-{self.demo}"
        before = self.stamps.get(stamp)
        here = self.exists(self.demo)
        if before == value and here:
            return self.demo
        log = self.layout.log("demo")
        self.stamps.drop(stamp)
        if before and here:
            with Timer("upgrading the demo company"):
                what = "upgrading the demo company ('make clean' starts anew)"
                new = sorted(set(ours) - set(self.tool("modules", self.demo)))
                arguments = ["-u", ",".join(set(ours) - set(new))]
                if new:
                    # Modules that came since the company was built.
                    arguments += ["-i", ",".join(new)]
                self.odoo(self.demo, *arguments, what=what, log=log)
        else:
            template = self.template()
            with Timer("building the demo company (some minutes, once)"):
                self.clone(template, self.demo)
                arguments = ["-i", ",".join(ours), "--load-language=de_DE"]
                self.odoo(self.demo, *arguments, what="building the demo company", log=log)
        self.require_modules(self.demo, ours)
        self.stamps.set(stamp, value)
        return self.demo
