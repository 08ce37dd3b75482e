"""What in a plan needs a decision or an answer, in sentences: the exceptions of a report.

Nothing is left out because it is unwelcome, and nothing is listed twice. See
``docs/plan-rules.md``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, get_args

import msgspec

from cusp.plans.ids import ids_used_twice
from cusp.plans.lateness import (
    counts_as_late,
    doubtful_dates,
    is_open,
    late_in_words,
    latest_date,
    redated_in_words,
    redatings,
)
from cusp.plans.leads import no_lead, why_not_lead
from cusp.plans.measures import (
    measure_problems,
    measured_or_asserted,
    missed_target,
    moving_wrong_way,
)
from cusp.plans.ratings import current_rating, rating_contradictions, shows_impact, why_not_key
from cusp.plans.record import Action, Challenge, Measure, Plan, Priority
from cusp.reports.dates import date_in_full
from cusp.wording import counted, listed

# In the order in which a board reads them.
Kind = Literal[
    "late",
    "late by first date",
    "re-dated more than once",
    "rating contradicted",
    "rating stale",
    "no update",
    "no lead",
    "lead is not a person",
    "no date",
    "doubtful date",
    "no actions",
    "no outcome",
    "no measure",
    "only asserted",
    "moving the wrong way",
    "target missed",
    "measure in doubt",
    "raised before",
    "question open",
    "key in doubt",
    "id in doubt",
]
KINDS: tuple[Kind, ...] = get_args(Kind)


class NeedsDecision(msgspec.Struct, frozen=True):
    """One exception. ``of`` and ``id`` say what it is about, ``priority`` where that belongs.

    ``sentence`` does not repeat the title or the text of the item.
    """

    kind: Kind
    of: Literal["plan", "priority", "action", "measure", "challenge"]
    id: str
    sentence: str
    priority: str = ""


def needs_decision(plan: Plan) -> tuple[NeedsDecision, ...]:
    """Every exception of a plan, by kind in the order of ``KINDS``, then in the plan's order."""
    found = [*_of_plan(plan)]
    for priority in plan.priorities:
        found.extend(priority_exceptions(plan, priority))
        for action in priority.actions:
            found.extend(action_exceptions(plan, action, priority=priority.id))
        for measure in priority.measures:
            found.extend(measure_exceptions(plan, measure, priority=priority.id))
    found.extend(_of_challenges(plan))
    return tuple(sorted(found, key=lambda one: KINDS.index(one.kind)))


def action_exceptions(
    plan: Plan, action: Action, *, priority: str = ""
) -> tuple[NeedsDecision, ...]:
    """The exceptions of one action. A closed action has none."""
    if action.closed:
        return ()
    found = (*_dates(action, plan), *_ratings(action, plan), *_upkeep(action, plan))
    return tuple(NeedsDecision(kind, "action", action.id, say, priority) for kind, say in found)


def priority_exceptions(plan: Plan, priority: Priority) -> tuple[NeedsDecision, ...]:
    """The exceptions of a priority itself, without those of its actions and measures."""
    found = (*_gaps(priority), *_impact(priority, plan))
    return tuple(
        NeedsDecision(kind, "priority", priority.id, say, priority.id) for kind, say in found
    )


def days_without_update(action: Action, as_at: date) -> int | None:
    """Days since an open action's newest update, or since it started if there is none.

    ``None`` if the action is not open, has not started yet, or its start is not known. Without a
    start date it counts from the day on which its first date was set.
    """
    if not is_open(action, as_at) or (action.start and action.start > as_at):
        return None
    days = [one.on for one in action.updates if one.on <= as_at]
    began = action.start or (action.due[0].set_on if action.due else None)
    since = max(days) if days else began
    return max(0, (as_at - since).days) if since else None


def _dates(action: Action, plan: Plan) -> Iterator[tuple[Kind, str]]:
    as_at = plan.as_at
    if is_open(action, as_at):
        if late := " ".join(late_in_words(action, as_at)):
            yield ("late" if counts_as_late(action, as_at) else "late by first date"), late
        if len(redatings(action)) > 1:
            yield "re-dated more than once", redated_in_words(action)
        if latest_date(action) is None:
            yield "no date", "No date is set."
    for sentence in doubtful_dates(action):
        yield "doubtful date", sentence
    if action.done and action.done > as_at:
        yield (
            "doubtful date",
            f"Recorded as done on {date_in_full(action.done)}, after the date of the plan.",
        )


