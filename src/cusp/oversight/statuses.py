"""Where a clock can stand, and the columns that say so."""

from __future__ import annotations

IN_TIME, DUE_SOON, OVERDUE = "in time", "due soon", "overdue"
DONE_LATE, UNDETERMINED = "done late", "cannot be determined"
STATUSES = (OVERDUE, DUE_SOON, IN_TIME, DONE_LATE, UNDETERMINED)
# Something due within this many days is due soon.
SOON = 14
COLUMNS = (
    *("child_id", "clock", "from", "due", "done", "status", "days", "why"),
    *("rule", "list", "row", "team", "worker"),
)
# Why nothing can be said of an event that has passed: there is nothing to do about it now.
LATEST_ONLY = (
    "Only the latest date is held. That one is too late, but an earlier one may not have been."
)
