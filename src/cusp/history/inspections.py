"""What history keeps of an inspection: who, when, which grades, how many areas for improvement.

Facts only. The words stay in the report, which ``sha256`` identifies.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from cusp.reports.record import AreaCode, FrameworkCode, GradeCode, KindCode, Report

PublishedFrom = Literal["report", "ofsted"]
# Inspections of a council's whole service for children who need help, protection or care. The
# others judge one part: looked-after services (2013), a safeguarding board (LSCB review).
WHOLE_SERVICE: frozenset[KindCode] = frozenset({"standard", "short", "single"})


class NotAnInspection(ValueError):
    """A report that history can't place; the message is one sentence for the person who gave it."""


class Inspection(msgspec.Struct, frozen=True):
    """One inspection of one council.

    ``authority`` is the newest code of the Office for National Statistics. ``start`` and ``end``
    are the first and the last day on site. ``published`` is the date that the report prints
    (``published_from`` is ``report``) or, where it prints none, the date under which Ofsted listed
    it (``ofsted``). ``grades`` holds the areas judged. ``overall_given`` is false where the
    inspection gives no overall grade; true with no ``overall`` among the grades means that it could
    not be read. ``improvements`` counts the council's areas for improvement, ``priority`` those of
    them marked for immediate action; ``improvements_read`` is false where they could not be
    counted, and a report may well have none. ``paragraphs`` counts those of the report's body.
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
        """Whether the council's whole service was inspected; so too where the kind is unknown."""
        return self.kind is None or self.kind in WHOLE_SERVICE

    @property
    def counts_from(self) -> date:
        """The day from which its grades count: publication, or the last day on site if unknown.

        Before publication nobody outside knows the grade. Our rule (``docs/history.md``).
        """
        return self.published or self.end


def inspection_of(report: Report, *, listed: date | None = None) -> Inspection:
    """The inspection that a report tells of.

    ``listed`` is the date under which Ofsted listed the report; it counts only where the report
    prints no date of publication. Raises :class:`NotAnInspection` where the council or the days on
    site are not known, or where the days contradict each other.
    """
    start, end = _days(report)
    printed = _date(report.published, "date of publication") if report.published else None
    published = printed or listed
    if published and published < end:
        raise NotAnInspection(
            f"the publication date {published.isoformat()} lies before the last day on site, "
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
        grades={one.area: one.grade for one in report.judgements},
        overall_given=report.overall_given,
        improvements=len(report.improvements),
        priority=sum(one.priority for one in report.improvements),
        paragraphs=sum(len(section.paragraphs) for section in report.sections),
        sha256=report.source.sha256,
        lead_inspector=report.lead_inspector,
        improvements_read=all(one.field != "improvements" for one in report.problems),
    )


def _authority(report: Report) -> str:
    if report.authority and report.authority.code:
        return report.authority.code
    if report.authority:
        printed = report.authority.printed
        raise NotAnInspection(f"the council printed as “{printed}” matches no council we know")
    raise NotAnInspection("the report names no council that could be read")


def _days(report: Report) -> tuple[date, date]:
    if report.inspected is None:
        raise NotAnInspection("the days on site could not be read, so it has no place in time")
    start = _date(report.inspected.start, "first day on site")
    end = _date(report.inspected.end, "last day on site")
    if end < start:
        raise NotAnInspection(
            f"the last day on site, {end.isoformat()}, lies before the first, {start.isoformat()}"
        )
    return start, end


def _date(text: str, what: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotAnInspection(f"the {what} is written “{text}”, which is no date") from None
