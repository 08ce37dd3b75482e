"""Questions that a member may ask about a plan, each with the figures behind it.

They follow what members are advised to ask: what is late and who decided, which measure has not
moved, which finding has no action, what is different this time. See ``docs/plan-rules.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from cusp.plans.exceptions import days_without_update, is_unanswered
from cusp.plans.lateness import days_late, is_open, redatings, slip
from cusp.plans.measures import (
    distance_to_target,
    latest_reading,
    measured_or_asserted,
    missed_target,
    moving_wrong_way,
    readings_by_day,
    value_in_words,
)
from cusp.plans.ratings import current_rating, shows_impact
from cusp.plans.record import Action, Measure, Plan, Reading
from cusp.plans.wording import times
from cusp.reports.dates import date_in_full
from cusp.wording import counted, listed

MOST = 8
# A share of children for whom something is right that is below this leads to a question.
_POOR = 80
# A change of fewer percentage points, or of less than a tenth, is no question.
_LEAST_POINTS = 2
_EACH = 2  # of one kind, so that eight questions are not all about dates


class QuestionToAsk(msgspec.Struct, frozen=True):
    """A question, ``because`` of what the plan says about the things named in ``about``."""

    text: str
    because: str
    about: tuple[str, ...]


def questions_to_ask(plan: Plan) -> tuple[QuestionToAsk, ...]:
    """The questions that the plan itself raises, the most pressing first."""
    kinds = (
        _nothing_done(plan),
        _late(plan),
        _not_moved(plan),
        _re_dated(plan),
        _only_asserted(plan),
        _raised_before(plan),
        _unanswered(plan),
        _silent(plan),
    )
    found = [question for kind in kinds for question in list(kind)[:_EACH]]
    return tuple(found[:MOST])


def questions_about_measures(
    measures: Iterable[Measure], *, as_at: date
) -> tuple[QuestionToAsk, ...]:
    """Questions about measures that are not part of a plan: those that get worse come first."""
    worse, low = [], []
    for measure in measures:
        latest = latest_reading(measure, as_at=as_at)
        if latest is None:
            continue
        said = _in_full(latest, measure)
        first = next(iter(readings_by_day(measure, as_at=as_at)[-2:]))
        if moving_wrong_way(measure, as_at=as_at) and _clearly(first, latest, measure):
            worse.append(
                QuestionToAsk(
                    f"What explains the change in “{measure.name}”, and what is being done?",
                    f"{_in_full(first, measure)}, and {said}.",
                    (measure.id,),
                )
            )
        elif _is_poor(measure, latest.value):
            low.append(
                QuestionToAsk(
                    f"What would it take to improve “{measure.name}”, and by when?",
                    f"It was {said}.",
                    (measure.id,),
                )
            )
    return tuple([*worse, *low][:MOST])


def _in_full(reading: Reading, measure: Measure) -> str:
    of = f" ({reading.numerator:,} of {reading.denominator:,})" if reading.denominator else ""
    return f"{value_in_words(reading.value, measure.unit)}{of} on {date_in_full(reading.on)}"


def _clearly(first: Reading, latest: Reading, measure: Measure) -> bool:
    """Whether two readings differ by more than may be chance from one month to the next."""
    least = _LEAST_POINTS if measure.unit == "%" else abs(first.value) / 10
    return abs(latest.value - first.value) >= least


def _is_poor(measure: Measure, value: float) -> bool:
    """Whether more than one in five is not as it should be."""
    return measure.unit == "%" and measure.better == "higher" and value < _POOR


def _nothing_done(plan: Plan) -> Iterator[QuestionToAsk]:
    for priority in plan.priorities:
        if all(action.closed for action in priority.actions):
            yield QuestionToAsk(
                f"When will there be an action for “{priority.title}”, and who will lead it?",
                "It has no actions.",
                (priority.id,),
            )


def _late(plan: Plan) -> Iterator[QuestionToAsk]:
    late = [(days_late(action, plan.as_at), action) for action in _actions(plan)]
    for days, action in sorted((one for one in late if one[0]), key=lambda one: -one[0]):
        led = f", led by {action.lead}" if action.lead else ""
        yield QuestionToAsk(
            f"Why is action {action.id} late, and what would bring it back on track?",
            f"“{action.text}”{led}, was due on {date_in_full(action.due[-1].due)}, "
            f"{counted(days, 'day')} ago.",
            (action.id,),
        )


def _not_moved(plan: Plan) -> Iterator[QuestionToAsk]:
    for measure in (one for priority in plan.priorities for one in priority.measures):
        why = (
            moving_wrong_way(measure, as_at=plan.as_at)
            or missed_target(measure, as_at=plan.as_at)
            or _unchanged(measure, plan)
        )
        if why:
            yield QuestionToAsk(
                f"Why has “{measure.name}” not improved, and how does it compare with similar "
                "councils?",
                why,
                (measure.id,),
            )


def _unchanged(measure: Measure, plan: Plan) -> str:
    """Short of its target, and no better than at the start."""
    latest, distance = (
        latest_reading(measure, as_at=plan.as_at),
        distance_to_target(measure, as_at=plan.as_at),
    )
    if latest is None or distance is None or distance.met is not False:
        return ""
    readings = readings_by_day(measure, as_at=plan.as_at)
    first = measure.baseline or readings[0]
    if first.value != latest.value or first.on == latest.on:
        return ""
    value = value_in_words(latest.value, measure.unit)
    days = f"{date_in_full(first.on)} and {date_in_full(latest.on)}"
    return f"It was {value} on both {days}."


def _re_dated(plan: Plan) -> Iterator[QuestionToAsk]:
    often = [
        action
        for action in _actions(plan)
        if is_open(action, plan.as_at) and len(redatings(action)) > 1
    ]
    for action in sorted(often, key=slip, reverse=True):
        changes = redatings(action)
        last = changes[-1]
        by = next((one.by for one in reversed(action.due) if one.due == last.after), "")
        who = f", last by {by} on {date_in_full(last.set_on)}" if by else ""
        reason = f" The reason given was: “{last.reason.rstrip('.')}.”" if last.reason else ""
        yield QuestionToAsk(
            f"Who agreed to the new dates of action {action.id}, and why will this one hold?",
            f"“{action.text}” has been re-dated {times(len(changes))}{who}.{reason}",
            (action.id,),
        )


def _only_asserted(plan: Plan) -> Iterator[QuestionToAsk]:
    for priority in plan.priorities:
        measured = measured_or_asserted(priority, as_at=plan.as_at) == "measured"
        if shows_impact(priority, plan.impact_key) and not measured:
            rated = current_rating(
                priority.impact, plan.impact_key, as_at=plan.as_at, cycle=plan.reporting_cycle
            )
            words = rated.words if rated else ""
            yield QuestionToAsk(
                f"How do we know that “{priority.title}” has changed things for children?",
                f"Its impact is rated {words}, but no measure has a reading.",
                (priority.id,),
            )


def _raised_before(plan: Plan) -> Iterator[QuestionToAsk]:
    for priority in plan.priorities:
        if priority.raised_before and not shows_impact(priority, plan.impact_key):
            days = listed([date_in_full(day) for day in sorted(priority.raised_before)])
            which = "inspections" if len(priority.raised_before) > 1 else "inspection"
            yield QuestionToAsk(
                f"What is being done differently this time about “{priority.title}”?",
                f"Inspectors raised it before, at the {which} that began on {days}.",
                (priority.id,),
            )


def _unanswered(plan: Plan) -> Iterator[QuestionToAsk]:
    for one in plan.challenges:
        if is_unanswered(one):
            days = counted(max(0, (plan.as_at - one.on).days), "day")
            yield QuestionToAsk(
                f"When will question {one.id} be answered?",
                f"{one.by or 'Someone'} asked “{one.text}” {days} ago.",
                (one.id,),
            )


def _silent(plan: Plan) -> Iterator[QuestionToAsk]:
    silent = [
        (days, action)
        for action in _actions(plan)
        if (days := days_without_update(action, plan.as_at) or 0) > plan.reporting_cycle
    ]
    for days, action in sorted(silent, key=lambda one: -one[0]):
        yield QuestionToAsk(
            f"What has happened on action {action.id}?",
            f"“{action.text}” has had no update for {counted(days, 'day')}.",
            (action.id,),
        )


def _actions(plan: Plan) -> Iterator[Action]:
    for priority in plan.priorities:
        yield from (action for action in priority.actions if not action.closed)
