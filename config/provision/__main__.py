# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The verbs behind the Makefile.

python3 -m config.provision VERB [ARGUMENT …]

run                  demo company, served on 127.0.0.1:8069 (HTTP_PORT changes the port)
demo                 demo company, without serving
test [PATH …]        all tests, or those in files or folders
test-core [SUITE …]  Odoo's own tests of modules we extend, with ours installed
lint                 code checks that need no database
i18n, i18n-export    German translation: check; write .pot and merge de.po
verify FILE …        compute plan scenarios and compare
bench MEMBERS …      measure a commission run, JSON
fuzz CASES SEED      compare the engine with the reference on random plans
tools                the environment only: Odoo, Python packages, PostgreSQL
stop                 stop the private PostgreSQL
clean                stop it and remove everything that was made
"""

import fcntl
import os
import shutil
import subprocess
import sys

from . import demo, lint, postgres, source, system, venv
from .database import Databases
from .errors import ProvisionError
from .layout import Layout
from .shell import environment, say
from .stamps import Stamps


def lock(layout):
    """Hold the checkout for this process: two at once would build the same things."""
    layout.build.mkdir(parents=True, exist_ok=True)
    file = open(layout.build / "lock", "w", encoding="utf-8")  # noqa: SIM115
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("another make is at work in this checkout: waiting for it")
        fcntl.flock(file, fcntl.LOCK_EX)
    return file


def provide_python(layout, *, dev):
    """Provide disk space, system packages, Odoo and the Python environment; return the source."""
    system.check_python()
    new = not (layout.build / "stamps" / "python-run").exists()
    system.check_disk(layout.build, system.NEEDED_GB if new else 0.5)
    own_server = not os.environ.get("DATABASE_URL")
    system.provide(layout, database=own_server, browser=dev)
    found = source.provide(layout)
    venv.provide(layout, found, Stamps(layout.build / "stamps"), dev=dev)
    return found


def provide(layout, *, dev):
    """Provide everything up to a PostgreSQL that answers; return the Databases."""
    found = provide_python(layout, dev=dev)
    server = postgres.provide(layout)
    databases = Databases(layout, found, server, Stamps(layout.build / "stamps"))
    databases.check_server()
    databases.write_conf()
    return databases


def call(databases, *command):
    """Run one of our Python programs in the environment; return its exit status."""
    env = {"PYTHONPATH": None, "ODOO_RC": databases.layout.conf}
    command = [str(part) for part in (databases.layout.python, *command)]
    return subprocess.run(
        command, cwd=databases.layout.root, env=environment(env), check=False
    ).returncode


def do_demo(layout, arguments, held):
    """Build the demo company and print what it paid."""
    databases = provide(layout, dev=False)
    demo.report(databases, databases.ensure_demo())
    return 0


def do_run(layout, arguments, held):
    """Build the demo company, print what it paid, serve it."""
    port = demo.port_of()
    demo.check_port(port)
    databases = provide(layout, dev=False)
    name = databases.ensure_demo()
    logins = demo.report(databases, name)
    demo.check_port(port)
    held.close()
    demo.serve(databases, name, logins, port)
    return 0


def do_test(layout, arguments, held):
    """Run the tests."""
    from . import axe, testing

    databases = provide(layout, dev=True)
    axe.provide(layout)
    return testing.main(databases, arguments)


def do_test_core(layout, arguments, held):
    """Run Odoo's own tests."""
    from . import coretests

    return coretests.main(provide(layout, dev=True), arguments)


def do_lint(layout, arguments, held):
    """Run the code checks that need no database."""
    provide_python(layout, dev=True)
    return lint.main(layout)


def do_i18n(layout, arguments, held, *options):
    """Check the German translation of all our modules."""
    databases = provide(layout, dev=True)
    names = [databases.ensure_test()]
    if "mlm_demo" in databases.manifests:
        names.append(databases.ensure_demo())
    chosen = [part for name in names for part in ("-d", name)]
    program = layout.root / "config" / "i18n_check.py"
    return call(databases, program, "-c", layout.conf, *chosen, *options, *arguments)


