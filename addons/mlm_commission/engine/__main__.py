# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Verify scenario files without Odoo: ``python -m engine FILE …`` in the module's folder."""

import sys

from .language import LanguageError, check, load
from .placement import PlacementError
from .scenario import verify
from .status import CycleError


def verify_file(path):
    """Verify one file.

    :return: (word, messages): ok, DIFFERS, unsupported or ERROR
    """
    try:
        with open(path, "rb") as file:
            document = load(file.read())
        problems = check(document)
        if problems:
            wrong = any(problem.kind == "error" for problem in problems)
            return "ERROR" if wrong else "unsupported", list(map(str, problems))
        differences = verify(document)
    except (OSError, LanguageError, PlacementError, CycleError, ArithmeticError) as error:
        return "ERROR", [str(error)]
    return ("DIFFERS" if differences else "ok"), list(map(str, differences))


def main(paths):
    """Verify files, one line each, and say how many passed.

    :return: exit status, 1 if any file does not pass
    """
    counts = {}
    for path in paths:
        word, messages = verify_file(path)
        counts[word] = counts.get(word, 0) + 1
        sys.stdout.write("\n    ".join([f"{word} {path}", *messages]) + "\n")
    passed = counts.pop("ok", 0)
    unsupported = counts.pop("unsupported", 0)
    failed = sum(counts.values())
    extra = f", {unsupported} unsupported" if unsupported else ""
    sys.stdout.write(f"{passed} passed, {failed} failed{extra}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
