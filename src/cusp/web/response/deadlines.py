"""The deadlines of a plan, from the day on which the council received the report.

This is the only module of the chapter that knows where deadlines come from: ``cusp.calendar``.
"""

from __future__ import annotations

from datetime import date

import msgspec

from cusp.calendar import deadlines
from cusp.wording import counted

# The days that the law allows, in working days after receipt: SI 2007/462, regulations 2 and 3.
REPORT_WITHIN = 30
STATEMENT_WITHIN = 70
_NOT_KNOWN = "The day on which the council received the report is not known."


class PlanDeadlines(msgspec.Struct, frozen=True):
    """When the report and the statement must be published; ``why_not`` if there is no date."""

    publish_report_by: date | None = None
    publish_statement_by: date | None = None
    why_not: str = ""
    notes: tuple[str, ...] = ()


def of_receipt(received: date | None) -> PlanDeadlines:
    """The deadlines for a report received on a day."""
    if received is None:
        return PlanDeadlines(why_not=_NOT_KNOWN)
    found = deadlines(received)
    moved = tuple(one.why for one in found.moved)
    return PlanDeadlines(
        found.publish_report_by,
        found.publish_statement_by,
        found.why or "",
        (*moved, *found.notes),
    )


def how_they_differ(worked_out: date | None, stated: date | None) -> str:
    """How the deadline that Ofsted stated differs from the one worked out; empty if it does not."""
    if worked_out is None or stated is None or worked_out == stated:
        return ""
    days = abs((stated - worked_out).days)
    which = "later" if stated > worked_out else "earlier"
    return (
        f"The date that Ofsted stated is {counted(days, 'day')} {which} than the one worked out. "
        "Check the day on which the council received the report."
    )
