"""Facts of every inspection of the record, kept in the process.

They are kept for as long as their stamp (how many rows, when last changed) is the same: pages about
the country are asked for often, and reports are added seldom.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max

from cusp.history.inspections import Inspection as Facts
from cusp.history.record_end import RecordEnd, record_end
from cusp.history.sequence import Standing, standing
from cusp.web.record.archive.library_records import country_facts
from cusp.web.record.models import Authority, Inspection, Judgement

Stamp = tuple[Any, ...]


def facts() -> tuple[Facts, ...]:
    """Every inspection of the record, read again only if the record changed."""
    return facts_at(stamp())


def end_of_record() -> RecordEnd | None:
    """Where the record of the country ends, with what was added since."""
    return end_at(stamp())


def end_for(authority: Authority) -> RecordEnd | None:
    """Where the record ends for an authority: the country's, or its own where nobody knows it."""
    if authority.code:
        return end_of_record()
    return record_end(
        inspection for inspection in facts() if inspection.authority == authority.slug
    )


def standings(*, on: date) -> dict[str, Standing]:
    """The overall standing of each authority that has one, by its code or else its address."""
    own: dict[str, list[Facts]] = defaultdict(list)
    for inspection in facts():
        own[inspection.authority].append(inspection)
    found = ((code, standing(held, on=on)) for code, held in own.items())
    return {code: held_standing for code, held_standing in found if held_standing}


def stamp() -> Stamp:
    """Changes with any inspection or judgement that is added, changed or taken away."""
    inspections = Inspection.objects.aggregate(Count("id"), Max("id"), Max("changed_at"))
    judgements = Judgement.objects.aggregate(Count("id"), Max("id"))
    return (*inspections.values(), *judgements.values())


@lru_cache(maxsize=1)
def facts_at(_stamp: Stamp) -> tuple[Facts, ...]:
    """Every inspection of the record as it is under a stamp."""
    return tuple(country_facts())


@lru_cache(maxsize=1)
def end_at(of: Stamp) -> RecordEnd | None:
    """Where the record ends, as it is under a stamp."""
    return record_end(facts_at(of))
