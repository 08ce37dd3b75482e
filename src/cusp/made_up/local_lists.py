"""The small lists that a council keeps for itself, because no return holds them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from cusp.made_up.chance import Chance
from cusp.made_up.days import on_or_after
from cusp.made_up.lives import Care, Child, Plan
from cusp.made_up.staff import NOBODY, Staff

_CHAIRS = pa.schema(
    [("child_id", pa.string()), ("role", pa.string()), ("name", pa.string()),
     ("from", pa.date32()), ("to", pa.date32())]
)  # fmt: skip
_SUPERVISION = pa.schema(
    [("worker", pa.string()), ("child_id", pa.string()), ("date", pa.date32()),
     ("actions_checked", pa.string()), ("reflective", pa.string())]
)  # fmt: skip
_MIDWAY = pa.schema([("child_id", pa.string()), ("date", pa.date32()), ("by", pa.string())])
CHAIR, OFFICER = "chair", "reviewing officer"


def chair_rows(children: Sequence[Child], staff: Staff, until: date) -> Any:
    """Each child's chair or reviewing officer, from and to. A day to come is blank."""
    return _table(_CHAIRS, _chairs(children, staff, until))


def midway_rows(children: Sequence[Child], staff: Staff, until: date) -> Any:
    """Checks between two meetings, and by whom."""
    return _table(_MIDWAY, _midway(children, staff, until))


def supervision_rows(
    children: Sequence[Child], staff: Staff, seed: int, since: date, until: date
) -> Any:
    """Supervision about each open case: about monthly, sometimes not for a long time."""
    return _table(_SUPERVISION, _supervision(children, staff, seed, since, until))


def _table(schema: pa.Schema, rows: Iterator[tuple[Any, ...]]) -> Any:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table(
        [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)],
        schema=schema,
    )


def _in_charge(child: Child) -> Iterator[tuple[str, Plan | Care, list[tuple[date, int]]]]:
    for plan in child.plans:
        yield CHAIR, plan, plan.chairs
    for care in child.cares:
        yield OFFICER, care, care.officers


def _chairs(children: Sequence[Child], staff: Staff, until: date) -> Iterator[tuple[Any, ...]]:
    for child in children:
        for role, period, people in _in_charge(child):
            for place, (day, who) in enumerate(people):
                if day > min(until, period.end):
                    break
                after = [each for each, _ in people[place + 1 :] if each <= period.end]
                end = after[0] - timedelta(days=1) if after else period.end
                shown = end if end <= until else None
                yield child.id, role, staff.names[who], day, shown


def _midway(children: Sequence[Child], staff: Staff, until: date) -> Iterator[tuple[Any, ...]]:
    for child in children:
        for _, period, people in _in_charge(child):
            held = period.midway if isinstance(period, Plan) else period.contacts
            for day in held:
                if day <= min(until, period.end):
                    yield child.id, day, staff.names[_at(people, day)]


def _at(people: Sequence[tuple[date, int]], day: date) -> int:
    return people[max(bisect_right([each for each, _ in people], day) - 1, 0)][1]


def _supervision(
    children: Sequence[Child], staff: Staff, seed: int, since: date, until: date
) -> Iterator[tuple[Any, ...]]:
    for child in children:
        chance = Chance(seed * 15_485_863 + int(child.id), awkward_days=False)
        days = [day for day, _, _ in child.with_worker]
        for case in child.cases:
            day = case.start
            while (day := on_or_after(day + timedelta(days=_gap(chance)))) < case.end:
                if day > until:
                    break
                checked = "yes" if chance.happens(0.82) else "no"
                reflective = "yes" if chance.happens(0.6) else "no"
                _, _, who = child.with_worker[max(bisect_right(days, day) - 1, 0)]
                if day > since and who != NOBODY:
                    yield staff.names[who], child.id, day, checked, reflective


def _gap(chance: Chance) -> int:
    return chance.between(24, 35) if chance.happens(0.85) else chance.between(40, 95)
