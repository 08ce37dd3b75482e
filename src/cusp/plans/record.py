"""What an improvement plan contains, as typed values.

What is dated is never overwritten: due dates, updates, ratings and readings are lists in the order
in which they were recorded, and the last one is the current one. Each id is given once, is never
used again, and does not change when rows are moved or renumbered.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec


class KeyEntry(msgspec.Struct, frozen=True):
    """One rating in the council's own key, for example "Amber E", "delivered, evidence to test".

    ``means`` is what Cusp checks a rating against. Ratings of different keys are never added
    together, even if two keys use the same word.
    """

    code: str
    words: str
    means: Literal["not started", "on track", "at risk", "late", "delivered", "complete", "none"]
    colour: Literal["blue", "green", "yellow", "amber", "red", "grey", "none"] = "none"
    needs_evidence: bool = False


class Rating(msgspec.Struct, frozen=True):
    """A rating by one of the entries of the key, and when it was given."""

    code: str
    on: date
    by: str = ""
    why: str = ""


class DueDate(msgspec.Struct, frozen=True):
    """A date by which an action is due: the first one, or a revised one with its reason."""

    due: date
    set_on: date
    reason: str = ""
    by: str = ""


class Update(msgspec.Struct, frozen=True):
    """What was reported on an action on a day."""

    on: date
    text: str
    by: str = ""


class Evidence(msgspec.Struct, frozen=True):
    """Evidence for an action: what it is, what it shows, and as at when.

    ``where`` is the name of a file or an address on the web.
    """

    what: str
    shows: str
    as_at: date
    where: str = ""
    by: str = ""


class Action(msgspec.Struct, frozen=True):
    """Something that is to be done, with one accountable person or job title as its lead.

    ``closed`` is the reason why an action was taken out of the plan before it was done.
    """

    id: str
    text: str
    lead: str = ""
    support: str = ""
    start: date | None = None
    due: tuple[DueDate, ...] = ()
    done: date | None = None
    delivery: tuple[Rating, ...] = ()
    updates: tuple[Update, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    closed: str = ""


class Reading(msgspec.Struct, frozen=True):
    """A measure's value on a day; a share has its numerator and denominator."""

    on: date
    value: float
    numerator: int | None = None
    denominator: int | None = None
    source: str = ""


class Measure(msgspec.Struct, frozen=True):
    """How the council will know: definition, baseline, target and readings.

    ``better`` is the direction of improvement; None if nobody has said.
    """

    id: str
    name: str
    definition: str = ""
    unit: Literal["%", "number", "days", "rate per 10,000"] = "%"
    better: Literal["higher", "lower"] | None = None
    baseline: Reading | None = None
    target: float | None = None
    target_by: date | None = None
    readings: tuple[Reading, ...] = ()


class InspectorsWords(msgspec.Struct, frozen=True):
    """The inspector's own words that a priority answers, and where they stand in the report.

    ``number`` is the item's number among the areas for improvement, or the paragraph's number.
    """

    text: str
    kind: Literal["area for improvement", "finding"]
    number: int | None = None
    page: int | None = None
    address: str = ""


class Answer(msgspec.Struct, frozen=True):
    """A reply to a challenge, and what came of it."""

    on: date
    text: str
    by: str = ""
    effect: str = ""


class Challenge(msgspec.Struct, frozen=True):
    """A question from a member or the independent chair; open until it has an answer.

    ``about`` is the id of the priority it is about; empty if it is about the whole plan.
    """

    id: str
    on: date
    text: str
    by: str
    answers: tuple[Answer, ...] = ()
    about: str = ""


class Priority(msgspec.Struct, frozen=True):
    """What must improve, the outcome for children, and what is done about it.

    ``inspectors_words`` is None for a priority of the council's own. ``impact`` rates the change
    for children, apart from the delivery of the actions. ``raised_before`` lists the first days of
    earlier inspections that raised the same.
    """

    id: str
    title: str
    inspectors_words: InspectorsWords | None = None
    outcome: str = ""
    impact: tuple[Rating, ...] = ()
    actions: tuple[Action, ...] = ()
    measures: tuple[Measure, ...] = ()
    raised_before: tuple[date, ...] = ()


class Grade(msgspec.Struct, frozen=True):
    """A judgement of the inspection, as printed."""

    area: str
    grade: str


class Header(msgspec.Struct, frozen=True):
    """What stands at the top of a plan.

    ``received`` is the day on which the council received the final report. Publication never stands
    in for it. ``deadline_worked_out`` is 70 working days after it; if there is none, ``why_not``
    says why. ``deadline_stated`` is what Ofsted told the council.
    """

    council: str
    title: str
    inspected: tuple[date, date] | None = None
    inspection: str = ""
    grades: tuple[Grade, ...] = ()
    received: date | None = None
    deadline_stated: date | None = None
    deadline_worked_out: date | None = None
    why_not: str = ""
    approval_route: str = ""
    version: str = ""


class Plan(msgspec.Struct, frozen=True):
    """A plan as it stood on a day, ``as_at``.

    ``reporting_cycle`` is in days: a rating or update that is older is stale.
    """

    header: Header
    as_at: date
    delivery_key: tuple[KeyEntry, ...]
    impact_key: tuple[KeyEntry, ...]
    priorities: tuple[Priority, ...] = ()
    challenges: tuple[Challenge, ...] = ()
    reporting_cycle: int = 90
