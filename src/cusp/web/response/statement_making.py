"""Makes the statement from the plan and from what was chosen, and asks the ledger for each number.

Only what is chosen gets in. What is not named here (who reported, reasons of ratings, support,
evidence, questions) is never public.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from cusp.plans import record
from cusp.web.response import statement_content as public
from cusp.web.response import statement_numbers as numbers
from cusp.web.response.models import LedgerEntry, Plan
from cusp.web.response.plan_record import plan_record
from cusp.web.response.statement_choices import (
    LATEST,
    Chosen,
    ChosenAction,
    ChosenArea,
    ChosenMeasure,
    chosen_for,
)
from cusp.web.response.statement_numbers import Decided
from cusp.web.response.wording import latest


class Made(msgspec.Struct, frozen=True):
    """A statement, and what the ledger decided on each reading, by measure."""

    statement: public.Statement
    decided: dict[str, list[Decided]]
    counts_from: dict[str, str]

    @property
    def withheld(self) -> list[Decided]:
        """Readings that are withheld."""
        return [one for every in self.decided.values() for one in every if one.why]


def make(plan: Plan) -> Made:
    """The next version of the statement, as it would be published now."""
    before: dict[str, list[LedgerEntry]] = defaultdict(list)
    for entry in LedgerEntry.objects.filter(statement__authority=plan.inspection.authority_id):
        before[entry.thing].append(entry)
    return put_together(plan_record(plan), chosen_for(plan), before)


def put_together(
    plan: record.Plan, chosen: Chosen, before: Mapping[str, Iterable[LedgerEntry]]
) -> Made:
    """The statement from a plan and what was chosen; ``before`` is the ledger by measure."""
    decided: dict[str, list[Decided]] = {}
    counts_from: dict[str, str] = {}
    priorities = []
    for priority in plan.priorities:
        area = chosen.area(priority.id)
        if area is None or not area.included:
            continue
        of_measures = {one.id: one for one in area.measures}
        measures = []
        for measure in priority.measures:
            if (choice := of_measures.get(measure.id)) is None:
                continue
            counts_from[measure.id] = choice.counts_from
            shown, decided[measure.id] = _measure(measure, choice, before.get(measure.id, ()))
            measures.append(shown)
        priorities.append(_priority(priority, area, plan, tuple(measures)))
    inspected = plan.header.inspected
    assert inspected is not None  # every stored plan answers an inspection
    statement = public.Statement(
        council=plan.header.council,
        title=chosen.top.title,
        inspected=inspected,
        introduction=chosen.top.introduction,
        contact=chosen.top.contact,
        priorities=tuple(priorities),
    )
    return Made(statement, decided, counts_from)


def _priority(
    priority: record.Priority,
    area: ChosenArea,
    plan: record.Plan,
    measures: tuple[public.Measure, ...],
) -> public.Priority:
    of_actions = {one.id: one for one in area.actions}
    return public.Priority(
        id=priority.id,
        title=priority.title,
        words=_words(priority.inspectors_words) if area.words else None,
        outcome=priority.outcome if area.outcome else "",
        impact=_rated(priority.impact, plan.impact_key) if area.impact else None,
        actions=tuple(
            _action(action, of_actions[action.id], plan)
            for action in priority.actions
            if action.id in of_actions and not action.closed
        ),
        measures=measures,
    )


def _words(words: record.InspectorsWords | None) -> public.Words | None:
    if words is None:
        return None
    return public.Words(words.text, words.kind, words.number, words.page, words.address)


def _action(action: record.Action, choice: ChosenAction, plan: record.Plan) -> public.Action:
    dates = [one.due for one in action.due]
    update = None
    if choice.update is not None and choice.update < len(action.updates):
        said = action.updates[choice.update]
        update = public.Update(said.on, said.text)
    return public.Action(
        id=action.id,
        text=action.text,
        lead=choice.lead,
        start=action.start,
        due=dates[-1] if dates else None,
        first_due=dates[0] if len(dates) > 1 else None,
        done=action.done,
        delivery=_rated(action.delivery, plan.delivery_key) if choice.delivery else None,
        update=update,
    )


def _rated(
    ratings: tuple[record.Rating, ...], key: tuple[record.KeyEntry, ...]
) -> public.Rated | None:
    rating = latest(ratings, key)
    return public.Rated(rating.code, rating.words, rating.colour, rating.on) if rating else None


def _measure(
    measure: record.Measure, choice: ChosenMeasure, before: Iterable[LedgerEntry]
) -> tuple[public.Measure, list[Decided]]:
    readings = _chosen_readings(measure, choice)
    decided = numbers.decide(measure, readings, counts_from=choice.counts_from, before=before)
    shown = tuple(
        _reading(one, baseline=reading is measure.baseline)
        for one, reading in zip(decided, readings, strict=True)
    )
    made = public.Measure(
        id=measure.id,
        name=measure.name,
        definition=measure.definition if choice.definition else "",
        unit=measure.unit,
        better=measure.better,
        target=measure.target,
        target_by=measure.target_by,
        readings=shown,
    )
    return made, decided


def _chosen_readings(measure: record.Measure, choice: ChosenMeasure) -> list[record.Reading]:
    """The baseline, and the latest reading or all of them; the last one for a day counts."""
    by_day = {reading.on: reading for reading in measure.readings}
    kept = sorted(by_day.values(), key=lambda one: one.on)
    if choice.readings == LATEST:
        kept = kept[-1:]
    if measure.baseline and measure.baseline.on not in by_day:
        kept = [measure.baseline, *kept]
    return kept


def _reading(one: Decided, *, baseline: bool) -> public.Reading:
    reading = one.reading
    if one.why:
        return public.Reading(reading.on, reading.since, withheld=True, baseline=baseline)
    return public.Reading(
        reading.on,
        reading.since,
        reading.value,
        reading.numerator,
        reading.denominator,
        baseline=baseline,
    )
