"""The deadlines of a plan, from the day on which the council received the report.

This is the only module of the chapter that knows where deadlines come from.
"""

from __future__ import annotations

from datetime import date

import msgspec

# The days that the law allows, in working days after receipt: SI 2007/462, regulations 2 and 3.
REPORT_WITHIN = 30
STATEMENT_WITHIN = 70


class Deadline(msgspec.Struct, frozen=True):
    """A date, or why there is none."""

    by: date | None
    why_not: str = ""


def publish_report_by(received: date | None) -> Deadline:
    """When the report must be published."""
    return working_days_after(received, REPORT_WITHIN)


def publish_statement_by(received: date | None) -> Deadline:
    """When the statement of action must be published."""
    return working_days_after(received, STATEMENT_WITHIN)


def working_days_after(received: date | None, days: int) -> Deadline:
    """The last day of a period of working days that begins on the day after receipt."""
    if received is None:
        return Deadline(None, "The day on which the council received the report is not known.")
    # TODO: take this from cusp.calendar once it has been merged.
    return Deadline(None, f"Cusp cannot work out {days} working days yet.")
