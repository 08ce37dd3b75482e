"""A plan as the library's record: as it is now, or as it stood on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

import msgspec
from django.db.models import F, Max, QuerySet
from django.utils import timezone

from cusp.plans import record
from cusp.web.response import records
from cusp.web.response.choices import What
from cusp.web.response.models import (
    Action,
    ActionUpdate,
    Challenge,
    ChallengeAnswer,
    DeliveryRating,
    DueDate,
    Evidence,
    ImpactRating,
    Measure,
    MeasureReading,
    Plan,
    PlanChange,
    Priority,
)

_Struct = TypeVar("_Struct")
_OfAction = TypeVar("_OfAction", ActionUpdate, Evidence, DeliveryRating)
_Entry = TypeVar("_Entry", DueDate, ImpactRating, MeasureReading, ChallengeAnswer)


def plan_record(plan: Plan, as_at: date | None = None) -> record.Plan:
    """The plan on a day, today if none is given.

    For a day before the latest change, this is the plan as it stood then. Records are kept in this
    process until the plan changes.
    """
    day = as_at or timezone.localdate()
    if day < plan.changed_on:
        # Nothing can be dated before the latest change, so that day will never read differently.
        return _kept_then(PlanKey(plan), day) if plan.stamp else plan_as_it_stood(plan, day)
    # Without a stamp, no function has changed the plan yet: it may still be in the making.
    now = _kept(PlanKey(plan)) if plan.stamp else _read(plan)
    return msgspec.structs.replace(now, as_at=day)


class NotStarted(ValueError):
    """The plan had not been started on that day."""


def plan_as_it_stood(plan: Plan, day: date) -> record.Plan:
    """The plan as it stood at the end of a day, from its history.

    Raises :class:`NotStarted` for a day before its first change.
    """
    changes = _latest_changes(PlanChange.objects.filter(plan=plan, on__lte=day))
    if not changes[What.PLAN]:
        raise NotStarted(f"The plan had not been started on {day.isoformat()}.")
    return _rebuilt(changes, as_at=day)


def plan_after(change: PlanChange) -> record.Plan:
    """The plan as it stood right after one of its changes."""
    until = PlanChange.objects.filter(plan=change.plan_id, pk__lte=change.pk)
    return _rebuilt(_latest_changes(until), as_at=change.on)


def _rebuilt(changes: dict[str, list[PlanChange]], *, as_at: date) -> record.Plan:
    head = msgspec.convert(changes[What.PLAN][0].state, record.Plan)
    actions = _under(changes[What.ACTION], record.Action)
    measures = _under(changes[What.MEASURE], record.Measure)
    priorities = []
    for change in sorted(changes[What.PRIORITY], key=lambda c: (c.order, _number(c))):
        bare = msgspec.convert(change.state, record.Priority)
        full = msgspec.structs.replace(
            bare, actions=tuple(actions[bare.id]), measures=tuple(measures[bare.id])
        )
        priorities.append(full)
    challenges = sorted(changes[What.CHALLENGE], key=_number)
    return msgspec.structs.replace(
        head,
        as_at=as_at,
        priorities=tuple(priorities),
        challenges=tuple(msgspec.convert(c.state, record.Challenge) for c in challenges),
    )


def _latest_changes(until: QuerySet[PlanChange]) -> dict[str, list[PlanChange]]:
    newest = until.order_by().values("kind", "thing").annotate(newest=Max("id")).values("newest")
    by_kind: dict[str, list[PlanChange]] = defaultdict(list)
    for change in PlanChange.objects.filter(pk__in=newest):
        by_kind[change.kind].append(change)
    return by_kind


def _under(changes: Iterable[PlanChange], form: type[_Struct]) -> dict[str, list[_Struct]]:
    under: dict[str, list[_Struct]] = defaultdict(list)
    for change in sorted(changes, key=_number):
        under[change.under].append(msgspec.convert(change.state, form))
    return under


def _number(change: PlanChange) -> int:
    return int(change.thing[1:])


# The plan as it is now


class PlanKey:
    """A plan as a cache key: two are equal until one has changed."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._same = (plan.pk, plan.stamp)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PlanKey) and self._same == other._same

    def __hash__(self) -> int:
        return hash(self._same)


@lru_cache(maxsize=4)
def _kept_then(key: PlanKey, day: date) -> record.Plan:
    return plan_as_it_stood(key.plan, day)


@lru_cache(maxsize=4)
def _kept(key: PlanKey) -> record.Plan:
    return _read(key.plan)


def _read(plan: Plan) -> record.Plan:
    """The whole plan, in a query for each table, or for two where both are small."""
    actions, measures = _actions(plan), _measures(plan)
    names = {}
    priorities = []
    for row, ratings in _joined(Priority.objects.filter(plan=plan), "ratings", ImpactRating):
        names[row.pk] = row.public_id
        bare = records.priority_record(row, ratings)
        full = msgspec.structs.replace(
            bare, actions=tuple(actions[row.pk]), measures=tuple(measures[row.pk])
        )
        priorities.append(full)
    challenges = _joined(Challenge.objects.filter(plan=plan), "answers", ChallengeAnswer)
    return msgspec.structs.replace(
        records.plan_head(plan, as_at=plan.changed_on),
        priorities=tuple(priorities),
        challenges=tuple(
            records.challenge_record(row, answers, about=names.get(row.priority_id or 0, ""))
            for row, answers in challenges
        ),
    )


def _actions(plan: Plan) -> dict[int, list[record.Action]]:
    of_plan = {"action__priority__plan": plan}
    updates = _grouped(ActionUpdate.objects.filter(**of_plan))
    evidence = _grouped(Evidence.objects.filter(**of_plan))
    ratings = _grouped(DeliveryRating.objects.filter(**of_plan))
    actions: dict[int, list[record.Action]] = defaultdict(list)
    rows = Action.objects.filter(priority__plan=plan)
    for row, due in _joined(rows, "due_dates", DueDate):
        made = records.action_record(
            row,
            due=due,
            updates=updates[row.pk],
            evidence=evidence[row.pk],
            ratings=ratings[row.pk],
        )
        actions[row.priority_id].append(made)
    return actions


def _measures(plan: Plan) -> dict[int, list[record.Measure]]:
    measures: dict[int, list[record.Measure]] = defaultdict(list)
    rows = Measure.objects.filter(priority__plan=plan)
    for row, readings in _joined(rows, "readings", MeasureReading):
        measures[row.priority_id].append(records.measure_record(row, readings))
    return measures


def _grouped(rows: Iterable[_OfAction]) -> dict[int, list[_OfAction]]:
    grouped: dict[int, list[_OfAction]] = defaultdict(list)
    for row in rows:
        grouped[row.action_id].append(row)
    return grouped


def _joined(rows: QuerySet[Any], name: str, form: type[_Entry]) -> list[tuple[Any, list[_Entry]]]:
    """Each row with its entries of that name, in one query: a row comes once for each entry."""
    columns = [field.attname for field in form._meta.concrete_fields]
    entry = {f"entry_{column}": F(f"{name}__{column}") for column in columns}
    ordered = rows.annotate(**entry).order_by(*(rows.model._meta.ordering or ()), "entry_id")
    found: dict[int, tuple[Any, list[_Entry]]] = {}
    for row in ordered:
        _, entries = found.setdefault(row.pk, (row, []))
        values = {column: getattr(row, f"entry_{column}") for column in columns}
        if values["id"] is not None:
            entries.append(form(**values))
    return list(found.values())
