"""The actions that a person leads, sorted by what they must do about them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

import msgspec

from cusp.plans import days_late, days_to_go, days_without_update, is_open, record
from cusp.web.accounts.models import User
from cusp.web.response.models import Action, Plan
from cusp.wording import counted, listed

# Days before its date from which an action is due soon.
SOON = 14


class OwnAction(NamedTuple):
    """An action and the priority that it belongs to."""

    action: record.Action
    priority: record.Priority


class OwnActions(msgspec.Struct, frozen=True):
    """Each action once. Those that are ``late``, due ``soon`` or ``stale`` need an update."""

    late: tuple[OwnAction, ...] = ()
    soon: tuple[OwnAction, ...] = ()
    stale: tuple[OwnAction, ...] = ()
    later: tuple[OwnAction, ...] = ()
    ended: tuple[OwnAction, ...] = ()

    @property
    def urgent(self) -> tuple[OwnAction, ...]:
        """Those that need an update, most urgent first."""
        return (*self.late, *self.soon, *self.stale)

    @property
    def open(self) -> tuple[OwnAction, ...]:
        """Those still to be done, most urgent first."""
        return (*self.urgent, *self.later)

    @property
    def counts(self) -> str:
        """Like "1 late, 2 due in the next 14 days and 1 without a recent update"."""
        words = (
            (len(self.late), "late"),
            (len(self.soon), f"due in the next {SOON} days"),
            (len(self.stale), "without a recent update"),
        )
        parts = [f"{number:,} {what}" for number, what in words if number]
        return listed(parts) if parts else ""

    @property
    def sentence(self) -> str:
        """What a person leads, and how many of these need an update."""
        if not self.open:
            return "All your actions are done or closed" if self.ended else "You lead no actions"
        led = f"You lead {counted(len(self.open), 'open action')}"
        if not self.urgent:
            return f"{led}. None needs an update now"
        return f"{led}: {self.counts}"


def led_by(plan: Plan, person: User) -> frozenset[str]:
    """The ids of the actions that a person's account leads."""
    rows = Action.objects.filter(priority__plan=plan, lead_person=person)
    return frozenset(row.public_id for row in rows.only("number"))


def sorted_out(plan: record.Plan, ids: Container[str]) -> OwnActions:
    """The actions with these ids, by what must be done about them."""
    own = [one for one in _every(plan) if one.action.id in ids]
    still = [one for one in own if is_open(one.action, plan.as_at)]
    late = [one for one in still if days_late(one.action, plan.as_at)]
    soon = [one for one in still if one not in late and _to_go(one, plan) <= SOON]
    rest = [one for one in still if one not in late and one not in soon]
    stale = [one for one in rest if _unreported(one, plan) > plan.reporting_cycle]
    return OwnActions(
        late=_by_date(late, plan),
        soon=_by_date(soon, plan),
        stale=tuple(sorted(stale, key=lambda one: -_unreported(one, plan))),
        later=_by_date([one for one in rest if one not in stale], plan),
        ended=tuple(one for one in own if one not in still),
    )


def _every(plan: record.Plan) -> Iterator[OwnAction]:
    for priority in plan.priorities:
        for action in priority.actions:
            yield OwnAction(action, priority)


def _by_date(rows: Iterable[OwnAction], plan: record.Plan) -> tuple[OwnAction, ...]:
    return tuple(sorted(rows, key=lambda one: _to_go(one, plan)))


def _to_go(one: OwnAction, plan: record.Plan) -> float:
    days = days_to_go(one.action, plan.as_at)
    return float("inf") if days is None else days


def _unreported(one: OwnAction, plan: record.Plan) -> int:
    return days_without_update(one.action, plan.as_at) or 0
