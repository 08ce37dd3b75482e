"""Challenges: questions of members and of the independent chair, the replies and their effect."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max

from cusp.web.accounts.models import User
from cusp.web.response import history
from cusp.web.response.models import Challenge, ChallengeAnswer, Plan, Priority
from cusp.web.response.refusals import CannotChange


@transaction.atomic
def raise_challenge(
    plan: Plan,
    text: str,
    *,
    on: date,
    by: User | None,
    about: Priority | None = None,
    asked_by: str = "",
) -> Challenge:
    """Record a question about the plan or one priority. Raises ``CannotChange``.

    ``asked_by`` is who asked, if it was not the person who records it.
    """
    locked = history.begin(plan.pk, on=on)
    if not text.strip():
        raise CannotChange("Enter the question", field="text")
    if about and about.plan_id != locked.pk:
        raise CannotChange("This priority is in another plan.")
    whom = history.by_whom(by)
    if asked_by.strip():
        whom["by_then"] = asked_by.strip()[:200]
    last = Challenge.objects.aggregate(last=Max("number"))["last"] or 0
    challenge = Challenge.objects.create(
        plan=locked, priority=about, number=last + 1, text=text.strip(), on=on, **whom
    )
    history.write(locked, challenge, "raised", on=on, by=by)
    return challenge


@transaction.atomic
def answer(
    challenge: Challenge, text: str, *, on: date, by: User | None, effect: str = ""
) -> ChallengeAnswer:
    """Reply to a challenge, and say what came of it. Raises ``CannotChange``."""
    plan = history.begin(challenge.plan_id, on=on)
    if not text.strip():
        raise CannotChange("Enter the reply", field="text")
    reply = ChallengeAnswer.objects.create(
        challenge=challenge,
        text=text.strip(),
        effect=effect.strip(),
        on=on,
        **history.by_whom(by),
    )
    history.write(plan, challenge, "answered", on=on, by=by)
    return reply
