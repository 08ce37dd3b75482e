"""A plan in numbers, and in the one sentence that stands at the top of a paper."""

from __future__ import annotations

from collections import Counter
from datetime import date

import msgspec

from cusp.plans.exceptions import is_unanswered
from cusp.plans.lateness import date_standing, is_open, redatings
from cusp.plans.measures import measured_or_asserted
from cusp.plans.ratings import KeyCounts, count_ratings, current_rating, is_complete, shows_impact
from cusp.plans.record import Action, Plan
from cusp.wording import counted


class ActionCounts(msgspec.Struct, frozen=True):
    """Actions of a plan, without those that were closed.

    ``done`` and ``open`` make up ``total``; ``late``, ``on_time`` and ``no_date`` make up ``open``;
    ``past_date`` and ``late_when_redated`` make up ``late``. ``late_by_first`` are those on time by
    their latest date only. ``complete`` are rated complete and have evidence. ``stale`` and
    ``redated_more_than_once`` count open actions.
    """

    total: int
    done: int
    done_late: int
    open: int
    late: int
    past_date: int
    late_when_redated: int
    on_time: int
    late_by_first: int
    no_date: int
    redated_more_than_once: int
    complete: int
    stale: int
    closed: int


class Summary(msgspec.Struct, frozen=True):
    """The numbers of a plan as at a day. Delivery and impact have a key each, and stay apart."""

    as_at: date
    actions: ActionCounts
    priorities: int
    showing_impact: int
    showing_measured_impact: int
    delivery: KeyCounts
    impact: KeyCounts
    open_questions: int
    sentence: str


def summarise(plan: Plan) -> Summary:
    """Count a plan: "9 of 31 actions late; 2 of 4 priorities show impact"."""
    kept = [one for priority in plan.priorities for one in priority.actions if not one.closed]
    showing = [one for one in plan.priorities if shows_impact(one, plan.impact_key)]
    actions = count_actions(plan)
    return Summary(
        as_at=plan.as_at,
        actions=actions,
        priorities=len(plan.priorities),
        showing_impact=len(showing),
        showing_measured_impact=sum(
            measured_or_asserted(one, as_at=plan.as_at) == "measured" for one in showing
        ),
        delivery=count_ratings([one.delivery for one in kept], plan.delivery_key),
        impact=count_ratings([one.impact for one in plan.priorities], plan.impact_key),
        open_questions=sum(is_unanswered(one) for one in plan.challenges),
        sentence=_sentence(actions, len(plan.priorities), len(showing)),
    )


def count_actions(plan: Plan) -> ActionCounts:
    """Count the actions of a plan by how they stand."""
    every = [one for priority in plan.priorities for one in priority.actions]
    still = [one for one in every if is_open(one, plan.as_at)]
    by = Counter(date_standing(one, plan.as_at) for one in every)
    kept = [one for one in every if not one.closed]
    return ActionCounts(
        total=len(kept),
        done=by["done"] + by["done late"],
        done_late=by["done late"],
        open=len(still),
        late=by["late"] + by["late when re-dated"],
        past_date=by["late"],
        late_when_redated=by["late when re-dated"],
        on_time=by["on time"] + by["late by first date"],
        late_by_first=by["late by first date"],
        no_date=by["no date"],
        redated_more_than_once=sum(len(redatings(one)) > 1 for one in still),
        complete=sum(is_complete(one, plan.delivery_key) for one in kept),
        stale=sum(_is_stale(one, plan) for one in still),
        closed=by["closed"],
    )


def _is_stale(action: Action, plan: Plan) -> bool:
    rated = current_rating(
        action.delivery, plan.delivery_key, as_at=plan.as_at, cycle=plan.reporting_cycle
    )
    return rated is not None and rated.stale


def _sentence(actions: ActionCounts, priorities: int, showing: int) -> str:
    if actions.total:
        late = f"{actions.late:,} of {counted(actions.total, 'action')} late"
    else:
        late = "No actions"
    if not priorities:
        return f"{late}; no priorities."
    many = "priority" if priorities == 1 else "priorities"
    verb = "shows" if showing == 1 else "show"
    return f"{late}; {showing:,} of {priorities:,} {many} {verb} impact."
