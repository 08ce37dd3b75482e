"""Questions to ask at a meeting, for its members and officers, from the plan and the record.

A question comes under the first item whose papers it is about. There are at most eight, shared
among the items.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

import msgspec
from django.urls import reverse

from cusp import meetings as library
from cusp.history.questions import (
    Compared,
    Criticised,
    RaisedAgain,
    RecordQuestion,
    questions_from_record,
)
from cusp.plans.questions import (
    MOST,
    QuestionToAsk,
    questions_about_measures,
    questions_to_ask,
)
from cusp.plans.record import Plan as PlanRecord
from cusp.plans.record import Priority
from cusp.web.accounts.permissions import Permission, allowed
from cusp.web.boards.choices import PaperKind
from cusp.web.common.wording import with_page
from cusp.web.record.archive.revision import kept_until_changed
from cusp.web.record.findings import praise_and_criticism
from cusp.web.record.findings.counted_topics import PRAISE_OR_CRITICISM, SentenceRow
from cusp.web.record.findings.praise_and_criticism import TopicSentences
from cusp.web.record.measures.council_measures import sheet_of
from cusp.web.record.models import Authority, Inspection, ReportSentence
from cusp.web.response import shared_figures
from cusp.web.response.plan_record import plan_record
from cusp.web.response.plans import current_plan, inspection_to_answer

if TYPE_CHECKING:
    from cusp.web.boards.readers import Reader

_PLAN = {
    PaperKind.PLAN_FULL,
    PaperKind.PLAN_EXCEPTIONS,
    PaperKind.PLAN_CHANGES,
    PaperKind.STATEMENT,
}
_INSPECTION = {PaperKind.COMPARISON, PaperKind.PLACE}
_MEASURES = {PaperKind.MEASURES}
_PRACTICE = {PaperKind.PRACTICE}


class AskedQuestion(msgspec.Struct, frozen=True):
    """A question, what it is because of, and links to its sources: name and address."""

    text: str
    because: str
    sources: tuple[tuple[str, str], ...]


class ItemQuestions(msgspec.Struct, frozen=True):
    """The questions for an item."""

    number: str
    title: str
    questions: tuple[AskedQuestion, ...]


def may_see(reader: Reader) -> bool:
    """Of those who see members' papers, members and officers: they come from the plan."""
    return allowed(reader, Permission.SEE_PLAN)


