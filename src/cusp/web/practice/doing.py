"""What is being done for children: reasons, open challenges, midway reviews, contact between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from django.db.models import Max

from cusp.oversight.children import OFFICER_CONTACT
from cusp.oversight.words import MEETINGS
from cusp.web.common.wording import say_date
from cusp.web.practice import challenge_log, reasons
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
from cusp.web.practice.reach import in_role


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
    chairs = Chairing.objects.filter(in_role(on), child__in=ids).order_by("role", "since", "pk")
    return Doing(
        reasons=reasons.latest(ids),
        challenges=_by_child(Challenge.objects.filter(child__in=ids, closed_on=None)),
        midway=_by_child(MidwayReview.objects.filter(child__in=ids)),
        contacts=dict(contacts),
        chairs=_by_child(chairs),
    )


def challenge_line(row: Challenge, today: date) -> dict[str, Any]:
    """An open challenge: its theme and how far it is, by its day of 20 if it is formal."""
    shown = {"number": row.number, "address": row.get_absolute_url()}
    said = f"{row.get_theme_display()}, put to {row.manager}"
    if row.stage == Stage.INFORMAL or not row.formal_from:
        return {"said": f"{said}: informal, raised on {say_date(row.raised_on)}", **shown}
    used = challenge_log.days_used(challenge_log.stored_standing(row), on=today)
    limit = challenge_log.rules().process(row.formal_from).count
    how_far = f"since {say_date(row.formal_from)}" if used is None else f"day {used} of {limit}"
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
