"""Two versions of a plan, matched by id: what was added, what is gone, and what is in both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from cusp.plans.record import Action, Challenge, Measure, Plan, Priority


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


Item = TypeVar("Item", bound=_HasId)
Entry = TypeVar("Entry")


@dataclass(frozen=True)
class Matched(Generic[Item]):
    """The items of two versions, in the order of the later one."""

    before: Mapping[str, Item]
    now: Mapping[str, Item]

    @property
    def added(self) -> list[Item]:
        """Items that are only in the later version."""
        return [item for key, item in self.now.items() if key not in self.before]

    @property
    def gone(self) -> list[Item]:
        """Items that are only in the earlier version."""
        return [item for key, item in self.before.items() if key not in self.now]

    @property
    def both(self) -> list[tuple[Item, Item]]:
        """Items that are in both, as before and as now."""
        return [(self.before[key], item) for key, item in self.now.items() if key in self.before]

    @property
    def pairs(self) -> list[tuple[Item | None, Item]]:
        """Every item of the later version, with the earlier one if there is one."""
        return [(self.before.get(key), item) for key, item in self.now.items()]


@dataclass(frozen=True)
class Compared:
    """Everything in two versions of a plan that has an id."""

    before: Plan
    now: Plan
    priorities: Matched[Priority]
    actions: Matched[Action]
    measures: Matched[Measure]
    challenges: Matched[Challenge]
    # The priority of each action and measure, by its id.
    places: tuple[Mapping[str, str], Mapping[str, str]]


def compare(before: Plan, now: Plan) -> Compared:
    """Match two versions of one plan. Raises ValueError if they are the wrong way round."""
    if before.as_at > now.as_at:
        raise ValueError("the earlier version of the plan must come first")
    return Compared(
        before,
        now,
        Matched(_by_id(before.priorities), _by_id(now.priorities)),
        Matched(_actions(before), _actions(now)),
        Matched(_measures(before), _measures(now)),
        Matched(_by_id(before.challenges), _by_id(now.challenges)),
        (_places(before), _places(now)),
    )


def _by_id(items: Iterable[Item]) -> dict[str, Item]:
    return {item.id: item for item in items}


def _actions(plan: Plan) -> dict[str, Action]:
    return _by_id(action for priority in plan.priorities for action in priority.actions)


def _measures(plan: Plan) -> dict[str, Measure]:
    return _by_id(measure for priority in plan.priorities for measure in priority.measures)


def _places(plan: Plan) -> dict[str, str]:
    found: dict[str, str] = {}
    for priority in plan.priorities:
        found |= dict.fromkeys((action.id for action in priority.actions), priority.id)
        found |= dict.fromkeys((measure.id for measure in priority.measures), priority.id)
    return found


def new_entries(before: Sequence[Entry], now: Sequence[Entry]) -> list[Entry]:
    """What was recorded since: the end of the list, or everything that was not in it."""
    if tuple(now[: len(before)]) == tuple(before):
        return list(now[len(before) :])
    return [entry for entry in now if entry not in before]


def lost_entries(before: Sequence[Entry], now: Sequence[Entry]) -> list[Entry]:
    """What was recorded before and is no longer there. In a sound record, nothing is."""
    if tuple(now[: len(before)]) == tuple(before):
        return []
    return [entry for entry in before if entry not in now]
