# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Run commands with a log file, no input, and failures in one line."""

import os
import subprocess
import sys
import time

from .errors import ProvisionError, explain


def say(text):
    """Print one line of progress at once, beside what the verb itself prints."""
    sys.stdout.flush()
    print(f"provision: {text}", file=sys.stderr, flush=True)


def account(user):
    """Return the subprocess arguments that run a command as `user` (None: as ourselves)."""
    if not user:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [user.pw_gid]}


def run(command, *, what, log, env=None, cwd=None, user=None, network=False):
    """Run `command`; its output goes to `log`.

    :param str what: the step in plain words, for the error line
    :param env: variables added to (None value: removed from) the environment
    :param user: pwd entry of the account to run as
    :param bool network: whether the command fetches packages, see `errors.explain`
    :return: the output as text
    :raise ProvisionError: when the command is missing or ends with another status than 0
    """
    command = [str(part) for part in command]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment(env),
            cwd=cwd,
            text=True,
            errors="replace",
            check=False,
            **account(user),
        )
    except FileNotFoundError:
        raise ProvisionError(f"{what}: the program {command[0]} is not installed") from None
    except PermissionError as error:
        raise ProvisionError(f"{what}: {error.strerror}: {error.filename or command[0]}") from None
    with open(log, "a", encoding="utf-8") as file:
        file.write(f"$ {' '.join(command)}\n{done.stdout}\n")
    if done.returncode:
        raise ProvisionError(explain(what, done.stdout, log, network=network))
    return done.stdout


# They would lead Odoo past its configuration to another server.
FOREIGN_SERVER = (
    "PGHOST",
    "PGHOSTADDR",
    "PGPORT",
    "PGUSER",
    "PGPASSWORD",
    "PGDATABASE",
    "PGSERVICE",
)


def environment(changes):
    """Return a copy of the process environment with `changes` (None removes a variable).

    Variables that name a PostgreSQL server are left out: ours stands in the configuration.
    """
    result = {name: value for name, value in os.environ.items() if name not in FOREIGN_SERVER}
    for name, value in (changes or {}).items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = str(value)
    return result


class Timer:
    """Say what is going on and, at the end, how long it took."""

    def __init__(self, text):
        self.text = text

    def __enter__(self):
        say(f"{self.text} …")
        self.start = time.monotonic()
        return self

    def __exit__(self, kind, value, trace):
        if kind is None:
            say(f"{self.text}: done in {time.monotonic() - self.start:.0f} s")
