"""What reports say of each topic: who was praised, who was criticised, in what share of reports.

A report counts as praised for a topic (or criticised) where one sentence of it or more is read so
and the reading is sure of both. Small numbers are marked: a share of few reports says little.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import msgspec
from django.db.models import Count

from cusp.findings import SURE_POLARITY, SURE_TOPIC, TOPICS
from cusp.history.record_end import RecordEnd, read_end
from cusp.history.sequence import NOT_GIVEN
from cusp.web.record.archive.national_facts import facts
from cusp.web.record.archive.revision import kept_until_changed
from cusp.web.record.models import Inspection, Judgement, ReportSentence

# A share of fewer reports than this is marked.
FEW = 10
NAMES: dict[str, str] = {topic.code: topic.words for topic in TOPICS}
# What is about none of the topics cannot be counted as one.
COUNTED: tuple[str, ...] = tuple(code for code in NAMES if code != "other")
_BEST_FIRST = (
    "outstanding", "good", "requires improvement", "adequate", "inadequate", NOT_GIVEN,
)  # fmt: skip
# Groups that are named otherwise than their field.
_FIELD = {"grade": "outcome"}


class ReadReport(msgspec.Struct, frozen=True):
    """A report that was read: whose, its grades, and how many sentences praise and criticise."""

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
    praised: dict[str, int]
    criticised: dict[str, int]
    overall_given: bool = True

    @property
    def outcome(self) -> str:
        """The overall grade, or that none was given; empty where it could not be read."""
        return self.grade or ("" if self.overall_given else NOT_GIVEN)

    def grade_of(self, area: str) -> str:
        """The overall grade; where none was given, that of an area."""
        return self.grade or self.area_grades.get(area, "")

    @property
    def address(self) -> tuple[str, str]:
        """What addresses of it are made of."""
        return self.slug, self.start.isoformat()


class ReportFilters(msgspec.Struct, frozen=True):
    """Which reports are meant; empty means any. ``near`` and ``size`` are codes of councils."""

    framework: str = ""
    grade: str = ""
    region: str = ""
    kind: str = ""
    year_from: int | None = None
    year_to: int | None = None
    near: frozenset[str] | None = None
    size: frozenset[str] | None = None

    def takes(self, report: ReadReport) -> bool:
        """Whether a report is meant."""
        return (
            self.framework in ("", report.framework)
            and self.grade in ("", report.grade)
            and self.region in ("", report.region)
            and self.kind in ("", report.kind)
            and (self.year_from or 0) <= report.start.year <= (self.year_to or 9999)
            and (self.near is None or report.code in self.near)
            and (self.size is None or report.code in self.size)
        )


class Share(msgspec.Struct, frozen=True):
    """How many of some reports praise and criticise; ``of`` says which, as a topic or a year."""

    of: str
    reports: int
    criticised: int
    praised: int

    @property
    def few(self) -> bool:
        """Whether the reports are so few that the share says little."""
        return self.reports < FEW

    @property
    def criticised_share(self) -> int:
        """In per cent."""
        return round(100 * self.criticised / self.reports) if self.reports else 0

    @property
    def praised_share(self) -> int:
        """In per cent."""
        return round(100 * self.praised / self.reports) if self.reports else 0

    @property
    def name(self) -> str:
        """A topic's words; anything else as it is."""
        return NAMES.get(self.of, self.of)


class Turnaround(msgspec.Struct, frozen=True):
    """A council that was mostly criticised for a topic, and mostly praised at the next report."""

    before: ReadReport
    after: ReadReport


def by_topic(reports: Iterable[ReadReport]) -> list[Share]:
    """Each topic's share, the most often criticised first; topics never spoken of stay out."""
    told = list(reports)
    shares = [share(code, told, code) for code in COUNTED]
    spoken = [share for share in shares if share.criticised or share.praised]
    return sorted(spoken, key=lambda share: (-share.criticised, share.praised, share.name))


