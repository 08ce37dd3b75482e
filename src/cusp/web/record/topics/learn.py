"""Examples for a weakness: councils that turned it into strength, and councils praised for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec
from django.urls import reverse

from cusp.web.common.wording import area_name, cited
from cusp.web.record.choices import PassageKind
from cusp.web.record.models import Inspection, Passage, ReportSentence
from cusp.web.record.topics import similar_practice
from cusp.web.record.topics.shares import NAMES
from cusp.web.record.topics.similar_practice import About
from cusp.web.record.topics.statistics import (
    ReadReport,
    ReportFilters,
    Turnaround,
    reports_read,
    turned,
)
from cusp.web.record.topics.today import GradeToday, grade_today, grades_today

# The number of councils listed for each area for improvement.
MOST_FOR_AN_AREA = 3


class PracticeExample(msgspec.Struct, frozen=True):
    """A sentence that praises a council, with what to know before following the example."""

    sentence: ReportSentence
    report: ReadReport
    today: GradeToday
    turn: Turnaround | None
    worth: float

    @property
    def grade(self) -> str:
        """The grade of the section that the sentence is in, or else the overall grade."""
        return self.report.area_grades.get(self.sentence.area) or self.report.outcome

    @property
    def graded(self) -> str:
        """What that grade is for."""
        graded = self.sentence.area in self.report.area_grades
        return area_name(self.sentence.area if graded else "overall")

    @property
    def about(self) -> str:
        """Which example this is, for people who cannot see which example a button belongs to."""
        return f"{self.report.name}, {cited(self.report.start, self.sentence.page)}"


class PracticeFound(msgspec.Struct, frozen=True):
    """What a text is about, and the examples found."""

    subject: About
    examples: list[PracticeExample]

    @property
    def topics(self) -> list[tuple[str, str]]:
        """The topics: code and name."""
        return [(code, NAMES[code]) for code, _ in self.subject.topics]

    @property
    def name(self) -> str:
        """The main topic in words; empty if there is none."""
        return NAMES.get(self.subject.main, "")

    @property
    def is_sure(self) -> bool:
        """Whether the main topic is clear."""
        topics = self.subject.topics
        return bool(topics) and topics[0][1] >= similar_practice.SURE_TOPIC

    @property
    def others(self) -> str:
        """The text of the link that opens the other examples, with their councils."""
        names = dict.fromkeys(example.report.name for example in self.examples[1:])
        return f"More examples: {', '.join(names)}"

    @property
    def councils(self) -> int:
        """How many councils the examples are from."""
        return len({example.report.slug for example in self.examples})


class AreaExamples(msgspec.Struct, frozen=True):
    """An area for improvement, and councils that have put the same thing right."""

    passage: Passage
    found: PracticeFound

    @property
    def address(self) -> str:
        """The page of all examples for it."""
        inspection = self.passage.inspection
        start = inspection.start.isoformat()
        origin = f"{inspection.authority.slug}/{start}/{self.passage.address}"
        return f"{reverse('learn')}?from={origin}"


def find(text: str, chosen: ReportFilters, *, leave_out: str, on: date) -> PracticeFound:
    """Examples for a text from the chosen reports, leaving out the user's council.

    Raises :class:`cusp.findings.NoModel`.
    """
    subject = similar_practice.about(text)
    reports = {
        report.pk: report
        for report in reports_read()
        if chosen.takes(report) and report.slug != leave_out
    }
    turns = latest_turns(subject.main)
    return _found(text, subject, reports, turns, on=on, at_most=similar_practice.SHOWN)


def for_areas(inspection: Inspection, *, on: date) -> list[AreaExamples]:
    """For each of an inspection's areas for improvement, councils that turned it into strength.

    Raises :class:`cusp.findings.NoModel`.
    """
    items = inspection.passages.filter(kind=PassageKind.ITEM).order_by("id")
    every = {report.pk: report for report in reports_read()}
    areas = []
    for passage in items.select_related("inspection__authority"):
        text = " ".join(passage.text.split())
        subject = similar_practice.about(text)
        turns = latest_turns(subject.main)
        reports = {
            turn.after.pk: every[turn.after.pk]
            for slug, turn in turns.items()
            if slug != inspection.authority.slug
        }
        found = _found(text, subject, reports, turns, on=on, at_most=MOST_FOR_AN_AREA)
        areas.append(AreaExamples(passage, found))
    return areas


def latest_turns(topic: str) -> dict[str, Turnaround]:
    """Each council's latest change from weakness to strength, by the council's slug.

    A council whose newest report on the topic mostly criticises again is left out.
    """
    newest: dict[str, ReadReport] = {}
    for report in sorted(reports_read(), key=lambda report: report.start):
        if report.about(topic).sentences:
            newest[report.slug] = report
    return {
        turn.after.slug: turn
        for turn in reversed(turned(reports_read(), topic))
        if newest[turn.after.slug].about(topic).state != "criticised"
    }


def _turn_before(turns: Mapping[str, Turnaround], report: ReadReport) -> Turnaround | None:
    """The change from weakness to strength at a report's council, if it had happened by then."""
    turn = turns.get(report.slug)
    return turn if turn and turn.after.start <= report.start else None


def _found(
    text: str,
    subject: About,
    reports: Mapping[int, ReadReport],
    turns: Mapping[str, Turnaround],
    *,
    on: date,
    at_most: int,
) -> PracticeFound:
    today = grades_today(on)
    examples = similar_practice.rank(
        text,
        subject,
        [found for found in similar_practice.candidates(subject) if found.inspection in reports],
        reports,
        turned={pk for pk, report in reports.items() if _turn_before(turns, report)},
        weak=_weak(reports.values(), today),
        at_most=at_most,
    )
    rows = similar_practice.sentences_of(example.candidate.pk for example in examples)
    return PracticeFound(
        subject,
        [
            PracticeExample(
                sentence=rows[example.candidate.pk],
                report=(report := reports[example.candidate.inspection]),
                today=grade_today(today, report.code, report.slug),
                turn=_turn_before(turns, report),
                worth=round(example.worth, 3),
            )
            for example in examples
            if example.candidate.pk in rows
        ],
    )


def _weak(reports: Iterable[ReadReport], today: dict[str, GradeToday]) -> frozenset[str]:
    return frozenset(
        report.slug for report in reports if grade_today(today, report.code, report.slug).weak
    )
