"""Questions that the record itself raises about a council, each with the figures behind it.

They follow what members are advised to ask: what was raised again, which criticism nobody answers,
and how the council compares, and with whom. The questions that a plan raises are in ``cusp.plans``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

import msgspec

from cusp.reports.dates import date_in_full
from cusp.wording import counted, listed

_EACH = 2  # of one kind, so that the questions are not all about one thing


class RaisedAgain(msgspec.Struct, frozen=True):
    """An area for improvement that earlier inspections raised too; ``days`` are their first days.

    ``source`` is where it stands, for the reader to check; it is passed on as it is.
    """

    words: str
    days: tuple[date, ...]
    source: str = ""


class Criticised(msgspec.Struct, frozen=True):
    """A topic that a report clearly criticises, in how many sentences, and where first.

    ``unanswered`` if nothing in the improvement plan is about it.
    """

    topic: str
    sentences: int
    source: str = ""
    unanswered: bool = True


class Compared(msgspec.Struct, frozen=True):
    """A measure of a council beside the median of its neighbours that have a figure."""

    measure: str
    period: str
    unit: str
    own: float
    neighbours: float
    known: int
    higher_is_better: bool
    source: str = ""

    @property
    def worse(self) -> bool:
        """Whether the council's figure is worse than the neighbours' median."""
        if self.higher_is_better:
            return self.own < self.neighbours
        return self.own > self.neighbours


class RecordQuestion(msgspec.Struct, frozen=True):
    """A question, ``because`` of what the record says at its ``source``."""

    text: str
    because: str
    source: str


def questions_from_record(
    *,
    again: Iterable[RaisedAgain] = (),
    criticised: Iterable[Criticised] = (),
    compared: Iterable[Compared] = (),
) -> tuple[RecordQuestion, ...]:
    """The questions, those about what was raised again first; at most two of each kind."""
    kinds = (_again(again), _unanswered(criticised), _worse(compared))
    return tuple(question for kind in kinds for question in islice(kind, _EACH))


def _again(areas: Iterable[RaisedAgain]) -> Iterator[RecordQuestion]:
    often = sorted(areas, key=lambda one: -len(one.days))  # as printed among equals
    for one in often:
        if one.days:
            when = listed([date_in_full(day) for day in sorted(one.days)])
            which = "inspections" if len(one.days) > 1 else "inspection"
            yield RecordQuestion(
                "Why did inspectors have to ask for this again, and what is different now?",
                f"“{one.words}” follows on from what was raised at the {which} that began on "
                f"{when}.",
                one.source,
            )


def _unanswered(topics: Iterable[Criticised]) -> Iterator[RecordQuestion]:
    for one in sorted(topics, key=lambda one: -one.sentences):
        if one.unanswered:
            times = counted(one.sentences, "sentence")
            yield RecordQuestion(
                f"What is being done about the criticism of {_in_sentence(one.topic)}?",
                f"The report clearly criticises it in {times}. Nothing in the plan is about it.",
                one.source,
            )


def _worse(measures: Iterable[Compared]) -> Iterator[RecordQuestion]:
    """Furthest from the neighbours first, as a share of their figure."""
    worse = [one for one in measures if one.worse]
    for one in sorted(worse, key=_distance, reverse=True):
        councils = "1 neighbour" if one.known == 1 else f"{one.known} statistical neighbours"
        yield RecordQuestion(
            f"Why is “{one.measure}” worse than at similar councils?",
            f"{_figure(one.own, one.unit)} in {one.period}, against a median of "
            f"{_figure(one.neighbours, one.unit)} for {councils}.",
            one.source,
        )


def _distance(one: Compared) -> float:
    return abs(one.own - one.neighbours) / (abs(one.neighbours) or 1.0)


def _figure(value: float, unit: str) -> str:
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return f"{text}%" if unit.casefold().startswith(("%", "percent")) else f"{text} ({unit})"


def _in_sentence(topic: str) -> str:
    return topic[:1].lower() + topic[1:]
