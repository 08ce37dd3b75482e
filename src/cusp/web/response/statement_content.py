"""What a published statement of action says: a fixed copy, in the form in which it is stored."""

from __future__ import annotations

import hashlib
from datetime import date

import msgspec

from cusp.web.common.wording import say_date
from cusp.wording import counted


class Words(msgspec.Struct, frozen=True):
    """The inspectors' words, and where they are in the report."""

    text: str
    kind: str
    number: int | None = None
    page: int | None = None
    address: str = ""


class Rated(msgspec.Struct, frozen=True):
    """A rating in the words of the plan's key, without the reason or the person."""

    code: str
    words: str
    colour: str
    on: date


class Update(msgspec.Struct, frozen=True):
    """What was reported on an action, without the person."""

    on: date
    text: str


class Action(msgspec.Struct, frozen=True):
    """An action. ``lead`` is what the officer chose to show; ``first_due`` if it was re-dated."""

    id: str
    text: str
    lead: str = ""
    start: date | None = None
    due: date | None = None
    first_due: date | None = None
    done: date | None = None
    delivery: Rated | None = None
    update: Update | None = None


class Reading(msgspec.Struct, frozen=True):
    """A reading. If it is withheld, it has no numbers."""

    on: date
    since: date | None = None
    value: float | None = None
    numerator: int | None = None
    denominator: int | None = None
    withheld: bool = False
    baseline: bool = False


class Measure(msgspec.Struct, frozen=True):
    """A measure with the readings that were chosen."""

    id: str
    name: str
    definition: str = ""
    unit: str = "%"
    better: str | None = None
    target: float | None = None
    target_by: date | None = None
    readings: tuple[Reading, ...] = ()


class Priority(msgspec.Struct, frozen=True):
    """A priority with the actions and measures that were chosen."""

    id: str
    title: str
    words: Words | None = None
    outcome: str = ""
    impact: Rated | None = None
    actions: tuple[Action, ...] = ()
    measures: tuple[Measure, ...] = ()

    @property
    def number(self) -> str:
        """The number in its id."""
        return self.id[1:]


class Statement(msgspec.Struct, frozen=True):
    """A statement of action, apart from its version and date."""

    council: str
    title: str
    inspected: tuple[date, date]
    introduction: str = ""
    contact: str = ""
    priorities: tuple[Priority, ...] = ()
    schema: str = "cusp.statement/1"

    @property
    def actions(self) -> tuple[Action, ...]:
        """All actions."""
        return tuple(action for priority in self.priorities for action in priority.actions)

    @property
    def withheld(self) -> bool:
        """Whether a reading is withheld."""
        return any(
            reading.withheld
            for priority in self.priorities
            for measure in priority.measures
            for reading in measure.readings
        )


def stored(statement: Statement) -> dict[str, object]:
    """The statement as plain values."""
    plain: dict[str, object] = msgspec.to_builtins(statement)
    return plain


def from_stored(plain: object) -> Statement:
    """The statement that was stored."""
    return msgspec.convert(plain, Statement)


def digest(statement: Statement) -> str:
    """A hash that differs if anything in the statement differs."""
    return hashlib.sha256(msgspec.json.encode(statement, order="sorted")).hexdigest()


def sentence(statement: Statement) -> str:
    """The statement in a sentence: "Wexcombe will take 12 actions in 3 areas by 30 June 2025"."""
    areas = counted(len(statement.priorities), "area")
    actions = statement.actions
    said = f"{statement.council} will take {counted(len(actions), 'action')} in {areas}"
    due = [action.due for action in actions]
    if due and all(due):
        said += f" by {say_date(max(day for day in due if day))}"
    return said
