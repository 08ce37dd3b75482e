"""Priorities: what must improve. The inspector's words in one never change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
from django.db import transaction

from cusp.web.accounts.audit import CUSP
from cusp.web.accounts.models import User
from cusp.web.common.saving import check_version
from cusp.web.record.choices import PassageKind
from cusp.web.record.models import Passage
from cusp.web.response import history, ratings
from cusp.web.response.choices import What, WordsKind
from cusp.web.response.models import Evidence, ImpactRating, Plan, PlanChange, Priority
from cusp.web.response.raised_before import raised_before
from cusp.web.response.refusals import CannotChange, ChangedMeanwhile

_TITLE = 200
_SHORT = 100


class PriorityFields(msgspec.Struct, frozen=True):
    """What people write about a priority."""

    title: str
    outcome: str = ""


class Chosen(msgspec.Struct, frozen=True):
    """Words chosen from the report, and the address of the passage that they are in.

    Without ``words``, the whole passage is meant.
    """

    address: str
    words: str = ""


@transaction.atomic
def add_priority(plan: Plan, fields: PriorityFields, *, on: date, by: User | None) -> Priority:
    """Add a priority of the council's own. Raises ``CannotChange``."""
    locked = history.begin(plan.pk, on=on)
    return _add(Priority(plan=locked), fields, on=on, by=by)


@transaction.atomic
def add_from_report(
    plan: Plan, passage: Passage, *, on: date, by: User | None, words: str = "", title: str = ""
) -> Priority:
    """Add a priority for an area for improvement, or for a paragraph or a part of it (``words``).

    Raises ``CannotChange``.
    """
    locked = history.begin(plan.pk, on=on)
    if passage.inspection_id != locked.inspection_id:
        raise CannotChange("This is from another inspection.")
    area = passage.kind == PassageKind.ITEM
    words = words or passage.text
    if words not in passage.text:
        raise CannotChange("The report does not contain these words. Copy them from the report.")
    if area and locked.priorities.filter(address=passage.address).exists():
        raise CannotChange(f"The plan already has area for improvement {passage.number}.")
    if not area and locked.priorities.filter(address=passage.address, words=words).exists():
        raise CannotChange(f"The plan already has this finding: “{shortened(words)}”.")
    row = Priority(
        plan=locked,
        words=words,
        words_kind=WordsKind.AREA if area else WordsKind.FINDING,
        item_number=passage.number,
        page=passage.page,
        address=passage.address,
        raised_before=_raised_before(passage) if area else [],
    )
    return _add(row, PriorityFields(title or shortened(words)), on=on, by=by)


@transaction.atomic
def add_chosen(
    plan: Plan, chosen: Sequence[Chosen], *, on: date, by: User | None
) -> list[Priority]:
    """Add a priority for each of several passages or parts of them. Adds all of them or none.

    Raises ``CannotChange``.
    """
    wanted = [one.address for one in chosen]
    found = Passage.objects.filter(inspection=plan.inspection_id, address__in=wanted)
    passages = {passage.address: passage for passage in found.select_related("inspection")}
    if missing := [address for address in wanted if address not in passages]:
        raise CannotChange(
            f"The report no longer has “{missing[0]}”. It has been read again since. "
            "Choose from the list again."
        )
    return [
        add_from_report(plan, passages[one.address], words=one.words, on=on, by=by)
        for one in chosen
    ]


def _raised_before(passage: Passage) -> list[str]:
    found = raised_before(passage.inspection).get(passage.number or 0, [])
    return [day.isoformat() for day in found]


def shortened(words: str) -> str:
    """The beginning of the inspector's words, to serve as a title until somebody writes one."""
    line = " ".join(words.split())
    if len(line) <= _SHORT:
        return line.rstrip(".")
    return line[:_SHORT].rsplit(" ", 1)[0].rstrip(",;:") + "…"


@transaction.atomic
def change_priority(
    priority: Priority,
    fields: PriorityFields,
    *,
    seen_version: int,
    on: date,
    by: User | None,
) -> None:
    """Change a priority's title and outcome. Raises ``ChangedMeanwhile`` or ``CannotChange``."""
    plan = _begin(priority, on)
    fields = _checked(fields)
    now = PriorityFields(priority.title, priority.outcome)
    if fields == now:
        return
    check_version(priority, seen_version, theirs=now, yours=fields)
    priority.title, priority.outcome = fields.title, fields.outcome
    priority.row_version += 1
    priority.save()
    history.write(plan, priority, "changed", on=on, by=by)


