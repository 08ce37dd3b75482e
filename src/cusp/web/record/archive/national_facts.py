"""Facts of every inspection of the record, kept in the process until the record changes.

Pages about the country are asked for often, and reports are rarely added.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from cusp.history.inspections import Inspection as Facts
from cusp.history.record_end import RecordEnd, record_end
from cusp.history.sequence import Standing, standing
from cusp.web.record.archive.library_records import country_facts
from cusp.web.record.archive.revision import kept_until_changed
from cusp.web.record.models import Authority


@kept_until_changed()
def facts() -> tuple[Facts, ...]:
    """Every inspection of the record."""
    return tuple(country_facts())


@kept_until_changed()
def end_of_record() -> RecordEnd | None:
    """Where the record of the country ends, with what was added since."""
    return record_end(facts())


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
