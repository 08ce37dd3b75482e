"""What the clocks must say on a day: decided by the lives, before any list is read.

Each answer comes from what was planned for a life (this conference was held four days late), by
plain sums with :mod:`cusp.calendar`, one life at a time. Where a list shows only the latest of
several days, or not which rule applies, the answer is that it cannot be determined.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from cusp.calendar.wording import in_words
from cusp.made_up.answers import UNKNOWN, Answer, Due, answer, due_in_months, due_in_working_days
from cusp.made_up.days import months
from cusp.made_up.lives import Assessment, Child, Enquiry, Leaver, Plan
from cusp.made_up.planted_care import care_answers, first_and_latest

_TWO_DAYS = "The lists do not show the referral, so only a delay is certain."


class Planted(NamedTuple):
    """A clock of a child on a day. ``days`` are days late, or days left of what is to come."""

    child_id: str
    clock: str
    status: str
    days: int | None
    why: str


def planted_answers(children: Iterable[Child], as_at: date) -> list[Planted]:
    """Every clock that runs on a day or that the lists of the day still show."""
    found: list[Planted] = []
    since = months(as_at, -6)
    for child in children:
        for clock, (status, days), why in _of_child(child, as_at, since):
            found.append(Planted(child.id, clock, status, days, why))
    return sorted(found, key=lambda each: (each.child_id, each.clock, each.status))


def _of_child(child: Child, as_at: date, since: date) -> Iterator[tuple[str, Answer, str]]:
    for assessment in child.assessments:
        yield from _assessment(assessment, as_at, since)
    yield from _conferences(child.enquiries, as_at, since)
    plans = [each for each in child.plans if each.start <= as_at and each.end > since]
    yield from _plan(plans[-1], as_at) if plans else ()
    cares = [each for each in child.cares if each.start <= as_at and each.end > since]
    yield from care_answers(child, cares[-1], as_at) if cares else ()
    if child.leaver and child.leaver.start <= as_at < child.leaver.end:
        yield from _leaver(child.leaver, as_at)


def _assessment(each: Assessment, as_at: date, since: date) -> Iterator[tuple[str, Answer, str]]:
    """An assessment: 45 working days from the referral, or from its start if that is not shown."""
    done = each.done if each.done and each.done <= as_at else None
    waiting = each.done is None and each.closed > as_at
    shown = each.start > since or waiting or (each.done is not None and each.done > since)
    if each.start > as_at or not shown:
        return
    start = each.referral if each.referral > since else each.start
    due = due_in_working_days(start, 45)
    said = answer(as_at, [due], done)
    if each.referral <= since and said[0] not in ("overdue", "done late"):
        yield "T02", UNKNOWN, _TWO_DAYS
        return
    then = f"authorised on {in_words(done)}" if done else _planned("authorisation", each.done)
    yield "T02", said, f"Referred on {in_words(each.referral)}; {then}."


def _planned(what: str, day: Due) -> str:
    """What is still to come, which nobody can know on the day."""
    return f"{what} planned for {in_words(day)}" if day else f"{what} never planned"


def _conferences(
    enquiries: Sequence[Enquiry], as_at: date, since: date
) -> Iterator[tuple[str, Answer, str]]:
    for each in enquiries:
        held = each.conference if each.conference and each.conference <= as_at else None
        waiting = each.needed and not each.conference and not each.on_plan and each.closed > as_at
        recent = each.strategy > since or (each.conference is not None and each.conference > since)
        if each.strategy > as_at or not (recent or waiting):
            continue
        if held:
            if each.first == each.strategy:
                said = answer(as_at, [due_in_working_days(each.strategy, 15)], held)
                why = f"First strategy discussion on {in_words(each.strategy)}"
                yield "T04", said, f"{why}; conference held on {in_words(held)}."
        elif each.decided > as_at:
            yield "T04", UNKNOWN, "It is not decided yet whether a conference is needed."
        elif each.needed and not each.on_plan:
            said = answer(as_at, [due_in_working_days(each.strategy, 15)], None)
            why = f"Strategy discussion on {in_words(each.strategy)}"
            yield "T04", said, f"{why}; {_planned('conference', each.conference)}."


def _plan(plan: Plan, as_at: date) -> Iterator[tuple[str, Answer, str]]:
    held = [day for day in plan.reviews if day <= as_at]
    going_on = plan.end > as_at
    due = due_in_months(plan.start, 3)
    assert due
    if going_on or held or plan.end > due:
        said, why = answer(as_at, [due], None), "No review yet."
        if held:
            said = ("in time", None) if held[-1] <= due else UNKNOWN
            why = first_and_latest("review", held)
        elif not going_on:
            said, why = UNKNOWN, "The plan ended without a review."
        yield "T06", said, why
    if not going_on:
        return
    if held:
        said = answer(as_at, [due_in_months(held[-1], 6)], None)
        yield "T07", said, _next(plan.reviews, as_at)
    visits = [day for day, _ in plan.visits if day <= as_at] or [plan.start]
    said = answer(as_at, [due_in_working_days(max(visits), 10)], None)
    yield "T08", said, _next([day for day, _ in plan.visits], as_at)


def _leaver(leaver: Leaver, as_at: date) -> Iterator[tuple[str, Answer, str]]:
    if leaver.eligibility[0][1] == "qualifying":
        return
    held = [day for day in leaver.reviews if day <= as_at]
    if not held:
        yield "T35", UNKNOWN, "The pathway plan was never reviewed, and no list says when it began."
        return
    yield "T35", answer(as_at, [due_in_months(held[-1], 6)], None), _next(leaver.reviews, as_at)


def _next(days: Iterable[date], as_at: date) -> str:
    """When the next one is planned."""
    later: Due = min((day for day in days if day > as_at), default=None)
    return f"The next one is planned for {in_words(later)}." if later else "No other is planned."
