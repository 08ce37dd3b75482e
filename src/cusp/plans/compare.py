"""What changed between two states of a plan.

Items are matched by their id only, so sorting rows is not a change. Dated entries are never
overwritten: if an earlier entry is gone or altered, that is itself a change.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from cusp.plans.entries import Entry, entry_in_words, field_in_words, key_in_words
from cusp.plans.ids import Sort, ids_used_twice
from cusp.plans.ratings import Key
from cusp.plans.record import Action, Challenge, Measure, Plan, Priority

ChangeKind = Literal[
    "added", "missing", "moved", "closed", "reopened", "done", "not done", "date set", "re-dated",
    "rated", "re-rated", "rated again", "update", "evidence", "reading", "answer", "changed",
    "history altered",
]  # fmt: skip
Item = Priority | Action | Measure | Challenge

# Lists of dated entries, and what a new entry is called.
_DATED: dict[str, ChangeKind] = {
    "due": "re-dated",
    "delivery": "re-rated",
    "impact": "re-rated",
    "updates": "update",
    "evidence": "evidence",
    "readings": "reading",
    "answers": "answer",
}
_FIRST: dict[str, ChangeKind] = {"re-dated": "date set", "re-rated": "rated"}
_COMPARED_ELSEWHERE = frozenset({"id", "actions", "measures", *_DATED})


class UnclearIds(ValueError):
    """A plan uses an id more than once, so its items cannot be matched."""


class Change(msgspec.Struct, frozen=True):
    """One change to an item. ``field`` is the record's name for what changed.

    ``before`` and ``after`` are in words, and empty where there is nothing. ``why`` is the reason
    that was given.
    """

    kind: ChangeKind
    of: Literal["plan", "priority", "action", "measure", "challenge"]
    id: str
    field: str = ""
    before: str = ""
    after: str = ""
    why: str = ""


class _Placed(msgspec.Struct, frozen=True):
    """An item, the priority it belongs to, and the keys by which it is rated."""

    item: Item
    priority: str
    keys: dict[str, Key]


def changes_between(before: Plan, after: Plan) -> tuple[Change, ...]:
    """Every change from one state of a plan to another, in the order of the later one.

    ``as_at`` is not compared. Raises :class:`UnclearIds` if a plan uses an id more than once.
    """
    for plan in (before, after):
        if twice := ids_used_twice(plan):
            raise UnclearIds(f"The id {twice[0][1]} is used more than once.")
    old, new = _placed(before), _placed(after)
    found = [*_of_plan(before, after)]
    for place, now in new.items():
        if place in old:
            found.extend(_of_item(place, old[place], now))
        else:
            found.append(Change("added", *place, after=_title(now.item)))
    gone = (place for place in old if place not in new)
    found.extend(Change("missing", *place, before=_title(old[place].item)) for place in gone)
    return tuple(found)


def _placed(plan: Plan) -> dict[tuple[Sort, str], _Placed]:
    keys = {"delivery": plan.delivery_key, "impact": plan.impact_key}
    found: dict[tuple[Sort, str], _Placed] = {}
    for one in plan.priorities:
        found["priority", one.id] = _Placed(one, "", keys)
        for action in one.actions:
            found["action", action.id] = _Placed(action, one.id, keys)
        for measure in one.measures:
            found["measure", measure.id] = _Placed(measure, one.id, keys)
    for challenge in plan.challenges:
        found["challenge", challenge.id] = _Placed(challenge, "", keys)
    return found


def _title(item: Item) -> str:
    if isinstance(item, Priority):
        return item.title
    return item.name if isinstance(item, Measure) else item.text


def _of_plan(before: Plan, after: Plan) -> Iterator[Change]:
    yield from _fields(("plan", ""), before.header, after.header)
    for field in ("delivery_key", "impact_key", "reporting_cycle"):
        yield from _field(("plan", ""), field, getattr(before, field), getattr(after, field))


def _of_item(place: tuple[Sort, str], old: _Placed, now: _Placed) -> Iterator[Change]:
    if old.priority != now.priority:
        yield Change("moved", *place, "priority", old.priority, now.priority)
    yield from _fields(place, old.item, now.item)
    for field in _DATED:
        if hasattr(now.item, field):
            yield from _entries(place, field, old, now)


def _fields(place: tuple[str, str], old: Any, now: Any) -> Iterator[Change]:
    unit = getattr(now, "unit", "")
    for field in old.__struct_fields__:
        if field not in _COMPARED_ELSEWHERE:
            yield from _field(place, field, getattr(old, field), getattr(now, field), unit)


def _field(
    place: tuple[Any, str], field: str, old: Any, now: Any, unit: str = ""
) -> Iterator[Change]:
    if old == now:
        return
    kind: ChangeKind = "changed"
    if field == "done":
        kind = "done" if now else "not done"
    elif field == "closed":
        kind = "closed" if now else "reopened"
    said_before, said_after = field_in_words(old, unit=unit), field_in_words(now, unit=unit)
    if said_before == said_after and field.endswith("_key"):
        # The words of the key are the same, but not how its ratings are treated.
        said_before, said_after = key_in_words(old), key_in_words(now)
    yield Change(kind, *place, field, said_before, said_after)


def _entries(place: tuple[Sort, str], field: str, old: _Placed, now: _Placed) -> Iterator[Change]:
    """The new entries of a dated list, or a warning if its earlier entries are not all there."""
    before, after = _said(old, field), _said(now, field)
    earlier: tuple[Entry, ...] = getattr(old.item, field)
    later: tuple[Entry, ...] = getattr(now.item, field)
    if later[: len(earlier)] != earlier:
        yield Change("history altered", *place, field, "; ".join(before), "; ".join(after))
        return
    previous = earlier[-1] if earlier else None
    said = before[-1] if before else ""
    added = later[len(earlier) :]
    for entry, words in zip(added, after[len(earlier) :], strict=True):
        kind = _kind(field, previous, entry)
        why = getattr(entry, "reason", "") or getattr(entry, "why", "")
        shown = "" if field in ("updates", "evidence", "answers") else said
        yield Change(kind, *place, field, shown, words, why)
        previous, said = entry, words


def _said(placed: _Placed, field: str) -> list[str]:
    key, unit = placed.keys.get(field, ()), getattr(placed.item, "unit", "")
    return [entry_in_words(one, key=key, unit=unit) for one in getattr(placed.item, field)]


def _kind(field: str, previous: Entry | None, entry: Entry) -> ChangeKind:
    kind = _DATED[field]
    if previous is None:
        return _FIRST.get(kind, kind)
    same_code = getattr(previous, "code", None) == getattr(entry, "code", None)
    return "rated again" if kind == "re-rated" and same_code else kind
