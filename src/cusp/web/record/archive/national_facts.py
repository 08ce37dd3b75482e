"""Facts about every inspection in the record, cached until the record changes.

National pages are requested often, and reports are rarely added.
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
    """Every inspection in the record."""
    return tuple(country_facts())


@kept_until_changed()
def end_of_record() -> RecordEnd | None:
    """The end of the national record, including reports added since."""
    return record_end(facts())


def end_for(authority: Authority) -> RecordEnd | None:
    """The end of the national record, or the authority's own if its council is not listed."""
    if authority.code:
        return end_of_record()
    return record_end(
        inspection for inspection in facts() if inspection.authority == authority.slug
    )


def standings(*, on: date) -> dict[str, Standing]:
    """The overall standing of each authority that has one, by code or slug."""
    own: dict[str, list[Facts]] = defaultdict(list)
    for inspection in facts():
        own[inspection.authority].append(inspection)
    found = ((code, standing(held, on=on)) for code, held in own.items())
    return {code: held_standing for code, held_standing in found if held_standing}
