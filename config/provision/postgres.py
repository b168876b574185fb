# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""PostgreSQL: the one DATABASE_URL names, else a private cluster on a socket in `.build/pg`."""

import os
import pwd
import re
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from .errors import ProvisionError
from .shell import Timer, run, say

MINIMUM = 13
ROLE = "odoo"
SOCKET_LIMIT = 100  # bytes; the kernel's limit for a socket path is 107
SOCKET_NAME = "/.s.PGSQL.5432"


@dataclass(frozen=True)
class Server:
    """How to reach a PostgreSQL. `prefix` starts the names of all our databases on it."""

    host: str = ""
    port: int = 5432
    user: str = ROLE
    password: str = ""
    prefix: str = "mlm"

    def env(self):
        """Return the variables with which libpq programs find this server."""
        return {
            "PGHOST": self.host or None,
            "PGPORT": str(self.port),
            "PGUSER": self.user,
            "PGPASSWORD": self.password or None,
            "PGDATABASE": None,
            "PGSERVICE": None,
        }


def from_url(url):
    """Return the Server that `url` (DATABASE_URL) names.

    :raise ProvisionError: when it is not a PostgreSQL address
    """
    parts = urlsplit(url)
    try:
        port = parts.port or 5432
    except ValueError:
        port = 0
    if parts.scheme not in ("postgres", "postgresql") or not port:
        raise ProvisionError(
            "DATABASE_URL is not a PostgreSQL address: write it as "
            "postgresql://USER:PASSWORD@HOST:PORT/NAME, or unset it for a private cluster"
        )
    query = parse_qs(parts.query)
    name = unquote(parts.path.strip("/"))
    user = (
        unquote(parts.username or query.get("user", [""])[0]) or pwd.getpwuid(os.geteuid()).pw_name
    )
    if user == "postgres":
        raise ProvisionError(
            "DATABASE_URL names the role postgres, which Odoo refuses: "
            "create another role with CREATEDB and name that one"
        )
    return Server(
        host=unquote(parts.hostname or "") or query.get("host", [""])[0],
        port=int(query.get("port", [port])[0]),
        user=user,
        password=unquote(parts.password or ""),
        prefix=re.sub(r"\W", "_", name) if name not in ("", "postgres", "template1") else "mlm",
    )


def check_version(text):
    """Refuse a server older than PostgreSQL 13.

    :param str text: e.g. "initdb (PostgreSQL) 15.8" or "13.2"
    """
    match = re.search(r"(\d+)(?:\.\d+|devel|beta|rc|$|\s)", text)
    major = int(match[1]) if match else 0
    if major < MINIMUM:
        raise ProvisionError(
            f"PostgreSQL {major or text.strip()} is too old, {MINIMUM} or newer is needed: "
            f"install a newer one, or name a newer server in DATABASE_URL=postgresql://USER@HOST/NAME"
        )
    return major


def find_programs(log, folders=None):
    """Return the folder with the newest `initdb` and `pg_ctl`.

    :raise ProvisionError: when there is none or only an old one
    """
    if folders is None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name)
        on_path = shutil.which("initdb")
        folders = [*reversed(found), *([Path(on_path).resolve().parent] if on_path else [])]
    folders = [folder for folder in folders if (folder / "initdb").exists()]
    if not folders:
        raise ProvisionError(
            "PostgreSQL is not installed: install the package postgresql, "
            "or set DATABASE_URL=postgresql://USER@HOST/NAME, and call again"
        )
    versions = {
        folder: run([folder / "initdb", "--version"], what="asking PostgreSQL's version", log=log)
        for folder in folders
    }
    best = max(folders, key=lambda folder: int(re.search(r"\d+", versions[folder])[0]))
    check_version(versions[best])
    return best


def cluster_user():
    """Return the account that must run the cluster, None for ourselves. Root never runs one."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise ProvisionError(
        "PostgreSQL does not run as root and there is no account postgres: "
        "create one with 'useradd -r postgres', or call again as an ordinary user"
    )


def reachable(folder, user):
    """Tell whether `user` may pass through every folder above `folder`."""
    if user is None:
        return True
    for parent in folder.resolve().parents:
        mode = parent.stat()
        if mode.st_uid == user.pw_uid and mode.st_mode & stat.S_IXUSR:
            continue
        if not mode.st_mode & stat.S_IXOTH:
            return False
    return True


def private_folder(path, user):
    """Make folder `path`, owned by `user`, closed to others; refuse somebody else's."""
    owner = user.pw_uid if user else os.geteuid()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.is_symlink() or path.stat().st_uid not in (owner, os.geteuid()):
        raise ProvisionError(f"{path} belongs to somebody else: remove it and call again")
    if user:
        os.chown(path, user.pw_uid, user.pw_gid)
    return path


