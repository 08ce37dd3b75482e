"""Converts database rows to the library's records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from cusp.history import sequence
from cusp.history.inspections import Inspection as Facts
from cusp.history.part_of_service import part_sentence
from cusp.reports.record import AreaCode, FrameworkCode, GradeCode, KindCode
from cusp.web.record.models import Inspection


def inspection_facts(row: Inspection) -> Facts:
    """One inspection; fetch its authority and judgements with it."""
    return Facts(
        authority=row.authority.code or row.authority.slug,
        framework=cast(FrameworkCode, row.framework),
        kind=cast(KindCode, row.kind) if row.kind else None,
        reinspection=row.reinspection,
        start=row.start,
        end=row.end,
        published=row.published,
        published_from=row.published_from or None,  # type: ignore[arg-type]
        grades={cast(AreaCode, j.area): cast(GradeCode, j.grade) for j in row.judgements.all()},
        overall_given=row.overall_given,
        improvements=row.improvements,
        improvements_read=row.improvements_read,
        priority=row.priority,
        paragraphs=row.paragraphs,
        sha256=row.sha256,
    )


def country_facts() -> list[Facts]:
    """Every inspection in the record, in three queries."""
    return all_facts(Inspection.objects.all())


def all_facts(rows: Iterable[Inspection]) -> list[Facts]:
    """Many inspections."""
    if hasattr(rows, "select_related"):
        rows = rows.select_related("authority").prefetch_related("judgements")
    return [inspection_facts(row) for row in rows]


def sentence_then(rows: list[Inspection], row: Inspection) -> str:
    """What an overall grade meant at the time: "…, for the second time in a row".

    For an inspection of one part of the service, says what it covered and its grade. ``rows`` are
    all the authority's inspections, with their judgements.
    """
    if not inspection_facts(row).whole_service:
        return part_sentence(inspection_facts(row))
    until = [inspection_facts(inspection) for inspection in rows if inspection.start <= row.start]
    standing = sequence.standing(until, on=max(inspection.counts_from for inspection in until))
    if standing and standing.inspection.start == row.start:
        return sequence.sentence(standing)
    return "No overall grade was given" if not row.overall_given else "Graded by area"
