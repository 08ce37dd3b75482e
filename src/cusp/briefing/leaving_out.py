"""What a briefing leaves out, in words, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cusp.briefing.facts import LeftOut
from cusp.reports.record import Problem

NO_PAGE = "No page of a report in the record says so."
# What each kind of sentence is about.
_SENTENCES = {
    "inspected": "the dates of the inspection",
    "published": "the date of publication",
    "overall": "the overall grade",
    "overall of a part": "the grade",
    "overall before": "the previous overall grade",
    "later inspection": "a later inspection",
    "judgement": "a grade",
    "judgement before": "a previous grade",
    "below good": "which areas are below good",
    "areas now": "the number of areas for improvement",
    "areas before": "the previous number of areas for improvement",
    "area": "an area for improvement",
    "place": "the place in the grade",
    "place of areas": "the place of each area in its grade",
    "meeting": "the meeting",
    "agenda": "the agenda of the meeting",
    "deadlines": "the deadlines",
}
# What each field of a report is about. Other fields do not matter to a briefing.
_FIELDS = {
    "improvements": "areas for improvement",
    "inspected": "the dates of the inspection",
    "judgements": "a grade",
    "pages": "pages of the report",
    "published": "the date of publication",
    "sections": "text of the report",
    "source": "parts of the file",
}


def of_sentences(kinds: Iterable[str]) -> Iterator[LeftOut]:
    """What is left out because sentences of these kinds lack a source."""
    for kind in dict.fromkeys(kinds):
        yield LeftOut(_SENTENCES.get(kind, kind), NO_PAGE)


def of_report(problems: Iterable[Problem]) -> Iterator[LeftOut]:
    """What could not be read in a report."""
    for problem in problems:
        words = _FIELDS.get(problem.field.split(".")[0])
        if words:
            why = problem.why[:1].upper() + problem.why[1:].rstrip(".")
            yield LeftOut(words, f"{why}.")
