# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Verify scenario files against a database: load, run, compare, roll back.

    verify.py -c odoo.conf -d DATABASE FILE …

One line per file: "ok NAME", "DIFFERS NAME" with the differences below, "INVALID NAME" with what is
wrong in the file, or "unsupported NAME" with the parts that this release does not compute. A file
on which the program itself fails is "BROKEN NAME"; the traceback is logged and the others go on.
The last line counts: "N passed, N failed". Exit status 1 if any file differs, is invalid or broken.
"""

import argparse
import logging
import sys
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

_logger = logging.getLogger(__name__)
HEADLINES = {
    "ok": "ok",
    "differs": "DIFFERS",
    "invalid": "INVALID",
    "unsupported": "unsupported",
    "broken": "BROKEN",
}


def read(path):
    """Return a file's text; raise ValueError with a sentence that says what to do."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ValueError(f"can't be read: {error.strerror}; check the path") from None
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8 text; save it as UTF-8") from None


def verify_file(env, path):
    """Return (status, messages) of one file."""
    try:
        text = read(path)
    except ValueError as error:
        return "invalid", [str(error)]
    try:
        return env["mlm.verification"]._verify_text(text)
    except Exception as error:
        _logger.exception("%s is computed by nobody", path)
        return "broken", [repr(error)]


def main(argv=None):
    """Verify all files; return the exit status."""
    parser = argparse.ArgumentParser(description="Verify plan scenarios against a database.")
    parser.add_argument("-c", dest="conf", required=True)
    parser.add_argument("-d", dest="database", required=True)
    parser.add_argument("files", nargs="+", type=Path)
    arguments = parser.parse_args(argv)
    config.parse_config(
        ["-c", arguments.conf, "-d", arguments.database, "--no-http", "--log-level=error"]
    )
    counts = dict.fromkeys(HEADLINES, 0)
    with Registry(arguments.database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        for path in arguments.files:
            status, messages = verify_file(env, path)
            counts[status] += 1
            sys.stdout.write(f"{HEADLINES[status]} {path.stem}\n")
            sys.stdout.writelines(f"    {message}\n" for message in messages)
        cr.rollback()
    failed = counts["differs"] + counts["invalid"] + counts["broken"]
    sys.stdout.write(f"{counts['ok']} passed, {failed} failed\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
