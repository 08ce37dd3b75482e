"""What the clocks of children in care must say on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cusp.calendar.wording import in_words
from cusp.made_up.answers import (
    UNKNOWN,
    WEEK,
    Answer,
    Due,
    answer,
    by_regulation,
    due_in_working_days,
    if_agreed,
    relaxed,
)
from cusp.made_up.days import months
from cusp.made_up.lives import Care, Child, Placement

Line = tuple[str, Answer, str]
_SHORT = "Short breaks have their own rules."
_ADOPTIVE = ("A3", "A4", "A5", "A6")
_RESIDENTIAL = ("H5", "K1", "K2", "K3", "R1", "S1", "Z1")
_FIRST_REVIEW = date(2011, 4, 1)


def care_answers(child: Child, care: Care, as_at: date) -> Iterator[Line]:
    """Reviews, visits and health of a period of care."""
    going_on = care.end > as_at
    held = [day for day in care.reviews if day <= as_at]
    yield from _reviews(care, held, as_at, going_on=going_on)
    if not going_on:
        return
    if not care.short_breaks:
        yield from _health(child, care, as_at)
    place = [each for each in care.placements if each.start <= as_at][-1]
    yield from _visits(care, place, held, as_at)


def _reviews(care: Care, held: list[date], as_at: date, *, going_on: bool) -> Iterator[Line]:
    due = due_in_working_days(care.start, 20) if care.start >= _FIRST_REVIEW else None
    if going_on or held or (due is not None and care.end > due):
        if care.short_breaks:
            yield "T27", UNKNOWN, _SHORT
        elif held and due:
            first = held[-1] <= due
            said: Answer = ("in time", None) if first else UNKNOWN
            yield "T27", said, first_and_latest("review", held)
        elif not going_on:
            yield "T27", UNKNOWN, "Care ended without a review."
        else:
            yield "T27", answer(as_at, [due], None), "No review yet."
    if not going_on or not held or care.short_breaks:
        return
    last = held[-1]
    three, six = by_regulation(last, in_months=3), by_regulation(last, in_months=6)
    latest = relaxed(three, in_months=3), relaxed(six, in_months=6)
    if due and last <= due:
        yield "T28", _either(as_at, [(three, latest[0])]), "The latest review was the first."
    elif last > months(care.start + 5 * WEEK, 9):
        yield "T29", _either(as_at, [(six, latest[1])]), "The latest review was a later one."
    else:
        both = _either(as_at, [(three, latest[0]), (six, latest[1])])
        yield "T29", both, f"Review {len(held)}; the list does not say which."


def first_and_latest(what: str, held: list[date]) -> str:
    """What there was and what the list shows of it."""
    if len(held) == 1:
        return f"The only {what} was on {in_words(held[0])}."
    first, latest = in_words(held[0]), in_words(held[-1])
    return f"The first {what} was on {first}; the list shows only the latest, {latest}."


def _either(as_at: date, spans: list[tuple[Due, Due]]) -> Answer:
    """Something to come that may be due by either rule, each with its last day if relaxed."""
    return answer(as_at, [day for span in spans for day in span], None)


def _health(child: Child, care: Care, as_at: date) -> Iterator[Line]:
    seen = [day for day in care.health if day <= as_at]
    due = due_in_working_days(care.start, 20)
    if not seen:
        yield "T30", answer(as_at, [due], None), "No health assessment yet."
        return
    last = seen[-1]
    proved = due is not None and care.start <= last <= due
    yield "T30", ("in time", None) if proved else UNKNOWN, first_and_latest("assessment", seen)
    five = months(child.born, 60)
    half, year = by_regulation(last, in_months=6), by_regulation(last, in_months=12)
    if five <= last:
        yield "T31", answer(as_at, [year], None), "Aged 5 or over."
    elif five > months(last, 6):
        yield "T31", answer(as_at, [half], None), "Under 5."
    else:
        yield "T31", answer(as_at, [half, year], None), "The fifth birthday comes before."


def _visits(care: Care, place: Placement, held: list[date], as_at: date) -> Iterator[Line]:
    seen = [day for day in care.visits if place.start <= day <= as_at]
    unsaid = care.short_breaks or place.kind in _ADOPTIVE
    if unsaid or place.kind.startswith("T"):
        yield "T21", UNKNOWN, "Its visits have other rules, or it is a temporary move."
    elif seen:
        due = by_regulation(place.start, weeks=1)
        proved = due is not None and seen[-1] <= due
        said: Answer = ("in time", None) if proved else UNKNOWN
        yield "T21", said, first_and_latest("visit", seen)
    else:
        yield "T21", _by(as_at, place.start, weeks=[1]), "No visit yet."
    if unsaid or not seen:
        return
    legal_day, legal = [each for each in care.statuses if each[0] <= as_at][-1]
    if place.kind == "P1" and legal == "C2" and legal_day > seen[-1]:
        yield "T26", _by(as_at, legal_day, weeks=[1]), "A care order was made since the visit."
        return
    yield _next_visit(care, place, held, seen[-1], as_at, legal)


def _next_visit(  # noqa: PLR0911 - one return for each rule
    care: Care, place: Placement, held: list[date], last: date, as_at: date, legal: str
) -> Line:
    kind, year = place.kind, months(place.start, 12)
    reviewed = bool(held) and held[-1] >= place.start
    if kind.startswith("T"):
        return (
            "T22",
            _by(as_at, last, weeks=[6], agreed=True),
            "Temporary: the main one may be old.",
        )
    if kind == "P1" and legal == "C1":
        weeks = [4] if reviewed else [1, 4] if held else [1]
        return "T25", _by(as_at, last, weeks=weeks), "With parents under an interim order."
    if kind == "P1":
        return "T26", _by(as_at, last, weeks=[6] if reviewed else [1, 6]), "With parents."
    if kind in ("U2", "U3") and last < year:
        weeks = [4, 6] if reviewed else [1, 6]
        return "T22", _by(as_at, last, weeks=weeks), "With a relative, perhaps for a time."
    if last + 6 * WEEK <= year:
        return "T22", _by(as_at, last, weeks=[6]), "First year of the placement."
    if kind in ("U1", "U4"):
        if last >= year:
            agreed = _by(as_at, last, in_months=[3], agreed=True)
            return "T23", agreed, "Long-term: the child may have agreed to fewer."
        return "T22", _by(as_at, last, weeks=[6], in_months=[3]), "The first year ends before."
    plans = [plan for day, plan in care.permanence if day <= as_at]
    if kind in _RESIDENTIAL and plans[-1:] == ["residential"]:
        return "T23", _by(as_at, last, weeks=[6], in_months=[3]), "It may be meant to last."
    return ("T22" if last < year else "T23"), _by(as_at, last, weeks=[6]), "Every six weeks."


def _by(
    as_at: date, start: date, *, weeks: list[int] | None = None,
    in_months: list[int] | None = None, agreed: bool = False,
) -> Answer:  # fmt: skip
    """A visit to come that may be due by any of these rules."""
    spans: list[tuple[Due, Due]] = []
    for number in weeks or ():
        due = by_regulation(start, weeks=number)
        spans.append((due, relaxed(due, weeks=number)))
    for number in in_months or ():
        due = by_regulation(start, in_months=number)
        spans.append((due, relaxed(due, in_months=number)))
    if agreed:
        due = if_agreed(start)
        spans.append((due, relaxed(due, in_months=6)))
    return _either(as_at, spans)
