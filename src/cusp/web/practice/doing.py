"""What is being done for children: reasons, open challenges, midway reviews, contact between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from django.db.models import Max

from cusp.calendar import OutsideCalendar, england_and_wales
from cusp.oversight.children import OFFICER_CONTACT
from cusp.oversight.words import MEETINGS
from cusp.web.common.wording import say_date
from cusp.web.practice import links, midway, reasons
from cusp.web.practice.choices import ChairRole, Stage
from cusp.web.practice.models import (
    Case,
    Chairing,
    Challenge,
    Clock,
    Happening,
    LateReason,
    MidwayReview,
)

# The whole formal process of a challenge takes at most so many working days (IRO handbook 6.2).
FORMAL_DAYS = 20


class Doing(msgspec.Struct, frozen=True):
    """What has been written about some children, by child."""

    reasons: Mapping[reasons.Event, LateReason] = {}
    challenges: Mapping[int, Sequence[Challenge]] = {}
    midway: Mapping[int, Sequence[MidwayReview]] = {}
    contacts: Mapping[int, date] = {}
    chairs: Mapping[int, Sequence[Chairing]] = {}


def doing(children: Iterable[int], *, on: date) -> Doing:
    """What is being done for these children."""
    ids = list(children)
    contacts = (
        Happening.objects.filter(child__in=ids, what=OFFICER_CONTACT)
        .values_list("child").annotate(last=Max("day"))
    )  # fmt: skip
    chairs = Chairing.objects.filter(child__in=ids).order_by("role", "since", "pk")
    return Doing(
        reasons=reasons.latest(ids),
        challenges=_by_child(Challenge.objects.filter(child__in=ids, closed_on=None)),
        midway=midway.by_child(ids),
        contacts=dict(contacts),
        chairs=_by_child(row for row in chairs if has_role(row, on)),
    )


def has_role(row: Chairing, on: date) -> bool:
    """Whether somebody has the role on a day."""
    return (row.since is None or row.since <= on) and (row.until is None or row.until >= on)


def challenge_line(row: Challenge, today: date) -> dict[str, Any]:
    """An open challenge: its theme and how far it is, by its day of 20 if it is formal."""
    shown = {"number": row.number, "address": links.challenge(row)}
    said = f"{row.get_theme_display()}, put to {row.manager}"
    if row.stage == Stage.INFORMAL or not row.formal_from:
        return {"said": f"{said}: informal, raised on {say_date(row.raised_on)}", **shown}
    try:
        day = max(england_and_wales().working_days_between(row.formal_from, today), 0)
        how_far = f"day {day} of {FORMAL_DAYS}"
    except OutsideCalendar:
        how_far = f"formal since {say_date(row.formal_from)}"
    due = f", due by {say_date(row.due)}" if row.due else ""
    answered = (
        f", answered on {say_date(row.answered_on)}" if row.answered_on else ", no answer yet"
    )
    return {"said": f"{said}: formal, {how_far}{due}{answered}", **shown}


def between_meetings(
    case: Case, clocks: Iterable[Clock], held: Sequence[MidwayReview], contact: date | None
) -> list[str]:
    """The latest midway review and contact, compared with the latest meeting."""
    if not (case.on_plan or case.in_care):
        return []
    since = max((c.start for c in clocks if c.clock in MEETINGS and c.start), default=None)
    return [_midway(held, since), *_contact(case, held, contact, since)]


def _midway(held: Sequence[MidwayReview], since: date | None) -> str:
    if not held:
        return "No midway review on record"
    last = held[0]
    how = "with contact with the child" if last.contact_with_child else "of the file"
    return f"Midway review {how} on {say_date(last.on)} by {last.name}{_before(last.on, since)}"


def _contact(
    case: Case, held: Sequence[MidwayReview], contact: date | None, since: date | None
) -> list[str]:
    days = [row.on for row in held if row.contact_with_child] + ([contact] if contact else [])
    if days:
        last = max(days)
        return [f"Last contact with the child: {say_date(last)}{_before(last, since)}"]
    return ["No contact between reviews on record"] if case.in_care else []


def _before(day: date, since: date | None) -> str:
    return ", before the latest meeting" if since and day < since else ""


def reason_line(row: LateReason) -> str:
    """A reason, who agreed to it and until when."""
    until = f" New date: {say_date(row.new_date)}." if row.new_date else ""
    text = row.reason if row.reason.endswith((".", "?", "!")) else f"{row.reason}."
    return f"{text} Agreed by {row.agreed_by}, recorded on {say_date(row.on)}.{until}"


def chair_words(rows: Iterable[Chairing]) -> list[str]:
    """Each chair or reviewing officer with the role."""
    return [f"{ChairRole(row.role).label}: {row.name}" for row in rows]


def _by_child(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.child_id, []).append(row)
    return found
