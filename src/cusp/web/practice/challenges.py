"""Challenges by chairs and reviewing officers: what can be done with one, and by whom.

Steps are only added. Each function adds one, works the challenge out again and logs it, without its
words, in one transaction.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import Max

from cusp.calendar import england_and_wales
from cusp.oversight import challenges as library
from cusp.oversight.challenges import Standing, Step
from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.common.refusals import CannotChange, ChangedMeanwhile
from cusp.web.common.wording import say_date
from cusp.web.practice import challenge_log, reach
from cusp.web.practice.choices import ChairRole, Effect, Stage, StepKind, Theme
from cusp.web.practice.models import Case, Challenge, ChallengeStep, Child
from cusp.web.practice.reach import Reached


class To(msgspec.Struct, frozen=True):
    """Whom a challenge is put to: somebody with an account, or a name."""

    stage: Stage
    level: int
    person: User | None = None
    name: str = ""

    @property
    def manager(self) -> str:
        """The manager's name, as stored with the step."""
        return (self.name.strip() or str(self.person or ""))[:200]


class When(msgspec.Struct, frozen=True):
    """The day of a step, the day it is recorded, and who records it."""

    on: date
    today: date
    by: User


class Latest(msgspec.Struct, frozen=True):
    """What is compared when two people add a step at once."""

    latest: str


# Who may do what


class Rights(msgspec.Struct, frozen=True):
    """What a person may do with a challenge.

    ``leads``: escalate, record an effect, close. ``answers``: record the answer.
    """

    leads: bool = False
    answers: bool = False
    cafcass: bool = False


def may_raise(reached: Reached, child: Child, *, on: date) -> bool:
    """Whether a person may challenge a child's plan.

    Its chair or reviewing officer may, and whoever sees the whole service may record it for them.
    The manager of the child's team sees challenges and answers them.
    """
    return (
        reached.whole_service or reach.chaired_by(reached.names, on=on).filter(child=child).exists()
    )


def rights_on(challenge: Challenge, user: User, reached: Reached, *, on: date) -> Rights:
    """What a person may do with a challenge within reach.

    Whoever it was put to answers it, and neither escalates nor closes it unless they raised it.
    """
    chaired = reach.chaired_by(reached.names, on=on).filter(child=challenge.child_id)
    roles = set(chaired.values_list("role", flat=True))
    raised, put_to = challenge.raised_by_id == user.pk, challenge.manager_user_id == user.pk
    leads = raised or (not put_to and (reached.whole_service or bool(roles)))
    return Rights(
        leads=leads,
        answers=leads or put_to,
        cafcass=ChairRole.REVIEWING_OFFICER in roles and not put_to,
    )


# What can be done


@transaction.atomic
def raise_challenge(child: Child, *, theme: Theme, concern: str, to: To, when: When) -> Challenge:
    """Challenge a child's plan. Raises ``CannotChange``."""
    if not concern.strip():
        raise CannotChange("Enter your concern", field="concern")
    if when.on > when.today:
        raise CannotChange("The date must be today or in the past", field="on")
    step = _step_to(StepKind.RAISED, to, when)
    now = library.standing([step], challenge_log.rules(), england_and_wales())
    # Rows are locked in turn, so that two people do not take one number.
    Challenge.objects.select_for_update().order_by("-number").first()
    last = Challenge.objects.aggregate(last=Max("number"))["last"] or 0
    case = Case.objects.filter(child=child).first()
    challenge = Challenge(
        number=last + 1, child=child, theme=theme, concern=concern.strip(), raised_by=when.by,
        raised_by_then=str(when.by)[:200], team=case.team if case else "",
        **_columns(now, to),
    )  # fmt: skip
    challenge.save()
    _add(challenge, step, when, text=concern, to=to)
    return challenge


def escalate(
    challenge: Challenge, to: To, *, text: str, when: When, seen_version: int
) -> Challenge:
    """Put it to a higher level, or start the formal process. Raises ``CannotChange``."""
    return _next(
        challenge, _step_to(StepKind.ESCALATED, to, when), when, seen_version, text=text, to=to
    )


def answer(challenge: Challenge, text: str, *, when: When, seen_version: int) -> Challenge:
    """Record the answer of the manager it was put to. Raises ``CannotChange``."""
    if not text.strip():
        raise CannotChange("Enter the answer", field="text")
    return _next(challenge, Step(kind="answered", on=when.on), when, seen_version, text=text)


