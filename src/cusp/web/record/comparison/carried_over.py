"""What was carried over between two inspections: the library's proposal and officers' corrections.

A proposal is kept until a report is read again or the model changes. Corrections are never
overwritten: each is a separate row, with who and when, and the latest on two items applies.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import Literal

import msgspec
from django.db import transaction
from django.db.models import Q

from cusp.history.carried_over import MODEL, SURE, propose_links
from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.record.archive import revision
from cusp.web.record.choices import Verdict
from cusp.web.record.models import Comparison, Correction, Inspection

# From this score on, a match is called very likely.
_VERY_LIKELY = 0.9
VERDICTS: dict[str, str] = dict(Verdict.choices)


class CannotCorrect(ValueError):
    """Why a correction was not saved."""


class CarriedLink(msgspec.Struct, frozen=True):
    """A later item and the earlier one it continues.

    ``score`` is the library's (0 to 1), or ``None`` if only an officer made the link.
    ``correction`` is the latest correction.
    """

    later: int
    earlier: int
    kind: Literal["same", "partial"]
    score: float | None = None
    correction: Correction | None = None

    @property
    def sure(self) -> bool:
        """Whether it is shown as carried over, not as possibly."""
        return self.correction is not None or (self.score or 0) >= SURE

    @property
    def kind_words(self) -> str:
        """Whether the whole item is carried over, or a part."""
        return VERDICTS[self.kind]

    @property
    def likelihood(self) -> str:
        """How likely the match is, in words; empty where only an officer made it."""
        if self.score is None:
            return ""
        if self.score >= _VERY_LIKELY:
            return "very likely"
        return "likely" if self.score >= SURE else "possible"


class Carried(msgspec.Struct, frozen=True):
    """What was carried over between two inspections, by item number."""

    links: tuple[CarriedLink, ...]
    new: tuple[int, ...]
    no_longer_raised: tuple[int, ...]
    refused: tuple[Correction, ...] = ()

    @property
    def carried(self) -> tuple[CarriedLink, ...]:
        """Links that are certain enough, or confirmed by an officer."""
        return tuple(link for link in self.links if link.sure)

    @property
    def perhaps(self) -> tuple[CarriedLink, ...]:
        """Links that somebody should check."""
        return tuple(link for link in self.links if not link.sure)

    @property
    def earlier_items(self) -> int:
        """How many earlier items were carried over."""
        return len({link.earlier for link in self.carried})

    @property
    def later_items(self) -> int:
        """How many later items continue an earlier one."""
        return len({link.later for link in self.carried})


def carried(earlier: Inspection, later: Inspection) -> Carried | None:
    """What was carried over, with corrections; ``None`` if a report is not on record."""
    if not (earlier.document and later.document):
        return None
    corrections = Correction.objects.select_related("by").filter(earlier=earlier, later=later)
    return together(
        proposed(earlier, later),
        corrections,
        earlier_items=[i.number for i in earlier.document.report.improvements],
        later_items=[i.number for i in later.document.report.improvements],
    )


def together(
    links: Iterable[CarriedLink],
    corrections: Iterable[Correction],
    *,
    earlier_items: Iterable[int],
    later_items: Iterable[int],
) -> Carried:
    """The proposal with the latest correction of each pair of items applied."""
    earlier_items, later_items = list(earlier_items), list(later_items)
    standing = {(link.later, link.earlier): link for link in links}
    newest = {(c.later_number, c.earlier_number): c for c in corrections}
    refused = []
    for pair, correction in newest.items():
        if pair[0] not in later_items or pair[1] not in earlier_items:
            continue  # the report was read again and has fewer items now
        if correction.verdict == Verdict.NONE:
            standing.pop(pair, None)
            refused.append(correction)
            continue
        kind: Literal["same", "partial"] = "same" if correction.verdict == "same" else "partial"
        score = standing[pair].score if pair in standing else None
        standing[pair] = CarriedLink(*pair, kind=kind, score=score, correction=correction)
    links = tuple(standing[pair] for pair in sorted(standing))
    linked_later, linked_earlier = {x.later for x in links}, {x.earlier for x in links}
    return Carried(
        links,
        new=tuple(n for n in later_items if n not in linked_later),
        no_longer_raised=tuple(n for n in earlier_items if n not in linked_earlier),
        refused=tuple(refused),
    )


def proposed(earlier: Inspection, later: Inspection) -> list[CarriedLink]:
    """The library's links, from the database if already worked out."""
    assert earlier.document and later.document  # noqa: PT018  # checked by the caller
    made_from = f"{MODEL} {earlier.document.sha256[:24]} {later.document.sha256[:24]} "
    made_from += f"{earlier.document.reader} {later.document.reader}"
    kept = Comparison.objects.filter(earlier=earlier, later=later).first()
    if kept is None or kept.made_from != made_from:
        found = propose_links(earlier.document.report, later.document.report)
        kept = Comparison(
            earlier=earlier,
            later=later,
            made_from=made_from,
            links=[[x.later, x.earlier, x.kind, x.score] for x in found],
        )
        # In one statement, since two people may open a comparison for the first time at once.
        Comparison.objects.bulk_create(
            [kept],
            update_conflicts=True,
            unique_fields=["earlier", "later"],
            update_fields=["made_from", "links"],
        )
    return [CarriedLink(*row) for row in kept.links]


def forget_proposals(inspection: Inspection) -> None:
    """Drop the proposed links of an inspection whose report changed, so they are made again."""
    Comparison.objects.filter(Q(earlier=inspection) | Q(later=inspection)).delete()


def prepare(inspections: Collection[Inspection]) -> None:
    """Work out links with the inspections before and after each.

    Then the first person to open a comparison does not have to wait.
    """
    wanted = {inspection.pk for inspection in inspections}
    authorities = {inspection.authority_id for inspection in inspections}
    for authority in authorities:
        rows = Inspection.objects.select_related("document").filter(authority=authority)
        for earlier, later in pairwise(rows):
            if wanted & {earlier.pk, later.pk} and earlier.document and later.document:
                proposed(earlier, later)


def correct(
    earlier: Inspection,
    later: Inspection,
    *,
    earlier_number: int,
    later_number: int,
    verdict: Literal["same", "partial", "none"],
    by: User,
    note: str = "",
) -> Correction:
    """Save an officer's correction; raises :class:`CannotCorrect` if an item does not exist."""
    for inspection, number in ((earlier, earlier_number), (later, later_number)):
        items = inspection.document.report.improvements if inspection.document else ()
        if number not in {item.number for item in items}:
            raise CannotCorrect(f"The inspection of {inspection} has no item {number}.")
    with transaction.atomic():
        correction = Correction.objects.create(
            earlier=earlier,
            later=later,
            earlier_number=earlier_number,
            later_number=later_number,
            verdict=verdict,
            note=note.strip()[:500],
            by=by,
            by_then=str(by),
        )
        audit.record_change(
            "carried-over link corrected",
            by=by,
            about=f"{later}: item {later_number} from {earlier.start} item {earlier_number}",
            verdict=verdict,
            note=correction.note,
        )
        revision.bump()
    return correction
