"""What the page of somebody's own children shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator

from cusp.oversight import words
from cusp.oversight.clock_names import said_of
from cusp.oversight.words import Place
from cusp.web.common.wording import say_date
from cusp.web.practice import case_words, links, reasons
from cusp.web.practice.doing import (
    Doing,
    between_meetings,
    chair_words,
    challenge_line,
    reason_line,
)
from cusp.web.practice.models import Case, Clock
from cusp.web.practice.own_children import (
    DRIFT,
    OVERDUE,
    PASSED,
    REST,
    SOON,
    UNDETERMINED,
    URGENT,
    OwnChild,
    OwnChildren,
    next_meetings,
)

# A chair has some 70 children; a team page with all its children would be slow to open.
ON_A_PAGE = 50
TITLES = {
    OVERDUE: "Overdue",
    PASSED: "Fell due since the return",
    SOON: "Due in the next 14 days",
    DRIFT: "With drift",
    UNDETERMINED: "Cannot be determined",
    REST: "Nothing due yet",
}


def page_of(own: OwnChildren, number: int) -> Page[OwnChild]:
    """A page of children, the most urgent first."""
    return Paginator(own.children, ON_A_PAGE).get_page(number)


def counts(own: OwnChildren) -> list[dict[str, Any]]:
    """The numbers below the heading, each with the section it leads to."""
    return [
        {"code": code, "title": title, "number": own.number(code),
         "listed": bool(own.within(code))}
        for code, title in TITLES.items()
        if code != PASSED or own.within(code)
    ]  # fmt: skip


def sections(
    own: OwnChildren, page: Page[OwnChild], found: Doing, *, as_at: date, today: date
) -> list[dict[str, Any]]:
    """The children of a page under their headings. ``total`` counts those of other pages too."""
    shown = list(page)
    return [
        {
            "code": code,
            "title": title,
            "total": len(own.within(code)),
            "rows": [card(one, found, as_at=as_at, today=today) for one in here],
        }
        for code, title in TITLES.items()
        if (here := [one for one in shown if one.section == code])
    ]


def drift_above(own: OwnChildren) -> int:
    """How many children drift that are listed above under something more urgent."""
    return own.number(DRIFT) - len(own.within(DRIFT))


def card(one: OwnChild, found: Doing, *, as_at: date, today: date) -> dict[str, Any]:
    """All that a chair needs to know of a child."""
    case, child = one.case, one.case.child
    challenges = found.challenges.get(case.child_id, ())
    held = found.midway.get(case.child_id, ())
    contact = found.contacts.get(case.child_id)
    clocks = [clock for _, clock in one.clocks]
    return {
        **facts(case),
        "next_due": _named(one.next_due),
        # Unless a reason or a meeting beside it says so already.
        "then_due": _named(_then_due(one)),
        "meetings": _meetings(one),
        "midway": case.on_plan or case.in_care,
        "reasons": _reasons(one, found, today),
        "drift": list(words.drift_sentences(case, as_at=as_at)),
        "undetermined": [words.sentence(clock, today) for clock in one.at(Place.UNDETERMINED)],
        "challenges": [challenge_line(row, today) for row in challenges],
        "between": between_meetings(case, clocks, held, contact),
        "chairs": chair_words(found.chairs.get(case.child_id, ())),
        "challenge_address": links.raise_challenge(child),
    }


def facts(case: Case) -> dict[str, Any]:
    """What a child's case is, in words."""
    return {
        "child": case.child,
        "case": case,
        "age": case_words.age(case),
        "standing": case_words.standing(case),
        "situation": case_words.situation(case),
    }


def meetings_to_come(own: OwnChildren, *, today: date) -> list[dict[str, Any]]:
    """What a chair or reviewing officer must hold next."""
    return [
        {"child": case.child, "said": words.sentence(clock, today)}
        for case, clock in next_meetings(own)
    ]


def _named(clock: Clock | None) -> dict[str, Any] | None:
    return {"name": said_of(clock.clock), "due": clock.due} if clock else None


def _then_due(one: OwnChild) -> Clock | None:
    clock = one.next_due
    told = clock is None or clock in one.at(Place.SOON) or clock.clock in words.MEETINGS
    return None if told else clock


def _meetings(one: OwnChild) -> list[str]:
    """When the chair or reviewing officer last met, and when they must meet next."""
    clocks = [clock for _, clock in one.clocks if clock.clock in words.MEETINGS]
    held = [clock.start for clock in clocks if clock.clock in words.FOLLOWING and clock.start]
    said = [f"Last review: {say_date(max(held))}"] if held else []
    to_come = one.at(Place.SOON, Place.LATER)
    return said + [
        f"{said_of(clock.clock)} due by {say_date(clock.due)}"
        for clock in to_come
        if clock.clock in words.MEETINGS and clock.due
    ]


def _reasons(one: OwnChild, found: Doing, today: date) -> list[dict[str, Any]]:
    return [clock_row(clock, one.case, found, today) for clock in one.at(*URGENT)]


def clock_row(clock: Clock, case: Case, found: Doing, today: date) -> dict[str, Any]:
    """A clock as a sentence, with the reason that was given and where to give one."""
    given = found.reasons.get(reasons.event_of(clock))
    late = words.place_of(clock, today) is Place.OVERDUE
    return {
        "name": said_of(clock.clock),
        "sentence": words.sentence(clock, today),
        "late": late,
        "given": reason_line(given) if given else "",
        "address": links.give_reason(case.child, clock) if late else "",
    }


def workers(cases: Iterable[Case]) -> Sequence[str]:
    """The workers of these cases, to choose from."""
    return sorted({case.worker for case in cases if case.worker}, key=str.casefold)
