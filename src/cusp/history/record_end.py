"""Where a record ends: no national figure or council's standing is known beyond it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

import msgspec

from cusp.history.facts import facts_as_at
from cusp.history.inspections import Inspection
from cusp.reports.authorities import known_authorities
from cusp.reports.dates import date_in_full

What = Literal["held", "read"]


class RecordEnd(msgspec.Struct, frozen=True):
    """The newest report held. ``newest`` is the day it was published, or the last day on site.

    ``published`` is false if the day of publication is not known. ``facts_end`` is the end of the
    facts that come with Cusp for the whole country; reports added since are of some councils only.
    ``what`` says which reports this is the end of: those held, or those whose words were read.
    """

    newest: date
    published: bool
    facts_end: date
    what: What = "held"

    def sentence(self) -> str:
        """Such as "Newest report held: published 20 August 2026. Later ones are not counted."."""
        day = date_in_full(self.newest)
        when = (
            f"published {day}"
            if self.published
            else f"inspectors left on {day}, day of publication not known"
        )
        text = f"Newest report {self.what}: {when}. Later ones are not counted."
        if self.newest <= self.facts_end:
            return text
        return (
            f"{text} For councils with no report added since, the record ends on "
            f"{date_in_full(self.facts_end)}."
        )


def _age(inspection: Inspection) -> tuple[date, str]:
    return inspection.counts_from, inspection.sha256


def read_end(inspections: Iterable[Inspection]) -> RecordEnd | None:
    """The newest report whose words were read, of any council; ``None`` if there is none."""
    newest = max(inspections, key=_age, default=None)
    if newest is None:
        return None
    day = newest.counts_from
    return RecordEnd(day, newest.published is not None, day, "read")


def record_end(inspections: Iterable[Inspection]) -> RecordEnd | None:
    """Where a record of these inspections ends; ``None`` if there are none.

    Unrecognised councils, such as the demo's, count only if there are no others, since their
    reports do not show how far the national record goes.
    """
    every = list(inspections)
    codes = {council.code for council in known_authorities()}
    known = [inspection for inspection in every if inspection.authority in codes]
    newest = max(known or every, key=_age, default=None)
    if newest is None:
        return None
    return RecordEnd(
        newest=newest.counts_from,
        published=newest.published is not None,
        # The facts of the country do not include a made-up council's reports.
        facts_end=facts_as_at() if known else newest.counts_from,
    )
