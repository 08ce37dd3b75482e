"""Where a challenge stands, worked out from its steps, and which step may come next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

import msgspec

from cusp.calendar import Calendar, OutsideCalendar, due_by
from cusp.calendar.wording import in_words
from cusp.oversight.challenges.rules import ChallengeRules

Kind = Literal["raised", "escalated", "answered", "effect", "cafcass", "closed"]
Stage = Literal["informal", "formal"]
State = Literal["waiting", "answered", "closed"]
INFORMAL: Stage = "informal"
FORMAL: Stage = "formal"
CHANGED, NOTHING, TOO_EARLY = "changed", "nothing", "too early"


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened to a challenge. ``raised`` and ``escalated`` say where it went."""

    kind: Kind
    on: date
    stage: Stage = INFORMAL
    level: int = 1
    level_name: str = ""
    effect: str = ""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where a challenge stands after its steps.

    ``answered_on`` is empty again once it is escalated: whoever it is now put to has not answered.
    """

    raised_on: date
    stage: Stage
    level: int
    level_name: str
    # The day of the latest step; empty where the steps were not read.
    last_on: date | None = None
    formal_from: date | None = None
    due: date | None = None
    why_not_due: str = ""
    answered_on: date | None = None
    cafcass_on: date | None = None
    effect: str = ""
    closed_on: date | None = None

    @property
    def state(self) -> State:
        """Whether it waits for an answer, has one, or is closed."""
        if self.closed_on:
            return "closed"
        return "answered" if self.answered_on else "waiting"

    @property
    def ended_on(self) -> date | None:
        """The day its time stopped: the answer, or its closure without one."""
        return self.answered_on or self.closed_on


def standing(steps: Sequence[Step], rules: ChallengeRules, calendar: Calendar) -> Standing:
    """Where a challenge stands. The first step raises it; the others are in order."""
    first = steps[0]
    now = Standing(
        raised_on=first.on, stage=first.stage, level=first.level, level_name=first.level_name,
        last_on=first.on,
    )  # fmt: skip
    now = _timed(now, first, rules, calendar)
    for step in steps[1:]:
        now = after(now, step, rules, calendar)
    return now


def after(now: Standing, step: Step, rules: ChallengeRules, calendar: Calendar) -> Standing:
    """Where it stands after one more step."""
    now = msgspec.structs.replace(now, last_on=step.on)
    match step.kind:
        case "escalated":
            moved = msgspec.structs.replace(
                now, stage=step.stage, level=step.level, level_name=step.level_name,
                answered_on=None,
            )  # fmt: skip
            return _timed(moved, step, rules, calendar)
        case "answered":
            return msgspec.structs.replace(now, answered_on=step.on)
        case "effect":
            return msgspec.structs.replace(now, effect=step.effect)
        case "cafcass":
            return msgspec.structs.replace(now, cafcass_on=now.cafcass_on or step.on)
        case "closed":
            return msgspec.structs.replace(now, closed_on=step.on)
        case "raised":
            raise ValueError("a challenge is raised once")


def _timed(now: Standing, step: Step, rules: ChallengeRules, calendar: Calendar) -> Standing:
    """The formal process runs from its first day, however often it is escalated."""
    if step.stage != FORMAL or now.formal_from:
        return now
    due = due_by(rules.process(step.on), step.on, calendar=calendar)
    return msgspec.structs.replace(now, formal_from=step.on, due=due.by, why_not_due=due.why or "")


def why_not(now: Standing, step: Step, *, today: date) -> str:
    """Why this step cannot come next, and what to do instead; empty if it can."""
    if step.on > today:
        return "The date cannot be in the future"
    if now.last_on and step.on < now.last_on:
        return f"The latest step is dated {in_words(now.last_on)}. Enter that day or a later one"
    match step.kind:
        case "effect":
            return _why_not_effect(now)
        case _ if now.closed_on:
            return f"This challenge was closed on {in_words(now.closed_on)}. Raise a new one"
        case "escalated":
            return _why_not_escalated(now, step)
        case "answered" if now.answered_on:
            return "It has been answered. Escalate it if the answer does not settle it"
        case "cafcass" if now.cafcass_on:
            return f"It was referred to Cafcass on {in_words(now.cafcass_on)}"
    return ""


def _why_not_effect(now: Standing) -> str:
    if now.closed_on and now.effect in (CHANGED, NOTHING):
        return "The effect was recorded before this challenge was closed, so it stands"
    return ""


def _why_not_escalated(now: Standing, step: Step) -> str:
    if now.stage == FORMAL and step.stage == INFORMAL:
        return "The formal process has begun, so it cannot become informal again"
    if step.level < now.level:
        return "Choose the level it has reached or a higher one"
    if step.level == now.level and step.stage == now.stage:
        return "Choose a higher level, or start the formal process"
    return ""


# Time


def days_used(now: Standing, *, on: date, calendar: Calendar) -> int | None:
    """Working days used so far, or until it was answered or closed.

    They are counted from the first day of the formal process, or from the day it was raised if
    there is none. None if bank holidays are not known.
    """
    until = min(now.ended_on or on, on)
    return _between(now.formal_from or now.raised_on, until, calendar)


def in_time(now: Standing, *, on: date) -> bool | None:
    """Whether the formal process was, or can no longer be, answered in time.

    None while it can still be answered in time, without a formal process or a due date, and for
    one that was closed in time without an answer.
    """
    if now.due is None:
        return None
    if now.answered_on:
        return now.answered_on <= now.due
    return False if (now.closed_on or on) > now.due else None


class Span(msgspec.Struct, frozen=True):
    """How long a challenge was with one level before it was answered, escalated or closed."""

    level: int
    level_name: str
    days: int


def spans(steps: Sequence[Step], calendar: Calendar) -> list[Span]:
    """The finished stays at each level. One that still waits for an answer is not finished."""
    found: list[Span] = []
    put: Step | None = None
    for step in steps:
        ends = step.kind in ("escalated", "answered", "closed")
        if put and ends and (days := _between(put.on, step.on, calendar)) is not None:
            found.append(Span(put.level, put.level_name, days))
        if ends:
            put = None
        if step.kind in ("raised", "escalated"):
            put = step
    return found


def _between(start: date, end: date, calendar: Calendar) -> int | None:
    try:
        return max(calendar.working_days_between(start, end), 0)
    except OutsideCalendar:
        return None
