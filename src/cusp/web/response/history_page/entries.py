"""Entries of the plan's history: what each one changed, worked out from the state before it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any

import msgspec
from django.db.models import OuterRef, Q, QuerySet, Subquery

from cusp.plans import Action, Challenge, Header, Measure, Plan, Priority, changes_between
from cusp.web.common.wording import say_date
from cusp.web.response.addresses import (
    action_address,
    area_address,
    duty_address,
    measure_address,
    question_address,
)
from cusp.web.response.choices import What
from cusp.web.response.history_page.words import NAMES, in_words
from cusp.web.response.models import Plan as PlanRow
from cusp.web.response.models import PlanChange
from cusp.web.response.plan_record import PlanKey
from cusp.web.response.records import DutyRecord

_FORMS: Mapping[str, type[msgspec.Struct]] = {
    What.PLAN: Plan,
    What.PRIORITY: Priority,
    What.ACTION: Action,
    What.MEASURE: Measure,
    What.CHALLENGE: Challenge,
    What.DUTY: DutyRecord,
}
_NOBODY_SINCE = Plan(Header("", ""), date.min, (), ())


class Entry(msgspec.Struct, frozen=True):
    """A change for readers: what it is about, and what happened to it in sentences."""

    on: date
    by: str
    kind: str
    id: str
    title: str
    area: str
    sentences: tuple[str, ...]
    address: str


def chosen(plan: PlanRow, *, area: str = "", action: str = "", kind: str = "") -> QuerySet[Any]:
    """The plan's changes, newest first: of an area, an action or a kind if they are given."""
    rows = PlanChange.objects.filter(plan=plan).order_by("-id")
    if area:
        rows = rows.filter(Q(under=area) | Q(kind=What.PRIORITY, thing=area))
    if action:
        rows = rows.filter(kind=What.ACTION, thing=action)
    return rows.filter(kind=kind) if kind else rows


def entries(plan: PlanRow, changes: Iterable[PlanChange]) -> list[Entry]:
    """Some changes as readers see them, in two queries whatever their number."""
    changes = list(changes)
    return _made(plan, changes, _states_before(plan, changes))


def every_entry(plan: PlanRow, *, area: str = "", action: str = "", kind: str = "") -> list[Entry]:
    """All the changes that :func:`chosen` gives."""
    every = _kept(PlanKey(plan)) if plan.stamp else _every(plan)
    return [
        one
        for one in every
        if (not area or one.area == area)
        and (not action or (one.kind == NAMES[What.ACTION] and one.id == action))
        and (not kind or one.kind == NAMES[What(kind)])
    ]


@lru_cache(maxsize=2)
def _kept(key: PlanKey) -> tuple[Entry, ...]:
    return _every(key.plan)


def _every(plan: PlanRow) -> tuple[Entry, ...]:
    """Every change, newest first; the state before each is among them."""
    changes = list(chosen(plan))
    before: dict[int, Any] = {}
    latest: dict[tuple[str, str], Any] = {}
    for change in reversed(changes):
        same = (change.kind, change.thing)
        if same in latest:
            before[change.pk] = latest[same]
        latest[same] = change.state
    return tuple(_made(plan, changes, before))


def _made(plan: PlanRow, changes: list[PlanChange], before: Mapping[int, Any]) -> list[Entry]:
    rows = PlanChange.objects.filter(plan=plan, kind=What.PLAN).order_by("id")
    heads = [(row.pk, msgspec.convert(row.state, Plan)) for row in rows]
    return [_entry(change, before.get(change.pk), _head_at(heads, change)) for change in changes]


def _states_before(plan: PlanRow, changes: list[PlanChange]) -> dict[int, Any]:
    same = PlanChange.objects.filter(
        plan=plan, kind=OuterRef("kind"), thing=OuterRef("thing"), id__lt=OuterRef("id")
    )
    previous = Subquery(same.order_by("-id").values("state")[:1])
    rows = PlanChange.objects.filter(pk__in=[change.pk for change in changes])
    found = rows.annotate(before=previous).values_list("pk", "before")
    return {pk: state for pk, state in found if state is not None}


def _head_at(heads: list[tuple[int, Plan]], change: PlanChange) -> Plan:
    """The top of the plan when a change was made, with the keys of that time."""
    earlier = bisect_right(heads, change.pk, key=itemgetter(0))
    return heads[earlier - 1][1] if earlier else _NOBODY_SINCE


def _entry(change: PlanChange, before: Any, head: Plan) -> Entry:
    now = msgspec.convert(change.state, _FORMS[change.kind])
    earlier = msgspec.convert(before, _FORMS[change.kind]) if before is not None else None
    area = change.thing if change.kind == What.PRIORITY else change.under
    return Entry(
        on=change.on,
        by=change.by_then,
        kind=NAMES[change.kind],
        id=change.thing,
        title=_title(now),
        area=area,
        sentences=_sentences(change, earlier, now, head),
        address=_address(change, area),
    )


def _address(change: PlanChange, area: str) -> str:
    """The page that shows what was changed; none for the plan itself."""
    own = {
        What.ACTION: action_address,
        What.MEASURE: measure_address,
        What.CHALLENGE: question_address,
        What.DUTY: duty_address,
    }.get(What(change.kind))
    if own:
        return own(change.thing)
    return area_address(area) if area else ""


def _sentences(change: PlanChange, earlier: Any, now: Any, head: Plan) -> tuple[str, ...]:
    if earlier is None:
        return (change.what.capitalize(),)
    if isinstance(now, DutyRecord):
        return (_of_duty(change.what, now),)
    found = changes_between(_alone(earlier, head), _alone(now, head))
    said = tuple(in_words(one) for one in found)
    if change.what == "moved":
        return (*said, f"Moved to place {change.order} in the plan")
    return said or (change.what.capitalize(),)


def _of_duty(what: str, duty: DutyRecord) -> str:
    if what == "ticked" and duty.done_on:
        return f"Marked as done on {say_date(duty.done_on)}"
    return {"unticked": "Marked as not done", "removed": "Removed from the checklist"}.get(
        what, what.capitalize()
    )


def _alone(thing: Any, head: Plan) -> Plan:
    """A plan with this one thing in it, so that the library can compare it."""
    if isinstance(thing, Plan):
        return thing
    bare = msgspec.structs.replace(head, priorities=(), challenges=())
    if isinstance(thing, Challenge):
        return msgspec.structs.replace(bare, challenges=(thing,))
    if isinstance(thing, Action):
        thing = Priority("", "", actions=(thing,))
    elif isinstance(thing, Measure):
        thing = Priority("", "", measures=(thing,))
    return msgspec.structs.replace(bare, priorities=(thing,))


def _title(thing: Any) -> str:
    if isinstance(thing, Plan):
        return thing.header.title
    if isinstance(thing, DutyRecord):
        return f"{thing.what}: {thing.recipient}" if thing.recipient else thing.what
    for name in ("title", "name", "text"):
        if said := getattr(thing, name, ""):
            return str(said)
    return ""
