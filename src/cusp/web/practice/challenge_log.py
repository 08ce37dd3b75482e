"""The log of challenges as the library reads it: rules, steps, and where each challenge stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet

from cusp.calendar import england_and_wales
from cusp.oversight import CannotUseRules
from cusp.oversight import challenges as library
from cusp.oversight.challenges import ChallengeRules, Logged, Span, Standing, Step
from cusp.web.practice.models import Challenge, ChallengeStep

_MOVES = ("raised", "escalated", "answered", "closed")


def rules() -> ChallengeRules:
    """The rules, with the council's own ladder if it has set one."""
    return _rules_with(tuple(settings.CHALLENGE_LEVELS))


@lru_cache(maxsize=4)
def _rules_with(levels: tuple[str, ...]) -> ChallengeRules:
    try:
        usual = library.challenge_rules()
        return usual.with_levels(levels) if levels else usual
    except CannotUseRules as error:
        raise ImproperlyConfigured(f"CUSP_CHALLENGE_LEVELS: {error}") from None


def step_record(row: ChallengeStep) -> Step:
    """A step as the library has it."""
    known: Any = row  # the database refuses other kinds and stages
    return Step(
        kind=known.kind, on=row.on, stage=known.stage or "informal", level=row.level or 0,
        level_name=row.level_name, effect=row.effect,
    )  # fmt: skip


def standing_of(challenge: Challenge) -> Standing:
    """Where a challenge stands by its steps."""
    steps = [step_record(row) for row in challenge.steps.all()]
    return library.standing(steps, rules(), england_and_wales())


def stored_standing(row: Challenge) -> Standing:
    """The same from its own columns, for lists."""
    known: Any = row
    return Standing(
        raised_on=row.raised_on, stage=known.stage, level=row.level, level_name=row.level_name,
        formal_from=row.formal_from, due=row.due, answered_on=row.answered_on,
        cafcass_on=row.cafcass_on, effect=row.effect, closed_on=row.closed_on,
    )  # fmt: skip


def days_used(standing: Standing, *, on: date) -> int | None:
    """Working days used so far, or until it was answered or closed."""
    return library.days_used(standing, on=on, calendar=england_and_wales())


def logged(rows: QuerySet[Challenge]) -> list[Logged]:
    """Challenges with their finished stays at each level, for figures."""
    return with_spans(rows.defer("concern"), rows)


def with_spans(found: Iterable[Challenge], rows: QuerySet[Challenge]) -> list[Logged]:
    """The same for challenges that have been read; ``rows`` says which their steps are."""
    spans = _spans(ChallengeStep.objects.filter(challenge__in=rows.values("pk"), kind__in=_MOVES))
    return [Logged(row.theme, stored_standing(row), spans.get(row.pk, ())) for row in found]


def _spans(rows: QuerySet[ChallengeStep]) -> dict[int, tuple[Span, ...]]:
    steps: dict[int, list[Step]] = {}
    for row in rows.defer("text").order_by("challenge_id", "id"):
        steps.setdefault(row.challenge_id, []).append(step_record(row))
    return {pk: _finished(each) for pk, each in steps.items()}


def _finished(steps: Iterable[Step]) -> tuple[Span, ...]:
    return tuple(library.spans([*steps], england_and_wales()))
