"""What a council's page shows: its inspections, when the next is due, its neighbours' grades."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import combinations, pairwise
from typing import Any, NamedTuple, get_args

from cusp.calendar.wording import period
from cusp.history import sequence
from cusp.history.country import OUTCOMES
from cusp.history.inspections import Inspection as Facts
from cusp.history.next_inspection import next_inspection
from cusp.reports.record import AreaCode
from cusp.web.common.wording import area_name, area_order
from cusp.web.record.archive import national_facts
from cusp.web.record.archive.library_records import all_facts, sentence_then
from cusp.web.record.inspections import wording
from cusp.web.record.measures.neighbours import statistical_neighbours
from cusp.web.record.models import Authority, Inspection

# Areas by name, in the order in which every inspection's judgements are listed.
AREA_NAMES = [area_name(area) for area in sorted(get_args(AreaCode), key=area_order)]
_WORDS: dict[sequence.Outcome | None, str] = {
    sequence.NOT_GIVEN: "with no overall grade given",
    None: "with no grade in the record",
}


class Step(NamedTuple):
    """One inspection in the list, in words, with the previous one and what has changed since."""

    inspection: Inspection
    days: str
    kind: str
    sentence: str
    improvements: str
    previous: Inspection | None
    changed: str


def steps(rows: Sequence[Inspection]) -> tuple[list[Step], list[Step]]:
    """Inspections of the whole service, and inspections of part of it, newest first.

    An inspection is compared with the previous one of the whole service. `rows` are oldest first.
    """
    facts = dict(zip((row.pk for row in rows), all_facts(rows), strict=True))
    whole = [row for row in rows if facts[row.pk].whole_service]
    part = [row for row in rows if not facts[row.pk].whole_service]
    previous = {later.pk: earlier for earlier, later in pairwise(whole)}
    return (
        [_step(rows, row, previous.get(row.pk), facts) for row in reversed(whole)],
        [_step(rows, row, None, facts) for row in reversed(part)],
    )


def _step(
    rows: Sequence[Inspection],
    row: Inspection,
    previous: Inspection | None,
    facts: dict[int, Facts],
) -> Step:
    changes = sequence.changes(earlier=facts[previous.pk], later=facts[row.pk]) if previous else ()
    return Step(
        inspection=row,
        days=period(row.start, row.end),
        kind=wording.kind_of(row),
        # The area grades follow, so they are not listed in the sentence.
        sentence=sentence_then(list(rows), row) if row.overall_given else "No overall grade given",
        improvements=wording.improvements_of(row),
        previous=previous,
        changed=wording.changed(previous.start, changes) if previous else "",
    )


def other_pairs(listed: Sequence[Step], older: Sequence[Step]) -> list[tuple[Any, Any]]:
    """Pairs of inspections that no entry in the list links to, earlier one first."""
    rows = sorted((step.inspection for step in (*listed, *older)), key=lambda row: row.start)
    linked = {(step.previous.pk, step.inspection.pk) for step in listed if step.previous}
    return [
        (earlier, later)
        for earlier, later in combinations(rows, 2)
        if (earlier.pk, later.pk) not in linked
    ]


def expected(authority: Authority, facts: Sequence[Facts], *, today: date) -> dict[str, str] | None:
    """When the next inspection is usually due, in words; nothing for an abolished council."""
    found = None if authority.ended else next_inspection(facts, on=today)
    if found is None:
        return None
    return {
        "window": wording.window(found),
        "label": wording.window_label(found, today),
        "about": wording.about_next_inspection(found, today),
    }


def neighbours(authority: Authority, *, today: date) -> dict[str, Any]:
    """The overall grades of a council's statistical neighbours and its own, closest first."""
    near = statistical_neighbours(authority)
    standings = national_facts.standings(on=today) if near else {}
    rows = [_graded(council, standings) for council in ((authority, *near) if near else ())]
    counts = Counter(row["outcome"] for row in rows[1:])
    present = [outcome for outcome in (*OUTCOMES, None) if counts[outcome]]
    return {
        "rows": rows,
        "number": len(near),
        "counted": ", ".join(
            f"{counts[outcome]} {_WORDS.get(outcome, outcome)}" for outcome in present
        ),
        "as_at": today,
    }


def _graded(council: Authority, standings: dict[str, sequence.Standing]) -> dict[str, Any]:
    standing = standings.get(council.code or council.slug)
    return {"council": council, **overall(standing)}


def overall(standing: sequence.Standing | None) -> dict[str, Any]:
    """The overall grade in force, or a statement that none was given, and when inspectors came."""
    if standing is None:
        return {"outcome": None, "start": None}
    none_given = sequence.NOT_GIVEN if standing.why == sequence.NOT_GIVEN else None
    return {"outcome": standing.grade or none_given, "start": standing.inspection.start}


def best_first(outcome: sequence.Outcome | None) -> int | None:
    """Sorts outcomes: outstanding first, "no overall grade" after all grades, unknown last."""
    return OUTCOMES.index(outcome) if outcome else None