def _ratings(action: Action, plan: Plan) -> Iterator[tuple[Kind, str]]:
    for sentence in rating_contradictions(action, plan.delivery_key, as_at=plan.as_at):
        yield "rating contradicted", sentence
    rated = current_rating(
        action.delivery, plan.delivery_key, as_at=plan.as_at, cycle=plan.reporting_cycle
    )
    if rated and rated.stale and is_open(action, plan.as_at):
        yield "rating stale", f"Rated {rated.words} {counted(rated.age, 'day')} ago."


def _upkeep(action: Action, plan: Plan) -> Iterator[tuple[Kind, str]]:
    if not is_open(action, plan.as_at):
        return
    days = days_without_update(action, plan.as_at)
    if days is not None and days > plan.reporting_cycle:
        yield "no update", _no_update(action, days, plan.as_at)
    if why := why_not_lead(action.lead):
        yield ("no lead" if no_lead(action.lead) else "lead is not a person"), why


def _no_update(action: Action, days: int, as_at: date) -> str:
    if any(one.on <= as_at for one in action.updates):
        return f"No update for {counted(days, 'day')}."
    since = "its start date" if action.start else "its due date was set"
    return f"No update in the {counted(days, 'day')} since {since}."


def _gaps(priority: Priority) -> Iterator[tuple[Kind, str]]:
    """Activity without an outcome, and areas for improvement that nothing is done about."""
    words = priority.inspectors_words
    asked = words is not None and words.kind == "area for improvement"
    actions = [one for one in priority.actions if not one.closed]
    subject = "This area for improvement" if asked else "This priority"
    if not actions:
        yield "no actions", f"{subject} has no actions."
    elif not priority.outcome.strip():
        actions_said = counted(len(actions), "action")
        yield "no outcome", f"{subject} has {actions_said} but no outcome for children."
    if not priority.measures and (asked or actions):
        yield "no measure", f"{subject} has no measure, so nobody can tell whether it works."
    if priority.raised_before:
        days = listed([date_in_full(day) for day in sorted(priority.raised_before)])
        many = len(priority.raised_before) > 1
        which = "inspections that began on" if many else "inspection that began on"
        yield "raised before", f"Raised before, at the {which} {days}."


def _impact(priority: Priority, plan: Plan) -> Iterator[tuple[Kind, str]]:
    rated = current_rating(
        priority.impact, plan.impact_key, as_at=plan.as_at, cycle=plan.reporting_cycle
    )
    if rated is None:
        return
    if rated.entry is None:
        yield (
            "rating contradicted",
            f"Impact is rated “{rated.rating.code}”, which is not in the plan’s key.",
        )
    if rated.stale:
        yield "rating stale", f"Impact was rated {rated.words} {counted(rated.age, 'day')} ago."
    if rated.rating.on > plan.as_at:
        day = date_in_full(rated.rating.on)
        yield (
            "rating contradicted",
            f"The impact rating is dated {day}, after the date of the plan.",
        )
    measured = measured_or_asserted(priority, as_at=plan.as_at) == "measured"
    if shows_impact(priority, plan.impact_key) and not measured:
        yield "only asserted", f"Impact is rated {rated.words}, but no measure has a reading."


def measure_exceptions(
    plan: Plan, measure: Measure, *, priority: str = ""
) -> tuple[NeedsDecision, ...]:
    """The exceptions of one measure."""
    found: list[tuple[Kind, str | None]] = [
        ("moving the wrong way", moving_wrong_way(measure, as_at=plan.as_at)),
        ("target missed", missed_target(measure, as_at=plan.as_at)),
        *(("measure in doubt", say) for say in measure_problems(measure, as_at=plan.as_at)),
    ]
    return tuple(
        NeedsDecision(kind, "measure", measure.id, say, priority) for kind, say in found if say
    )


def _of_challenges(plan: Plan) -> Iterator[NeedsDecision]:
    for one in plan.challenges:
        if is_unanswered(one):
            days = counted(max(0, (plan.as_at - one.on).days), "day")
            asked_by = f" from {one.by}" if one.by else ""
            sentence = f"The question{asked_by} has had no answer for {days}."
            yield NeedsDecision("question open", "challenge", one.id, sentence)


def is_unanswered(challenge: Challenge) -> bool:
    """Whether a question is still open."""
    return not challenge.answers


def _of_plan(plan: Plan) -> Iterator[NeedsDecision]:
    for name, key in (("Delivery", plan.delivery_key), ("Impact", plan.impact_key)):
        for why in why_not_key(key):
            yield NeedsDecision("key in doubt", "plan", "", f"{name}: {why}")
    for of, id_ in ids_used_twice(plan):
        yield NeedsDecision("id in doubt", of, id_, f"The id {id_} is used more than once.")
