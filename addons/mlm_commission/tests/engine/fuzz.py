# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Many random plans and networks through both engines: ``python fuzz.py --cases 100000``.

Needs neither Odoo nor a database. Every difference is made small and written as a scenario; the
exit status is 1 if there is one.
"""

import argparse
import multiprocessing
import signal
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]

from comparison import difference, dump  # noqa: E402
from engine.language import SUPPORTED_KINDS  # noqa: E402
from random_documents import BUILT, document  # noqa: E402
from shrink import shrink  # noqa: E402

PATIENCE = 120  # seconds for one document; they take a hundredth
BATCH = 200


class Stuck(BaseException):
    """A document that is not computed in time."""


def _give_up(_signal, _frame):
    raise Stuck


def find(seed):
    """Compare the document of one seed.

    :return: text of the difference with the smallest scenario that shows it, or None
    :rtype: str
    """
    drawn = document(seed, SUPPORTED_KINDS, BUILT)
    signal.signal(signal.SIGALRM, _give_up)
    signal.alarm(PATIENCE)
    try:
        if difference(drawn) is None:
            return None
        smallest = shrink(drawn, difference)
        return f"# seed {seed}: {difference(smallest)}\n{dump(smallest)}"
    except Stuck:
        return f"# seed {seed}: no answer within {PATIENCE} seconds\n{dump(drawn)}"
    finally:
        signal.alarm(0)


def _find_some(seeds):
    return [(seed, text) for seed in seeds if (text := find(seed)) is not None]


def main(arguments=None):
    """Compare and report; see ``--help``.

    :return: exit status, 1 if anything differs
    """
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1, help="the first seed; a case per seed")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--folder", type=Path, help="where scenarios that differ are written")
    options = parser.parse_args(arguments)
    end = options.seed + options.cases
    batches = [range(at, min(at + BATCH, end)) for at in range(options.seed, end, BATCH)]
    started, done, differences = time.monotonic(), 0, 0
    with multiprocessing.get_context("spawn").Pool(options.processes) as pool:
        for number, found in enumerate(pool.imap_unordered(_find_some, batches), 1):
            done += BATCH if number < len(batches) else options.cases - done
            for seed, text in found:
                differences += 1
                _report(seed, text, options.folder)
            if number % 50 == 0:
                _say(f"{done} cases, {differences} differences")
    seconds = time.monotonic() - started
    _say(
        f"seeds {options.seed} to {end - 1}: {options.cases} cases in {seconds:.0f} s "
        f"({options.cases / seconds:.0f} per second), {differences} differences"
    )
    return 1 if differences else 0


def _say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _report(seed, text, folder):
    _say(text)
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"seed_{seed}.yaml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