@transaction.atomic
def note_raised_before(plan: Plan, *, on: date) -> int:
    """Store which earlier inspections raised each area for improvement, as compared by now.

    Returns how many priorities have changed.
    """
    locked = history.begin(plan.pk, on=on)
    found = raised_before(locked.inspection)
    changed = 0
    for row in locked.priorities.filter(words_kind=WordsKind.AREA):
        days = [day.isoformat() for day in found.get(row.item_number or 0, [])]
        if row.raised_before != days:
            row.raised_before = days
            row.save(update_fields=["raised_before"])
            history.write(locked, row, "earlier inspections compared", on=on, by=CUSP)
            changed += 1
    return changed


@transaction.atomic
def move_priority(priority: Priority, *, up: bool, on: date, by: User | None) -> None:
    """Move a priority one place up or down; its number stays the same."""
    plan = _begin(priority, on)
    rows = list(plan.priorities.all())
    place = rows.index(priority)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    _put_in_order(plan, rows, on=on, by=by)
    priority.refresh_from_db()


def order_version(plan: Plan) -> int:
    """Rises whenever a priority is added or moved, so that two people's orders are told apart."""
    made = PlanChange.objects.filter(plan=plan, kind=What.PRIORITY, what__in=("added", "moved"))
    return made.count()


@transaction.atomic
def order_priorities(
    plan: Plan, numbers: Sequence[int], *, seen_version: int, on: date, by: User | None
) -> None:
    """Put the priorities in the order of these numbers; their numbers stay the same.

    ``seen_version`` is the :func:`order_version` that the person saw. Raises ``ChangedMeanwhile``
    or ``CannotChange``.
    """
    locked = history.begin(plan.pk, on=on)
    rows = list(locked.priorities.all())
    now = tuple(row.number for row in rows)
    if tuple(numbers) == now:
        return
    version = order_version(locked)
    if version != seen_version:
        raise ChangedMeanwhile(theirs=now, yours=tuple(numbers), version=version)
    if sorted(numbers) != sorted(now):
        raise CannotChange("Give every area of the plan a place.")
    by_number = {row.number: row for row in rows}
    _put_in_order(locked, [by_number[number] for number in numbers], on=on, by=by)


def _put_in_order(plan: Plan, rows: Sequence[Priority], *, on: date, by: User | None) -> None:
    for order, row in enumerate(rows, start=1):
        if row.order != order:
            row.order = order
            row.save(update_fields=["order"])
            history.write(plan, row, "moved", on=on, by=by)


@transaction.atomic
def rate_impact(
    priority: Priority, code: str, *, on: date, by: User | None, why: str = ""
) -> ImpactRating:
    """Rate what has changed for children, by the plan's impact key. Raises ``CannotChange``."""
    plan = _begin(priority, on)
    evidence = Evidence.objects.filter(action__priority=priority)
    ratings.check(plan.impact_key, code, has_evidence=evidence.exists)
    rating = ImpactRating.objects.create(
        priority=priority, code=code, why=why.strip(), on=on, **history.by_whom(by)
    )
    history.write(plan, priority, "impact rated", on=on, by=by, code=code)
    return rating


def _begin(priority: Priority, on: date) -> Plan:
    plan = history.begin(priority.plan_id, on=on)
    priority.refresh_from_db()
    return plan


def _add(row: Priority, fields: PriorityFields, *, on: date, by: User | None) -> Priority:
    fields = _checked(fields)
    row.number = row.order = row.plan.priorities.count() + 1
    row.title, row.outcome = fields.title, fields.outcome
    row.save()
    history.write(row.plan, row, "added", on=on, by=by)
    return row


def _checked(fields: PriorityFields) -> PriorityFields:
    title, outcome = fields.title.strip(), fields.outcome.strip()
    if not title:
        raise CannotChange("Enter a title", field="title")
    if len(title) > _TITLE:
        raise CannotChange(f"The title must be {_TITLE} characters or fewer", field="title")
    return PriorityFields(title, outcome)
