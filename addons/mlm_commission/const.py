# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Values that more than one model shares, stated once."""

from datetime import date

PERIOD_KINDS = [("month", "Month"), ("week", "Week")]
OPEN, CLOSING, CLOSED = "open", "closing", "closed"
PERIOD_STATES = [(OPEN, "Open"), (CLOSING, "Closing"), (CLOSED, "Closed")]

TRIAL, FINAL = "trial", "final"
RUN_KINDS = [(TRIAL, "Trial"), (FINAL, "Final")]
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
