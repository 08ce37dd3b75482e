"""What was carried over between two inspections: the library's proposal and officers' corrections.

A proposal is kept until a report is read again or the model changes. Corrections are never
overwritten. Each is a separate row saying who made it and when; the latest on two items applies.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import Literal

from django.db import transaction
from django.db.models import Q

from cusp.history.carried_over import MODEL, propose_links
from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.background.status import Status
from cusp.web.background.worker import is_passing
from cusp.web.record.archive import revision
from cusp.web.record.archive.carried_links import Carried, CarriedLink, together
from cusp.web.record.models import Comparison, Correction, Document, Inspection

# The revision at which every pair had links.
_complete_at: int | None = None
# Pairs that could not be compared since this process started.
_failed: set[tuple[int, int]] = set()


class BeingCompared(Exception):
    """The worker has not compared these two inspections yet."""

    def __init__(self) -> None:
        super().__init__("Cusp is still comparing these reports. Try again in a few minutes.")


class CannotCorrect(ValueError):
    """Why a correction was not saved."""


def carried(earlier: Inspection, later: Inspection) -> Carried | None:
    """What was carried over, with corrections; ``None`` if a report is not in the record."""
    if not (earlier.document and later.document):
        return None
    corrections = Correction.objects.select_related("by").filter(earlier=earlier, later=later)
    return together(
        proposed(earlier, later),
        corrections,
        earlier_items=[i.number for i in earlier.document.report.improvements],
        later_items=[i.number for i in later.document.report.improvements],
    )


def why_missing(earlier: Inspection, later: Inspection) -> str:
    """Why :func:`carried` cannot give a result yet; empty if it can."""
    try:
        carried(earlier, later)
    except BeingCompared as why:
        return str(why)
    return ""


def proposed(earlier: Inspection, later: Inspection) -> list[CarriedLink]:
    """The library's links, as the worker stored them. Raises :class:`BeingCompared` before that."""
    stored = Comparison.objects.filter(earlier=earlier, later=later).first()
    if stored is None:
        raise BeingCompared
    return [CarriedLink(*row) for row in stored.links]


def propose(earlier: Inspection, later: Inspection) -> None:
    """Find the library's links between two inspections and store them."""
    assert earlier.document and later.document  # noqa: PT018  # checked by the caller
    found = propose_links(earlier.document.report, later.document.report)
    comparison = Comparison(
        earlier=earlier,
        later=later,
        made_from=_made_from(earlier.document, later.document),
        links=[[x.later, x.earlier, x.kind, x.score] for x in found],
    )
    # In one statement, because the worker and a command may do this at the same time.
    with transaction.atomic():
        Comparison.objects.bulk_create(
            [comparison],
            update_conflicts=True,
            unique_fields=["earlier", "later"],
            update_fields=["made_from", "links"],
        )
        revision.bump()


def _made_from(earlier: Document, later: Document) -> str:
    made_from = f"{MODEL} {earlier.sha256[:24]} {later.sha256[:24]} "
    return made_from + f"{earlier.reader} {later.reader}"


def forget_proposals(inspection: Inspection) -> None:
    """Drop an inspection's proposed links when its report changes, so that they are made again."""
    Comparison.objects.filter(Q(earlier=inspection) | Q(later=inspection)).delete()


def propose_next(status: Status) -> bool:
    """Find the links for the next pair of inspections that has none; False if all have them.

    A pair that fails is left until the worker restarts, so that it does not hold up others.
    """
    global _complete_at  # noqa: PLW0603  # so that an idle worker only has to read one number
    now = revision.current()
    pair = _next_pair() if now != _complete_at else None
    if pair is None:
        _complete_at = now
        return False
    rows = Inspection.objects.select_related("document", "authority")
    earlier, later = (rows.get(pk=pk) for pk in pair)
    status.doing(f"Comparing {earlier} and {later}")
    try:
        propose(earlier, later)
    except Exception as error:
        if not is_passing(error):
            _failed.add(pair)
        raise
    return True


def propose_missing() -> int:
    """Find the links for every pair of inspections without any stored; returns how many."""
    done = 0
    while (pair := _next_pair()) is not None:
        propose(*(Inspection.objects.select_related("document").get(pk=pk) for pk in pair))
        done += 1
    return done


def _next_pair() -> tuple[int, int] | None:
    """Two inspections of an authority whose stored links are missing or out of date.

    Leaves out the reports' texts, which are large.
    """
    stored = {
        (row.earlier_id, row.later_id): row.made_from
        for row in Comparison.objects.only("earlier_id", "later_id", "made_from")
    }
    documents = Document.objects.filter(inspection__isnull=False).select_related("inspection")
    by_authority: dict[int, list[Document]] = defaultdict(list)
    for document in documents.defer("packed").order_by("inspection__start"):
        by_authority[document.inspection.authority_id].append(document)
    for of_one in by_authority.values():
        for earlier, later in combinations(of_one, 2):
            pair = (earlier.inspection.pk, later.inspection.pk)
            if pair not in _failed and stored.get(pair) != _made_from(earlier, later):
                return pair
    return None


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
