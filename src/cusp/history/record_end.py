"""Where a record ends: no national number and no council's standing is true beyond it."""

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
    """The newest report held: the day ``newest`` it was published, or inspectors left.

    ``published`` is false where the day of publication is not known. ``facts_end`` is where the
    facts of the whole country end that come with Cusp: reports added since are of some councils.
    ``what`` says of which reports this is the end: those held, or those whose words were read.
    """

    newest: date
    published: bool
    facts_end: date
    what: What = "held"

    def sentence(self) -> str:
        """As "Newest report held: published 20 August 2026. Later ones are not counted."."""
        day = date_in_full(self.newest)
        held = (
            f"published {day}"
            if self.published
            else f"inspectors left on {day}, day of publication not known"
        )
        text = f"Newest report {self.what}: {held}. Later ones are not counted."
        if self.newest <= self.facts_end:
            return text
        return (
            f"{text} For councils with no report added since, the record ends on "
            f"{date_in_full(self.facts_end)}."
        )


def read_end(inspections: Iterable[Inspection]) -> RecordEnd | None:
    """The newest of reports whose words were read, of whatever council; ``None`` of none."""
    newest = max(inspections, key=lambda one: (one.counts_from, one.sha256), default=None)
    if newest is None:
        return None
    day = newest.counts_from
    return RecordEnd(day, newest.published is not None, day, "read")


def record_end(inspections: Iterable[Inspection]) -> RecordEnd | None:
    """Where a record of these inspections ends, ``None`` where it holds none.

    Councils not recognised, such as the demo's, count only where there are no others: their
    reports say nothing about how far the record of the country goes.
    """
    held = list(inspections)
    codes = {one.code for one in known_authorities()}
    known = [one for one in held if one.authority in codes]
    newest = max(known or held, key=lambda one: (one.counts_from, one.sha256), default=None)
    if newest is None:
        return None
    return RecordEnd(
        newest=newest.counts_from,
        published=newest.published is not None,
        # A made-up council's reports have no facts of the country beside them.
        facts_end=facts_as_at() if known else newest.counts_from,
    )
