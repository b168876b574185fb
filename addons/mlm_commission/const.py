# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Values that more than one model shares, stated once."""

from datetime import date

PERIOD_KINDS = [("month", "Month"), ("week", "Week")]
OPEN, CUT_OFF, APPROVED, CLOSING = "open", "cut_off", "approved", "closing"
CLOSED, SETTLED = "closed", "settled"
PERIOD_STATES = [
    (OPEN, "Open"),
    (CUT_OFF, "Cut Off"),
    (APPROVED, "Approved"),
    (CLOSING, "Closing"),
    (CLOSED, "Closed"),
    (SETTLED, "Settled"),
]
# Nothing of these periods is computed anew, and their successors may close.
FINISHED = (CLOSED, SETTLED)

TRIAL, FINAL, LIVE, TOTALS = "trial", "final", "live", "totals"
RUN_KINDS = [(TRIAL, "Trial"), (FINAL, "Final"), (LIVE, "Live"), (TOTALS, "Totals Only")]
QUEUED, DONE, FAILED, DISCARDED = "queued", "done", "failed", "discarded"
RUN_STATES = [
    (QUEUED, "Queued"),
    (DONE, "Done"),
    (FAILED, "Failed"),
    (DISCARDED, "Discarded"),
]
RUN_CHANNEL = "root.mlm_run"
# The ledger's decimals; the engine computes points and net amounts as integers of 10**-4.
POINT_DIGITS = 4

# the order date of ledger rows of which nobody knows on which day they were ordered
UNDATED = date(1, 1, 1)
