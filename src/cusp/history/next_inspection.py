"""When a council's next inspection is usually due.

This is usual practice, not a rule: Ofsted sets the date, and has inspected earlier and later.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import msgspec

from cusp.history.inspections import Inspection
from cusp.history.sequence import in_order

WhyNoWindow = Literal["inadequate", "could not be read"]


@dataclass(frozen=True)
class UsualPractice:
    """How long after an inspection the next one usually comes, and the source for this."""

    years: int
    months_either_side: int
    source: str
    status: Literal["usual practice"] = "usual practice"


# Since January 2018. Councils judged inadequate have monitoring visits before they are inspected
# again. Ofsted plans a new framework for 2027 (announced 27 November 2025).
USUAL = UsualPractice(
    years=3,
    months_either_side=6,
    source="Nottinghamshire County Council, one-minute guide to ILACS inspections",
)


class NextInspection(msgspec.Struct, frozen=True):
    """When the next inspection is usually due, counted from the first day on site at the last one.

    If ``opens`` and ``closes`` are ``None``, ``why_none`` gives the reason: the council was judged
    inadequate, or its overall grade could not be read, so it may have been.
    """

    last: Inspection
    opens: date | None
    closes: date | None
    why_none: WhyNoWindow | None

    def passed(self, on: date) -> bool:
        """Whether the window has closed with no inspection since."""
        return self.closes is not None and self.closes < on

    def is_open(self, on: date) -> bool:
        """Whether a day is in the window."""
        return bool(self.opens and self.closes and self.opens <= on <= self.closes)


def next_inspection(inspections: Iterable[Inspection], *, on: date) -> NextInspection | None:
    """The usual window for a council's next inspection, as known on a given day.

    ``None`` if no inspection of its whole service counts yet.
    """
    counted = [one for one in in_order(inspections) if one.counts_from <= on and one.whole_service]
    if not counted:
        return None
    last = counted[-1]
    why = _why_none(last)
    if why:
        return NextInspection(last, None, None, why)
    months = 12 * USUAL.years
    return NextInspection(
        last=last,
        opens=_months_after(last.start, months - USUAL.months_either_side),
        closes=_months_after(last.start, months + USUAL.months_either_side),
        why_none=None,
    )


def _why_none(last: Inspection) -> WhyNoWindow | None:
    overall = last.grades.get("overall")
    if overall:
        return "inadequate" if overall == "inadequate" else None
    if last.overall_given:
        return "could not be read"
    return "inadequate" if "inadequate" in last.grades.values() else None


def _months_after(day: date, months: int) -> date:
    """The same day of the month some months later, or the last day of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
