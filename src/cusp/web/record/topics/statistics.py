"""What reports say about each topic: how much is criticism, and where it turned into praise.

The counts are those of ``counted_topics``. Topics are compared by the share of sentences that is
criticism. Nearly every long report praises each topic somewhere, so the share of reports with
praise says nothing. Small numbers are marked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

import msgspec

from cusp.history.record_end import RecordEnd, read_end
from cusp.history.sequence import NOT_GIVEN
from cusp.web.record.archive.national_facts import facts
from cusp.web.record.archive.revision import kept_until_changed
from cusp.web.record.findings import counted_topics
from cusp.web.record.findings.counted_topics import NONE, TopicCounts
from cusp.web.record.models import Inspection, Judgement
from cusp.web.record.topics.shares import NAMES, Share, share

# The number of recent years, counted back from the newest report, compared with earlier years.
RECENT_YEARS = 3
# Sentences about none of the topics are not a separate topic.
COUNTED: tuple[str, ...] = tuple(code for code in NAMES if code != "other")
_BEST_FIRST = (
    "outstanding",
    "good",
    "requires improvement",
    "adequate",
    "inadequate",
    NOT_GIVEN,
)
# Groups whose name differs from the name of their field.
_FIELD = {"grade": "outcome"}


class ReadReport(msgspec.Struct, frozen=True):
    """A report that was read: its council, its grades, and what it says about each topic."""

    pk: int
    slug: str
    name: str
    code: str
    region: str
    kind: str
    start: date
    framework: str
    grade: str
    area_grades: dict[str, str]
    counts: Mapping[str, TopicCounts]
    overall_given: bool = True

    @property
    def outcome(self) -> str:
        """The overall grade, or a statement that none was given; empty if it could not be read."""
        return self.grade or ("" if self.overall_given else NOT_GIVEN)

    def grade_of(self, area: str) -> str:
        """The overall grade or, if none was given, the grade for an area."""
        return self.grade or self.area_grades.get(area, "")

    def about(self, topic: str) -> TopicCounts:
        """What it says about a topic."""
        return self.counts.get(topic, NONE)

    @property
    def address(self) -> tuple[str, str]:
        """The parts of its address."""
        return self.slug, self.start.isoformat()


class ReportFilters(msgspec.Struct, frozen=True):
    """Which reports to count; empty means any. ``near`` and ``size`` have council codes."""

    framework: str = ""
    grade: str = ""
    region: str = ""
    kind: str = ""
    year_from: int | None = None
    year_to: int | None = None
    near: frozenset[str] | None = None
    size: frozenset[str] | None = None

    def takes(self, report: ReadReport) -> bool:
        """Whether to count a report."""
        return (
            self.framework in ("", report.framework)
            and self.grade in ("", report.grade)
            and self.region in ("", report.region)
            and self.kind in ("", report.kind)
            and (self.year_from or 0) <= report.start.year <= (self.year_to or 9999)
            and (self.near is None or report.code in self.near)
            and (self.size is None or report.code in self.size)
        )


class TopicTrend(msgspec.Struct, frozen=True):
    """What reports say about a topic in all years, before the recent years, and in those."""

    all: Share
    before: Share
    recent: Share
    turned: int
    """Councils that turned weakness into strength."""

    @property
    def change(self) -> int | None:
        """By how many percentage points the share of criticism rose; ``None`` if not known."""
        before, recent = self.before.criticism_share, self.recent.criticism_share
        return None if before is None or recent is None else recent - before

    @property
    def few(self) -> bool:
        """Whether to treat the change with caution."""
        return self.before.few or self.recent.few


class Turnaround(msgspec.Struct, frozen=True):
    """A council criticised for a topic, and praised in the next report about it."""

    before: ReadReport
    after: ReadReport

    @property
    def years(self) -> str:
        """The years, such as "2016 to 2019"."""
        return f"{self.before.start.year} to {self.after.start.year}"


def by_topic(reports: Iterable[ReadReport]) -> list[Share]:
    """Each topic mentioned, most criticised first; those with small numbers last."""
    chosen = list(reports)
    shares = [share(code, chosen, code) for code in COUNTED]
    mentioned = [share for share in shares if share.sentences]
    return sorted(
        mentioned,
        key=lambda share: (share.few, -share.exact_share, share.name),
    )


def recent_from(reports: Iterable[ReadReport]) -> int | None:
    """The first of the recent years in these reports; ``None`` if there are no reports."""
    newest = max((report.start.year for report in reports), default=None)
    return None if newest is None else newest - RECENT_YEARS + 1


def trends(reports: Sequence[ReadReport], every: Iterable[ReadReport]) -> list[TopicTrend]:
    """Each topic as in :func:`by_topic`, with its change; turnarounds may begin in any report."""
    first = recent_from(reports) or 0
    before = [report for report in reports if report.start.year < first]
    recent = [report for report in reports if report.start.year >= first]
    chosen = {report.pk for report in reports}
    all_reports = list(every)
    return [
        TopicTrend(
            all=total,
            before=share(total.of, before, total.of),
            recent=share(total.of, recent, total.of),
            turned=len(
                {
                    turn.after.slug
                    for turn in turned(all_reports, total.of)
                    if turn.after.pk in chosen
                }
            ),
        )
        for total in by_topic(reports)
    ]


def grouped(reports: Iterable[ReadReport], group: str) -> dict[str, list[ReadReport]]:
    """Reports by "year", "framework", "grade" or "region": years in order, best grade first."""
    groups: dict[str, list[ReadReport]] = defaultdict(list)
    for report in reports:
        name = (
            str(report.start.year) if group == "year" else getattr(report, _FIELD.get(group, group))
        )
        groups[name or "not known"].append(report)
    order = sorted(groups, key=lambda name: (name == "not known", grade_order(name), name))
    return {name: groups[name] for name in order}


def by_group(reports: Iterable[ReadReport], topic: str, group: str) -> list[Share]:
    """A topic's share in each group of :func:`grouped`."""
    return [share(name, members, topic) for name, members in grouped(reports, group).items()]