def grouped(reports: Iterable[ReadReport], group: str) -> dict[str, list[ReadReport]]:
    """Reports by "year", "framework", "grade" or "region": years in order, the best grade first."""
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
    return [share(name, told, topic) for name, told in grouped(reports, group).items()]


def share(name: str, reports: Sequence[ReadReport], topic: str) -> Share:
    """How many of the reports criticise and praise a topic."""
    return Share(
        name, len(reports), sum(topic in report.criticised for report in reports),
        sum(topic in report.praised for report in reports),
    )  # fmt: skip


def turned(reports: Iterable[ReadReport], topic: str) -> list[Turnaround]:
    """Who went from weakness to strength between one report and the next, the newest turn first.

    Mostly criticised is more sentences of criticism than of praise; mostly praised the other way.
    """
    councils: dict[str, list[ReadReport]] = defaultdict(list)
    for report in reports:
        councils[report.slug].append(report)
    turns = []
    for held in councils.values():
        # A report that does not speak of the topic neither begins nor ends a turn.
        spoken = [r for r in sorted(held, key=lambda r: r.start) if balance(r, topic) is not None]
        for before, after in pairwise(spoken):
            if (balance(before, topic) or 0) < 0 < (balance(after, topic) or 0):
                turns.append(Turnaround(before, after))
    return sorted(turns, key=lambda turn: (turn.after.start, turn.after.name), reverse=True)


def balance(report: ReadReport, topic: str) -> int | None:
    """Sentences of praise less those of criticism; ``None`` where there are neither."""
    praised, criticised = report.praised.get(topic, 0), report.criticised.get(topic, 0)
    return praised - criticised if praised or criticised else None


def grade_order(grade: str) -> int:
    """Where a grade stands, the best first; what is none stands last."""
    return _BEST_FIRST.index(grade) if grade in _BEST_FIRST else len(_BEST_FIRST)


@kept_until_changed()
def reports_read() -> tuple[ReadReport, ...]:
    """Every report that was read, with what it says of each topic."""
    said: dict[str, dict[int, dict[str, int]]] = {
        polarity: defaultdict(dict) for polarity in ("strength", "weakness")
    }
    rows = sure_said().filter(polarity__in=list(said), topic__in=COUNTED)
    for pk, topic, polarity, n in rows.values_list("inspection", "topic", "polarity").annotate(
        n=Count("pk")
    ):
        said[polarity][pk][topic] = n
    read = set(ReportSentence.objects.order_by().values_list("inspection", flat=True).distinct())
    grades = _grades()
    return tuple(
        ReadReport(
            pk=inspection.pk, slug=inspection.authority.slug, name=inspection.authority.name,
            code=inspection.authority.code or "", region=inspection.authority.region,
            kind=inspection.authority.kind, start=inspection.start, framework=inspection.framework,
            grade=grades[inspection.pk].get("overall", ""), area_grades=dict(grades[inspection.pk]),
            praised=said["strength"].get(inspection.pk, {}),
            criticised=said["weakness"].get(inspection.pk, {}),
            overall_given=inspection.overall_given,
        )
        for inspection in Inspection.objects.select_related("authority")
        if inspection.pk in read
    )  # fmt: skip


def end_of(reports: Iterable[ReadReport]) -> RecordEnd | None:
    """The newest of reports that were read."""
    read = {(report.code or report.slug, report.start) for report in reports}
    return read_end(
        inspection for inspection in facts() if (inspection.authority, inspection.start) in read
    )


def sure_said() -> Any:
    """Sentences whose main topic and polarity are sure."""
    return ReportSentence.objects.order_by().filter(
        sure__gte=SURE_POLARITY, topics__0__1__gte=SURE_TOPIC
    )


def _grades() -> Mapping[int, dict[str, str]]:
    grades: dict[int, dict[str, str]] = defaultdict(dict)
    for pk, area, grade in Judgement.objects.values_list("inspection", "area", "grade"):
        grades[pk][area] = grade
    return grades
