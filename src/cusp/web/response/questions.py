"""Questions about the plan, for pages: open ones first, with their age."""

from __future__ import annotations

from datetime import date

import msgspec

from cusp.plans import record
from cusp.plans.record import Challenge, Plan
from cusp.wording import counted


class Question(msgspec.Struct, frozen=True):
    """A question, what it is about, and how it stands in words."""

    id: str
    text: str
    by: str
    on: date
    answers: tuple[record.Answer, ...]
    about: str  # the name of the area; empty if it is about the whole plan
    area: int | None
    words: str

    @property
    def number(self) -> int:
        """The number in its id."""
        return int(self.id[1:])

    @property
    def is_open(self) -> bool:
        """Whether nobody has replied yet."""
        return not self.answers


def questions(plan: Plan, *, about: str = "") -> list[Question]:
    """All questions, or those about one area: open ones first, oldest first; then newest first."""
    names = {priority.id: f"{priority.id[1:]}. {priority.title}" for priority in plan.priorities}
    every = [
        Question(
            one.id,
            one.text,
            one.by,
            one.on,
            one.answers,
            names.get(one.about, ""),
            int(one.about[1:]) if one.about else None,
            _words(one, plan.as_at),
        )
        for one in plan.challenges
        if not about or one.about == about
    ]
    still_open = sorted((one for one in every if one.is_open), key=lambda one: (one.on, one.number))
    replied = [one for one in every if not one.is_open]
    return [*still_open, *sorted(replied, key=lambda one: (one.on, one.number), reverse=True)]


def sentence(every: list[Question], as_at: date) -> str:
    """How many are open, and for how long: "2 of 5 questions open, the oldest for 34 days"."""
    still_open = [one for one in every if one.is_open]
    if not every:
        return "Nobody has asked a question about the plan"
    if not still_open:
        return f"{counted(len(every), 'question')} asked; all have a reply"
    oldest = (as_at - min(one.on for one in still_open)).days
    said = f"{len(still_open)} of {counted(len(every), 'question')} open"
    return f"{said}, the oldest for {counted(oldest, 'day')}" if oldest else said


def changed_something(every: list[Question]) -> int:
    """How many questions changed something."""
    return sum(any(answer.effect for answer in one.answers) for one in every)


def _words(one: Challenge, as_at: date) -> str:
    if one.answers:
        took = (one.answers[0].on - one.on).days
        return f"Reply after {counted(took, 'day')}" if took else "Reply on the same day"
    age = (as_at - one.on).days
    return f"No reply yet, open for {counted(age, 'day')}" if age else "No reply yet, asked today"