def turned(reports: Iterable[ReadReport], topic: str) -> list[Turnaround]:
    """Councils that turned weakness into strength between one report and the next, newest first.

    Weakness and strength are what ``counted_topics`` calls criticised and praised.
    """
    councils: dict[str, list[ReadReport]] = defaultdict(list)
    for report in reports:
        councils[report.slug].append(report)
    turns = []
    for held in councils.values():
        # A report that does not mention the topic neither begins nor ends a turnaround.
        mentions = [r for r in sorted(held, key=lambda r: r.start) if r.about(topic).sentences]
        for before, after in pairwise(mentions):
            if counted_topics.turns(before.about(topic), after.about(topic)) == "better":
                turns.append(Turnaround(before, after))
    return sorted(turns, key=lambda turn: (turn.after.start, turn.after.name), reverse=True)


def grade_order(grade: str) -> int:
    """A grade's place in the order, best first; unknown grades come last."""
    return _BEST_FIRST.index(grade) if grade in _BEST_FIRST else len(_BEST_FIRST)


@kept_until_changed()
def reports_read() -> tuple[ReadReport, ...]:
    """Every report that was read, with what it says about each topic."""
    stored = counted_topics.stored()
    grades = _grades()
    return tuple(
        _read_report(inspection, grades[inspection.pk], stored[inspection.pk])
        for inspection in Inspection.objects.select_related("authority")
        if inspection.pk in stored
    )


def _read_report(
    inspection: Inspection, grades: Mapping[str, str], counts: Mapping[str, TopicCounts]
) -> ReadReport:
    authority = inspection.authority
    return ReadReport(
        pk=inspection.pk,
        slug=authority.slug,
        name=authority.name,
        code=authority.code or "",
        region=authority.region,
        kind=authority.kind,
        start=inspection.start,
        framework=inspection.framework,
        grade=grades.get("overall", ""),
        area_grades=dict(grades),
        counts=counts,
        overall_given=inspection.overall_given,
    )


def end_of(reports: Iterable[ReadReport]) -> RecordEnd | None:
    """The newest of the reports that were read."""
    read = {(report.code or report.slug, report.start) for report in reports}
    return read_end(
        inspection for inspection in facts() if (inspection.authority, inspection.start) in read
    )


def _grades() -> Mapping[int, dict[str, str]]:
    grades: dict[int, dict[str, str]] = defaultdict(dict)
    for pk, area, grade in Judgement.objects.values_list("inspection", "area", "grade"):
        grades[pk][area] = grade
    return grades
