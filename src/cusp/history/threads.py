"""The thread of an area for improvement: where a council's inspections raise it, in order.

A thread follows certain links between the lists of successive inspections. Where the next list no
longer has the area, the thread names paragraphs that still criticise it: these are suggestions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec
import numpy as np

from cusp.history.carried_over import Link
from cusp.history.meaning import meaning_of
from cusp.history.wording import concepts, head, normal

# A sentence criticises an area if it is this close to it in meaning and names one of its subjects.
_CLOSE = 0.6
_MOST_PARAGRAPHS = 3


class Criticism(msgspec.Struct, frozen=True):
    """A sentence that criticises, and the printed number of its paragraph."""

    paragraph: int
    text: str


class Raised(msgspec.Struct, frozen=True):
    """What an inspection raises: its areas for improvement by number, and its criticism.

    ``links`` are to the areas of the inspection before.
    """

    start: date
    items: Mapping[int, str]
    links: tuple[Link, ...] = ()
    criticism: tuple[Criticism, ...] = ()


class Step(msgspec.Struct, frozen=True):
    """Where one inspection raises the area: items of its list or, if none, paragraphs.

    ``whole`` is false if any link between it and the area is only in part.
    """

    start: date
    items: tuple[int, ...] = ()
    paragraphs: tuple[int, ...] = ()
    whole: bool = True


def threads(inspections: Sequence[Raised]) -> dict[tuple[date, int], tuple[Step, ...]]:
    """The thread of each area for improvement, by first day on site and number.

    ``inspections`` are those of one council, in order. A thread has at least one step, the area
    itself. It ends at the first inspection that does not raise the area.
    """
    return {
        (each.start, number): thread(inspections, at, number)
        for at, each in enumerate(inspections)
        for number in each.items
    }


def thread(inspections: Sequence[Raised], at: int, number: int) -> tuple[Step, ...]:
    """The thread of one area for improvement; ``at`` is the place of its inspection."""
    itself = Step(inspections[at].start, (number,))
    before: list[Step] = []
    step = itself
    for i in range(at, 0, -1):
        found = _linked(inspections[i].links, step, back=True)
        if not found:
            break
        step = _step(inspections[i - 1].start, found, step)
        before.append(step)
    after: list[Step] = []
    step, last = itself, inspections[at].items[number]
    for each in inspections[at + 1 :]:
        found = _linked(each.links, step, back=False)
        if found:
            step = _step(each.start, found, step)
            last = " ".join(each.items[n] for n in step.items)
        else:
            step = Step(each.start, (), criticised(last, each.criticism), step.whole)
            if not step.paragraphs:
                break
        after.append(step)
    return (*reversed(before), itself, *after)


def criticised(area: str, criticism: Iterable[Criticism]) -> tuple[int, ...]:
    """The paragraphs that criticise what an area for improvement is about, in order."""
    sentences = tuple(criticism)
    if not sentences:
        return ()  # without loading the concepts, as pages do not need them
    subjects = _subjects(head(normal(area)))
    if not subjects.any():
        return ()
    texts = [normal(each.text) for each in sentences]
    near = np.array([meaning_of(text) for text in texts]) @ meaning_of(normal(area))
    best: dict[int, float] = {}
    for each, text, closeness in zip(sentences, texts, near.tolist(), strict=True):
        if closeness >= _CLOSE and (_subjects(text) & subjects).any():
            best[each.paragraph] = max(closeness, best.get(each.paragraph, 0.0))
    return tuple(sorted(sorted(best, key=lambda n: (-best[n], n))[:_MOST_PARAGRAPHS]))


def _subjects(text: str) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    kinds = concepts().groups
    named = np.isfinite(concepts().places(text))
    return np.asarray(named & ((kinds["subject"] > 0) | (kinds["target"] > 0)))


def _linked(links: Iterable[Link], step: Step, *, back: bool) -> dict[int, bool]:
    """The areas with a certain link to a step, and whether a link to each is of the whole area."""
    found: dict[int, bool] = {}
    for link in links:
        here, there = (link.later, link.earlier) if back else (link.earlier, link.later)
        if link.sure and here in step.items:
            found[there] = found.get(there, False) or link.kind == "same"
    return found


def _step(start: date, found: Mapping[int, bool], nearer: Step) -> Step:
    return Step(start, tuple(sorted(found)), (), nearer.whole and all(found.values()))
