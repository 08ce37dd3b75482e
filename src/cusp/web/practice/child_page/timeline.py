"""One timeline for a child: what returns say happened, and what people recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

import msgspec
from django.utils.safestring import SafeString

from cusp.oversight.children import SEEN
from cusp.oversight.clock_names import said_of
from cusp.web.common import charts
from cusp.web.common.wording import say_date
from cusp.web.practice.choices import ChairRole, Effect, StepKind
from cusp.web.practice.doing import reason_line
from cusp.web.practice.models import Challenge, ChallengeStep, Child, Supervision

VISITS, MEETINGS = "Visits and contact", "Conferences and reviews"
OVERSIGHT, OTHER = "Oversight and challenge", "Other events"
LANES = (VISITS, MEETINGS, OVERSIGHT, OTHER)
_VISIT = ("seen", "visit", "contact")
_MEETING = ("conference", "review")


class Entry(msgspec.Struct, frozen=True):
    """Something on a child's timeline. ``source`` is the list, or who recorded it."""

    day: date
    what: str
    source: str
    kind: str
    more: str = ""


class Year(msgspec.Struct, frozen=True):
    """The entries of a year, in the order asked for."""

    year: int
    entries: tuple[Entry, ...]


def entries(child: Child, challenges: Sequence[Challenge]) -> list[Entry]:
    """Everything that happened for a child, the oldest first.

    ``challenges`` are those the reader may see.
    """
    found = [*_happenings(child), *_written(child), *_chairs(child), *_challenges(challenges)]
    return sorted(found, key=lambda one: (one.day, LANES.index(one.kind), one.what))


def by_year(found: Sequence[Entry], *, newest_first: bool) -> list[Year]:
    """Entries by year, oldest or newest first; on one day they stay in their order."""
    ordered = sorted(found, key=lambda one: one.day, reverse=newest_first)
    years = groupby(ordered, key=lambda one: one.day.year)
    return [Year(year, tuple(entries)) for year, entries in years]


def picture(found: Sequence[Entry], *, until: date) -> SafeString | None:
    """The timeline as a chart; none if there is nothing to compare."""
    past = [one for one in found if one.day <= until]
    if len(past) < 2:
        return None
    rows = [
        (lane, [(one.day, one.what) for one in past if one.kind == lane])
        for lane in LANES
        if any(one.kind == lane for one in past)
    ]
    first = min(past[0].day, until - timedelta(days=90))
    title = f"What happened from {say_date(past[0].day)} to {say_date(until)}"
    return charts.lanes(rows, first=first, last=until, title=title)


def _happenings(child: Child) -> Iterator[Entry]:
    rows = list(child.happenings.all())
    visited = {row.day for row in rows if row.what != SEEN and kind_of(row.what) == VISITS}
    for row in rows:
        # A visit says that the child was seen, and who saw it.
        if row.what != SEEN or row.day not in visited:
            yield Entry(row.day, row.what, f"Annex A, list {row.list}", kind_of(row.what))


def kind_of(what: str) -> str:
    """The lane that an event from a return belongs to."""
    said = what.casefold()
    if any(word in said for word in _VISIT) and "received" not in said:
        return VISITS
    return MEETINGS if any(word in said for word in _MEETING) else OTHER


def _written(child: Child) -> Iterator[Entry]:
    for reason in child.late_reasons.all():
        what = f"Reason recorded: {_lower(said_of(reason.clock))} late"
        yield Entry(reason.on, what, reason.by_then, OVERSIGHT, reason_line(reason))
    for held in child.midway_reviews.all():
        how = ", with contact with the child" if held.contact_with_child else ""
        what = f"Midway review by {held.name}{how}"
        yield Entry(held.on, what, held.recorded_by_then, OVERSIGHT, held.note)
    for row in child.supervisions.all():
        yield Entry(row.on, f"Supervision of {row.worker}", row.recorded_by_then, OVERSIGHT,
                    _supervised(row))  # fmt: skip


def _supervised(row: Supervision) -> str:
    said = [row.actions] if row.actions else []
    if row.actions_checked is not None:
        said.append(f"Last actions {'checked' if row.actions_checked else 'not checked'}.")
    return " ".join(said)


def _chairs(child: Child) -> Iterator[Entry]:
    for row in child.chairings.all():
        role = ChairRole(row.role).label.lower()
        if row.since:
            yield Entry(row.since, f"{row.name} became {role}", "List of chairs", OTHER)
        if row.until:
            yield Entry(row.until, f"{row.name} stopped being {role}", "List of chairs", OTHER)


def _challenges(challenges: Sequence[Challenge]) -> Iterator[Entry]:
    for challenge in challenges:
        for step in challenge.steps.all():
            what = f"Challenge {challenge.number}: {_lower(_step(challenge, step))}"
            yield Entry(step.on, what, step.by_then, OVERSIGHT, step.text)


def _step(challenge: Challenge, step: ChallengeStep) -> str:
    said = StepKind(step.kind).label
    if step.kind == StepKind.RAISED:
        return f"{said}, {_lower(challenge.get_theme_display())}"
    if step.kind == StepKind.ESCALATED and step.manager:
        return f"{said} to {step.manager}"
    if step.kind == StepKind.EFFECT and step.effect:
        return str(Effect(step.effect).label)
    return said


def _lower(said: str) -> str:
    return said[:1].lower() + said[1:]