def do_i18n_export(layout, arguments, held):
    """Write the templates of all our modules and merge their German translation."""
    return do_i18n(layout, arguments, held, "--export")


def do_verify(layout, arguments, held):
    """Compute scenario files in the test database and compare (nothing is kept)."""
    if not arguments:
        raise ProvisionError('which scenarios? call make verify FILES="one.yaml two.yaml"')
    databases = provide(layout, dev=True)
    name = databases.ensure_test()
    program = layout.root / "config" / "verify.py"
    return call(databases, program, "-c", layout.conf, "-d", name, *arguments)


def do_bench(layout, arguments, held):
    """Run one benchmark of tests/bench on a copy of the test database; prints JSON."""
    defaults = ("100000", "run", "normal")
    members, name, shape = [*arguments, *defaults[len(arguments) :]][:3]
    if not members.isdigit():
        raise ProvisionError(f"MEMBERS={members} is not a number: call make bench MEMBERS=100000")
    folder = layout.root / "tests" / "bench"
    program = folder / f"bench_{name}.py"
    if not program.exists():
        known = ", ".join(path.stem.removeprefix("bench_") for path in folder.glob("bench_*.py"))
        raise ProvisionError(
            f"no benchmark {name}: call make bench BENCH= with one of {known or 'none yet'}"
        )
    databases = provide(layout, dev=True)
    copy = f"{databases.server.prefix}_bench"
    databases.clone(databases.ensure_test(), copy)
    # Postings have a size of their own.
    sizes = [] if name == "posting" else ["--members", members]
    sizes += ["--shape", shape] if name == "run" else []
    status = call(databases, program, "-c", layout.conf, "-d", copy, *sizes)
    databases.drop(copy)
    return status


def do_fuzz(layout, arguments, held):
    """Compare both commission engines on random plans; needs no database."""
    cases, seed = [*arguments, *("2000", "1")[len(arguments) :]][:2]
    if not (cases.isdigit() and seed.isdigit() and int(cases)):
        raise ProvisionError("call make fuzz N=100000, and SEED=1 for other cases than those")
    provide_python(layout, dev=True)
    held.close()
    program = layout.root / "addons" / "mlm_commission" / "tests" / "engine" / "fuzz.py"
    options = ["--cases", cases, "--seed", seed, "--folder", layout.build / "fuzz"]
    command = [str(part) for part in (layout.python, program, *options)]
    return subprocess.run(
        command, cwd=layout.root, env=environment({"PYTHONPATH": None}), check=False
    ).returncode


def do_tools(layout, arguments, held):
    """Provide the environment and stop there."""
    databases = provide(layout, dev=True)
    say(f"ready: {databases.layout.python}, {databases.layout.conf}")
    return 0


def do_stop(layout, arguments, held):
    """Stop the private cluster."""
    postgres.stop_private(layout)
    return 0


def do_clean(layout, arguments, held):
    """Remove everything provisioning made, also outside the checkout."""
    if layout.build.exists():
        postgres.stop_private(layout, remove=True)
        shutil.rmtree(layout.build)
    return 0


VERBS = {
    name.removeprefix("do_").replace("_", "-"): function
    for name, function in list(globals().items())
    if name.startswith("do_")
}


def main(arguments):
    """Do one verb; every expected failure becomes one line and status 1."""
    if not arguments or arguments[0] not in VERBS:
        print(__doc__)
        return 2
    layout = Layout()
    try:
        with lock(layout) as held:
            return VERBS[arguments[0]](layout, arguments[1:], held)
    except ProvisionError as error:
        print(f"provision: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("provision: interrupted", file=sys.stderr)
        return 130
    except OSError as error:
        print(f"provision: {error.strerror}: {error.filename or ''}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
