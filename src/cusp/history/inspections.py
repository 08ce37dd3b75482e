"""The facts about an inspection: council, dates, grades and number of areas for improvement.

The wording stays in the report, which ``sha256`` identifies.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from cusp.reports.record import AreaCode, FrameworkCode, GradeCode, KindCode, Report

PublishedFrom = Literal["report", "ofsted"]
# These cover all of a council's services for children who need help, protection or care. Others
# judge one part: looked-after services (2013) or a safeguarding board (LSCB review).
WHOLE_SERVICE: frozenset[KindCode] = frozenset({"standard", "short", "single"})


class NotAnInspection(ValueError):
    """A report that cannot be used; the message says why, in one sentence."""


class Inspection(msgspec.Struct, frozen=True):
    """An inspection of a council.

    ``authority`` is the newest code from the Office for National Statistics. ``start`` and ``end``
    are the first and last days on site. ``published`` is the date printed in the report
    (``published_from`` is ``report``) or else the date on Ofsted's website (``ofsted``). ``grades``
    holds the areas judged. ``overall_given`` is false if the inspection gives no overall grade; if
    it is true and ``overall`` is missing from the grades, it could not be read. ``improvements``
    counts the council's areas for improvement and ``priority`` those for immediate action;
    ``improvements_read`` is false if they could not be counted. ``paragraphs`` counts the
    paragraphs in the body of the report.
    """

    authority: str
    framework: FrameworkCode
    kind: KindCode | None
    reinspection: bool
    start: date
    end: date
    published: date | None
    published_from: PublishedFrom | None
    grades: dict[AreaCode, GradeCode]
    overall_given: bool
    improvements: int
    priority: int
    paragraphs: int
    sha256: str
    lead_inspector: str | None = None
    improvements_read: bool = True

    @property
    def whole_service(self) -> bool:
        """Whether all services were inspected; true if the kind is unknown."""
        return self.kind is None or self.kind in WHOLE_SERVICE

    @property
    def counts_from(self) -> date:
        """The day from which its grades count: publication, or else the last day on site.

        Before publication the grade is not public. This is our rule (``docs/history.md``).
        """
        return self.published or self.end


def inspection_of(report: Report, *, listed: date | None = None) -> Inspection:
    """The inspection that a report describes.

    ``listed`` is the date on Ofsted's website, used only if the report has no publication date.
    Raises :class:`NotAnInspection` if the council or the days on site are unknown, or if the dates
    contradict each other.
    """
    start, end = _days(report)
    printed = _date(report.published, "date of publication") if report.published else None
    published = printed or listed
    if published and published < end:
        raise NotAnInspection(
            f"the publication date {published.isoformat()} is before the last day on site, "
            f"{end.isoformat()}: check both against the report"
        )
    origin: PublishedFrom = "report" if printed else "ofsted"
    return Inspection(
        authority=_authority(report),
        framework=report.framework,
        kind=report.kind,
        reinspection=report.reinspection,
        start=start,
        end=end,
        published=published,
        published_from=origin if published else None,
        grades={judgement.area: judgement.grade for judgement in report.judgements},
        overall_given=report.overall_given,
        improvements=len(report.improvements),
        priority=sum(item.priority for item in report.improvements),
        paragraphs=sum(len(section.paragraphs) for section in report.sections),
        sha256=report.source.sha256,
        lead_inspector=report.lead_inspector,
        improvements_read=all(problem.field != "improvements" for problem in report.problems),
    )


def _authority(report: Report) -> str:
    if report.authority and report.authority.code:
        return report.authority.code
    if report.authority:
        printed = report.authority.printed
        raise NotAnInspection(f"no known council matches the printed name, “{printed}”")
    raise NotAnInspection("the council's name could not be read")


def _days(report: Report) -> tuple[date, date]:
    if report.inspected is None:
        raise NotAnInspection("the days on site could not be read, so it cannot be dated")
    start = _date(report.inspected.start, "first day on site")
    end = _date(report.inspected.end, "last day on site")
    if end < start:
        raise NotAnInspection(
            f"the last day on site, {end.isoformat()}, is before the first day, {start.isoformat()}"
        )
    return start, end


def _date(text: str, what: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotAnInspection(f"the {what} is “{text}”, which is not a date") from None
