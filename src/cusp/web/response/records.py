"""Rows of the plan as the library's records (``cusp.plans.record``)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

import msgspec

from cusp.plans import record
from cusp.web.response import deadlines
from cusp.web.response.models import (
    Action,
    ActionUpdate,
    Challenge,
    ChallengeAnswer,
    DeliveryRating,
    DueDate,
    Duty,
    Evidence,
    ImpactRating,
    Measure,
    MeasureReading,
    Plan,
    Priority,
)


class DutyRecord(msgspec.Struct, frozen=True):
    """A duty in the plan's history; the library's record of a plan has none."""

    id: str
    what: str
    recipient: str = ""
    source: str = ""
    status: str = "local"
    source_seen: bool = False
    working_days: int | None = None
    done_on: date | None = None
    done_by: str = ""
    removed: bool = False


def plan_head(row: Plan, *, as_at: date) -> record.Plan:
    """The plan without its priorities and challenges."""
    worked_out = deadlines.of_receipt(row.received)
    header = record.Header(
        council=row.council,
        title=row.title,
        inspected=(row.inspected_from, row.inspected_to),
        inspection=row.inspection_words,
        grades=msgspec.convert(row.grades, tuple[record.Grade, ...]),
        received=row.received,
        deadline_stated=row.deadline_stated,
        deadline_worked_out=worked_out.publish_statement_by,
        why_not="" if worked_out.publish_statement_by else worked_out.why_not,
        approval_route=row.approval_route,
        version=row.version,
    )
    return record.Plan(
        header=header,
        as_at=as_at,
        delivery_key=key_of(row.delivery_key),
        impact_key=key_of(row.impact_key),
        reporting_cycle=row.reporting_cycle,
    )


def key_of(stored: object) -> tuple[record.KeyEntry, ...]:
    """A key, as stored in a plan."""
    return msgspec.convert(stored, tuple[record.KeyEntry, ...])


def priority_record(row: Priority, ratings: Iterable[ImpactRating]) -> record.Priority:
    """A priority without its actions and measures."""
    return record.Priority(
        id=row.public_id,
        title=row.title,
        inspectors_words=_inspectors_words(row),
        outcome=row.outcome,
        impact=tuple(_rating(rating) for rating in ratings),
        raised_before=tuple(date.fromisoformat(day) for day in row.raised_before),
    )


def _inspectors_words(row: Priority) -> record.InspectorsWords | None:
    if not row.words_kind:
        return None
    return record.InspectorsWords(
        text=row.words,
        kind="finding" if row.words_kind == "finding" else "area for improvement",
        number=row.item_number,
        page=row.page,
        address=row.address,
    )


def action_record(
    row: Action,
    *,
    due: Iterable[DueDate],
    updates: Iterable[ActionUpdate],
    evidence: Iterable[Evidence],
    ratings: Iterable[DeliveryRating],
) -> record.Action:
    """An action with all that was recorded about it."""
    return record.Action(
        id=row.public_id,
        text=row.text,
        lead=row.lead,
        support=row.support,
        start=row.start,
        due=tuple(record.DueDate(d.due, set_on=d.on, reason=d.reason, by=d.by_then) for d in due),
        done=row.done,
        delivery=tuple(_rating(rating) for rating in ratings),
        updates=tuple(record.Update(u.on, u.text, by=u.by_then) for u in updates),
        evidence=tuple(
            record.Evidence(e.what, e.shows, e.as_at, where=e.where, by=e.by_then) for e in evidence
        ),
        closed=row.closed,
    )


def measure_record(row: Measure, readings: Iterable[MeasureReading]) -> record.Measure:
    """A measure with its readings in the order of their dates."""
    ordered = sorted(readings, key=lambda reading: (reading.as_at, reading.pk))
    return record.Measure(
        id=row.public_id,
        name=row.name,
        definition=row.definition,
        unit=cast(Any, row.unit),  # the database refuses other values
        better=cast(Any, row.better) or None,
        baseline=msgspec.convert(row.baseline, record.Reading) if row.baseline else None,
        target=row.target,
        target_by=row.target_by,
        readings=tuple(
            record.Reading(r.as_at, r.value, r.numerator, r.denominator, r.source) for r in ordered
        ),
    )


def challenge_record(
    row: Challenge, answers: Iterable[ChallengeAnswer], *, about: str
) -> record.Challenge:
    """A challenge with its answers; ``about`` is the id of its priority."""
    return record.Challenge(
        id=row.public_id,
        on=row.on,
        text=row.text,
        by=row.by_then,
        answers=tuple(record.Answer(a.on, a.text, by=a.by_then, effect=a.effect) for a in answers),
        about=about,
    )


def duty_record(row: Duty) -> DutyRecord:
    """A duty."""
    return DutyRecord(
        id=row.public_id,
        what=row.what,
        recipient=row.recipient,
        source=row.source,
        status=row.status,
        source_seen=row.source_seen,
        working_days=row.working_days,
        done_on=row.done_on,
        done_by=row.done_by_then,
        removed=row.removed,
    )


def _rating(row: DeliveryRating | ImpactRating) -> record.Rating:
    return record.Rating(row.code, row.on, by=row.by_then, why=row.why)
