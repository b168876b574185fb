# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Compute plan scenarios in a database and compare with what they expect; nothing is kept.

    verify.py -c odoo.conf -d DATABASE FILE …

Prints one line per scenario (`ok`, `DIFFERS`, `unsupported` or `ERROR` and the file's name, with
the differences below), then `N passed, N failed`. Exit status 1 when any did not pass; a scenario
whose kinds are not built yet counts neither way.
"""

import argparse
import sys
from pathlib import Path

WORDS = {"ok": "ok", "differs": "DIFFERS", "unsupported": "unsupported"}


def verify_file(env, path):
    """Return (word, messages) for scenario file `path`."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return "ERROR", [f"cannot be read: {error}"]
    status, messages = env["mlm.verification"]._verify_text(text)
    return WORDS.get(str(status).lower(), "ERROR"), [str(message) for message in messages or ()]


def main(arguments=None):
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("-c", "--config", required=True, help="Odoo's configuration file")
    parser.add_argument("-d", "--database", required=True)
    parser.add_argument("files", nargs="+")
    options = parser.parse_args(arguments)

    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(
        ["-c", options.config, "-d", options.database, "--no-http", "--log-level=error"]
    )
    passed = failed = 0
    with Registry(options.database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        for path in options.files:
            word, messages = verify_file(env, path)
            print(f"{word} {path}")
            for message in messages:
                print(f"    {message}")
            passed += word == "ok"
            failed += word in ("DIFFERS", "ERROR")
            sys.stdout.flush()
            cr.rollback()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