def folders(layout, user):
    """Return (socket folder, data folder) of the private cluster.

    Both are in `.build/pg`, except when the path is too long for a socket or closed to the account
    that runs the cluster: then they are in private folders named after the checkout.
    """
    home = layout.build / "pg"
    far = Path("/var/tmp") / f"network-marketing-{layout.key}"
    inside = reachable(home, user)
    data = (home if inside else far) / "data"
    if inside and len(f"{home}{SOCKET_NAME}".encode()) < SOCKET_LIMIT:
        return home, data
    if not inside:
        return far, data
    return Path(tempfile.gettempdir()) / f"network-marketing-{layout.key}", data


def settings(socket, memory=None):
    """Return the text of our settings file for a cluster on this machine's memory (bytes)."""
    if memory is None:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    buffers = max(128, min(2048, memory // 8 // 2**20))
    values = {
        "listen_addresses": "''",
        "unix_socket_directories": f"'{socket}'",
        "unix_socket_permissions": "0700",
        "shared_buffers": f"{buffers}MB",
        "work_mem": "32MB",
        "maintenance_work_mem": "256MB",
        "max_connections": "200",
        "max_wal_size": "4GB",
        "synchronous_commit": "off",
        "random_page_cost": "1.1",
        "jit": "off",
    }
    return "".join(f"{name} = {value}\n" for name, value in values.items())


def start_private(layout):
    """Start the private cluster, made when there is none yet, and return its Server."""
    log = layout.log("postgres")
    programs, user = find_programs(log), cluster_user()
    socket, data = folders(layout, user)
    for folder in {socket, data.parent}:
        private_folder(folder, user)
    server = Server(host=str(socket))
    if not (data / "PG_VERSION").exists():
        with Timer("making the private PostgreSQL cluster"):
            shutil.rmtree(data, ignore_errors=True)
            command = [programs / "initdb", "-D", data, "-U", ROLE, "-A", "trust", "-E", "UTF8"]
            locale = ["--locale=C.UTF-8", "--lc-collate=C", "--no-instructions"]
            what = "making the private PostgreSQL cluster"
            run([*command, *locale], what=what, log=log, cwd="/", user=user)
            (data / "suite.conf").write_text(settings(socket))
            with open(data / "postgresql.conf", "a", encoding="utf-8") as file:
                file.write("\ninclude_if_exists = 'suite.conf'\n")
    if not is_running(programs, data, user, log):
        start(programs, data, user, log)
    return server


def is_running(programs, data, user, log):
    """Tell whether the cluster in `data` runs."""
    try:
        run([programs / "pg_ctl", "status", "-D", data], what="status", log=log, cwd="/", user=user)
    except ProvisionError:
        return False
    return True


def start(programs, data, user, log):
    """Start the cluster in `data` and wait until it answers."""
    output = data.parent / "server.log"
    command = [programs / "pg_ctl", "start", "-w", "-t", "60", "-D", data, "-l", output]
    try:
        run(command, what="starting PostgreSQL", log=log, cwd="/", user=user)
    except ProvisionError as error:
        lines = output.read_text(errors="replace").splitlines() if output.exists() else []
        fatal = [line for line in lines if "FATAL" in line]
        reason = fatal[-1].split("FATAL:")[-1].strip() if fatal else str(error)
        raise ProvisionError(
            f"the private PostgreSQL does not start: {reason} (log: {output}); "
            f"'make clean' makes a new one, with new databases"
        ) from None
    say("private PostgreSQL started")


def stop_private(layout, *, remove=False):
    """Stop the private cluster.

    :param bool remove: also remove its folders outside the checkout
    """
    user = cluster_user()
    socket, data = folders(layout, user)
    if (data / "postmaster.pid").exists():
        log = layout.log("postgres")
        command = [find_programs(log) / "pg_ctl", "stop", "-m", "fast", "-D", data]
        try:
            run(command, what="stopping PostgreSQL", log=log, cwd="/", user=user)
        except ProvisionError as error:
            say(str(error))
    for folder in {socket, data.parent} - {layout.build / "pg"} if remove else ():
        shutil.rmtree(folder, ignore_errors=True)


def provide(layout, env=os.environ):
    """Return the Server to use."""
    if env.get("DATABASE_URL"):
        return from_url(env["DATABASE_URL"])
    return start_private(layout)