def record_effect(
    challenge: Challenge, effect: Effect, text: str, *, when: When, seen_version: int
) -> Challenge:
    """Say what it changed for the child. Raises ``CannotChange``."""
    _check_effect(effect, text)
    step = Step(kind="effect", on=when.on, effect=effect)
    return _next(challenge, step, when, seen_version, text=text)


def refer_to_cafcass(
    challenge: Challenge, text: str, *, when: When, seen_version: int
) -> Challenge:
    """Record that a reviewing officer referred the case to Cafcass. Raises ``CannotChange``."""
    if not text.strip():
        raise CannotChange("Enter why it was referred", field="text")
    return _next(challenge, Step(kind="cafcass", on=when.on), when, seen_version, text=text)


@transaction.atomic
def close(
    challenge: Challenge,
    text: str,
    *,
    when: When,
    seen_version: int,
    effect: Effect | None = None,
    effect_text: str = "",
) -> Challenge:
    """Close it, with its effect if none is recorded. Raises ``CannotChange``."""
    if not challenge.answered_on and not text.strip():
        raise CannotChange("It has no answer. Enter why it is closed without one", field="text")
    if effect:
        challenge = record_effect(
            challenge, effect, effect_text, when=when, seen_version=seen_version
        )
        seen_version = challenge.row_version
    elif not challenge.effect:
        raise CannotChange("Choose what it changed for the child", field="effect")
    return _next(challenge, Step(kind="closed", on=when.on), when, seen_version, text=text)


def _check_effect(effect: str, text: str) -> None:
    if effect not in Effect.values:
        raise CannotChange("Choose what it changed for the child", field="effect")
    if effect == Effect.CHANGED and not text.strip():
        raise CannotChange("Enter what changed for the child", field="effect_text")


# Adding a step


def _step_to(kind: StepKind, to: To, when: When) -> Step:
    ladder = challenge_log.rules()
    if not 1 <= to.level <= len(ladder.levels):
        raise CannotChange("Choose a level from the list", field="level")
    if not to.manager:
        raise CannotChange("Choose or enter the manager", field="person")
    known: Any = (kind.value, to.stage.value)
    return Step(
        kind=known[0], on=when.on, stage=known[1], level=to.level,
        level_name=ladder.level_name(to.level),
    )  # fmt: skip


@transaction.atomic
def _next(
    challenge: Challenge,
    step: Step,
    when: When,
    seen_version: int,
    *,
    text: str,
    to: To | None = None,
) -> Challenge:
    """Add a step to a challenge, if nobody else has added one meanwhile."""
    row = Challenge.objects.select_for_update().get(pk=challenge.pk)
    _check_version(row, step, seen_version)
    now = challenge_log.standing_of(row)
    if why := library.why_not(now, step, today=when.today):
        raise CannotChange(why, field="level" if step.kind == "escalated" else "on")
    steps = [*map(challenge_log.step_record, row.steps.all()), step]
    now = library.standing(steps, challenge_log.rules(), england_and_wales())
    for name, value in _columns(now, to).items():
        setattr(row, name, value)
    row.row_version += 1
    row.save()
    _add(row, step, when, text=text, to=to)
    return row


def _check_version(row: Challenge, step: Step, seen_version: int) -> None:
    if row.row_version == seen_version:
        return
    last = row.steps.last()
    theirs = f"{_words(last.kind)} on {say_date(last.on)} by {last.by_then}" if last else ""
    yours = f"{_words(step.kind)} on {say_date(step.on)}"
    raise ChangedMeanwhile(theirs=Latest(theirs), yours=Latest(yours), version=row.row_version)


def _words(kind: str) -> str:
    return str(StepKind(kind).label)


def _columns(now: Standing, to: To | None) -> dict[str, Any]:
    """The columns that follow from where it stands, and from whom it was now put to."""
    found = {
        name: getattr(now, name)
        for name in ("raised_on", "stage", "level", "level_name", "formal_from", "due",
                     "answered_on", "cafcass_on", "effect", "closed_on")
    }  # fmt: skip
    return found | ({"manager": to.manager, "manager_user": to.person} if to else {})


def _add(challenge: Challenge, step: Step, when: When, *, text: str, to: To | None = None) -> None:
    ChallengeStep.objects.create(
        challenge=challenge, kind=step.kind, text=text.strip(), on=step.on,
        stage=step.stage if to else "", level=step.level if to else None,
        level_name=step.level_name, manager=to.manager if to else "", effect=step.effect,
        **audit.by_whom(when.by),
    )  # fmt: skip
    audit.record_change(
        f"challenge: {_words(step.kind).lower()}", by=when.by,
        about=f"challenge {challenge.number}", child=challenge.child.ref, on=step.on.isoformat(),
    )  # fmt: skip
