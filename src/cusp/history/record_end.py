"""The date a record ends: no national figure or council's grade is known after it."""

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
    """The newest report held. ``newest`` is its publication date, or the last day on site.

    ``published`` is false if the publication date is not known. ``facts_end`` is when the
    national facts supplied with Cusp end; reports added since are for some councils only. ``what``
    says which reports are meant: those held, or those whose words were read.
    """

    newest: date
    published: bool
    facts_end: date
    what: What = "held"

    def sentence(self) -> str:
        """In words: "Newest report held: published 20 August 2026. Later ones …"."""
        day = date_in_full(self.newest)
        when = (
            f"published {day}"
            if self.published
            else f"inspectors left on {day}, publication date not known"
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
    """The date a record of these inspections ends; ``None`` if there are none.

    Unrecognised councils, such as the demo council, count only if there are no others, because
    their reports do not show how far the national record goes.
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
        # The national facts do not include reports on a made-up council.
        facts_end=facts_as_at() if known else newest.counts_from,
    )