def questions_for(items: Iterable[library.AgendaItem]) -> tuple[ItemQuestions, ...]:
    """The questions for each item that carries the plan, an inspection or measures."""
    carried = [(item, _in_turn(_sources(_kinds(item)))) for item in items if not item.withdrawn]
    carried = [(item, every) for item, every in carried if every]
    found: list[ItemQuestions] = []
    asked: set[str] = set()
    for number, (item, every) in enumerate(carried):
        share = -(-(MOST - len(asked)) // (len(carried) - number))  # what is left, shared equally
        new = [one for one in every if one.text not in asked][:share]
        if new:
            found.append(ItemQuestions(item.number, item.title, tuple(new)))
            asked.update(one.text for one in new)
    return tuple(found)


def _kinds(item: library.AgendaItem) -> set[PaperKind]:
    return {PaperKind(paper.kind) for paper in item.papers if not paper.withdrawn}


def _sources(kinds: set[PaperKind]) -> Iterator[Sequence[AskedQuestion]]:
    plan = current_plan()
    record = plan_record(plan) if plan else None
    if kinds & _PLAN and record:
        yield [_of_plan(one) for one in questions_to_ask(record)]
    inspection = plan.inspection if plan else inspection_to_answer()
    if inspection and kinds & (_INSPECTION | _PLAN):
        again = _again(record) if record and not kinds & _PLAN else []
        uncovered = _criticised(inspection, record)
        yield [_of_record(q) for q in questions_from_record(again=again, criticised=uncovered)]
    if kinds & (_PRACTICE | _PLAN):
        shared = shared_figures.measures()
        yield [_of_practice(one) for one in questions_about_measures(shared, as_at=date.max)]
    if inspection and kinds & (_MEASURES | _INSPECTION):
        compared = _compared(inspection.authority_id)
        yield [_of_record(q) for q in questions_from_record(compared=compared)]


def _in_turn(sources: Iterable[Sequence[AskedQuestion]]) -> list[AskedQuestion]:
    """One of each source in turn, so that none fills the list alone."""
    return [one for one in chain(*zip_longest(*sources)) if one is not None]


def _of_plan(one: QuestionToAsk) -> AskedQuestion:
    return AskedQuestion(one.text, one.because, tuple(map(_plan_link, one.about)))


def _of_practice(one: QuestionToAsk) -> AskedQuestion:
    return AskedQuestion(
        one.text, one.because, (("Measures of practice", reverse("plan-practice")),)
    )


def _plan_link(about: str) -> tuple[str, str]:
    number = about[1:]
    links: dict[str, Callable[[], tuple[str, str]]] = {
        "A": lambda: (f"Action {about}", reverse("plan-action", args=[about])),
        "M": lambda: (f"Measure {about}", reverse("plan-measure", args=[about])),
        "P": lambda: (f"Area {number} of the plan", reverse("plan-area", args=[int(number)])),
    }
    make = links.get(about[:1])
    return make() if make else ("Questions about the plan", reverse("plan-challenges"))


def _of_record(one: RecordQuestion) -> AskedQuestion:
    name, _, address = one.source.partition("|")
    return AskedQuestion(one.text, one.because, ((name, address),))


def _source(name: str, address: str) -> str:
    return f"{name}|{address}"


def _again(plan: PlanRecord) -> Iterator[RaisedAgain]:
    for area in plan.priorities:
        address = reverse("plan-area", args=[int(area.id[1:])])
        yield RaisedAgain(
            area.title, area.raised_before, _source(f"Area {area.id[1:]} of the plan", address)
        )


def _criticised(inspection: Inspection, plan: PlanRecord | None) -> Iterator[Criticised]:
    """Topics with clear criticism outside the summary that nothing in the plan is about."""
    if plan is None:
        return
    answered = tuple(text for area in plan.priorities for text in _texts(area) if text)
    left = praise_and_criticism.without_improvement(_weak(inspection.pk), answered)
    for topic in left or ():
        first = topic.sentences[0]
        address = inspection.get_absolute_url()
        if first.address:
            args = [inspection.authority.slug, inspection.start, first.address]
            address = reverse("passage", args=args)
        name = with_page(f"{inspection.start.year} report", first.page)
        yield Criticised(topic.words, len(topic.sentences), _source(name, address))


def _texts(area: Priority) -> Iterator[str]:
    """All that the plan says it will do about an area."""
    yield from (area.title, area.outcome)
    if area.inspectors_words:
        yield area.inspectors_words.text
    yield from (action.text for action in area.actions)


@kept_until_changed(at_most=4)
def _weak(inspection: int) -> tuple[TopicSentences, ...]:
    rows = ReportSentence.objects.filter(inspection=inspection, polarity__in=PRAISE_OR_CRITICISM)
    sentences = [SentenceRow(*row) for row in rows.values_list(*SentenceRow._fields)]
    return tuple(praise_and_criticism.criticised(sentences))


@kept_until_changed(at_most=4)
def _compared(authority: int) -> tuple[Compared, ...]:
    """Measures in the worse half of England's councils, beside the statistical neighbours."""
    council = Authority.objects.get(pk=authority)
    sheet = sheet_of(council)
    source = _source("Published measures", reverse("measures", args=[council.slug]))
    found = []
    for line in sheet.judged if sheet else ():
        place = line.place
        own = place.value.value if place.value else None
        if own is None or place.neighbours is None or (place.quartile or 1) < 3:
            continue
        found.append(
            Compared(
                place.measure.title,
                place.period_said,
                place.measure.unit,
                own,
                place.neighbours,
                place.neighbours_known,
                place.measure.polarity == "high is better",
                source,
            )
        )
    return tuple(found)
