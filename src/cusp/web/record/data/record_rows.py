"""The record as plain rows, for JSON, CSV, Excel and the API.

Addresses are complete, so that a row makes sense anywhere. ``site`` is the address the visitor uses
to reach Cusp, such as ``https://cusp.example``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, get_args

import msgspec
from django.db.models import Prefetch
from django.urls import reverse

from cusp.history import sequence
from cusp.history.next_inspection import USUAL, next_inspection
from cusp.reports.authorities import join_keys
from cusp.reports.record import AreaCode
from cusp.web.record.archive import national_facts
from cusp.web.record.archive.library_records import all_facts
from cusp.web.record.archive.passages import Part, parts_of
from cusp.web.record.archive.shared_columns import AUTHORITY_COLUMNS, Row, named
from cusp.web.record.measures.neighbours import statistical_neighbours
from cusp.web.record.models import Authority, Inspection, Judgement

AREAS: tuple[str, ...] = get_args(AreaCode)
INSPECTION_COLUMNS = (
    *AUTHORITY_COLUMNS,
    "start",
    "end",
    "published",
    "published_from",
    "counts_from",
    "framework",
    "kind",
    "reinspection",
    "lead_inspector",
    *AREAS,
    "improvements",
    "priority_improvements",
    "report_held",
    "complete",
    "address",
)
PART_COLUMNS = (
    *AUTHORITY_COLUMNS,
    "inspection",
    "id",
    "kind",
    "number",
    "name",
    "area",
    "heading",
    "page",
    "text",
    "address",
)


def authorities(site: str) -> list[Row]:
    """Every authority with its latest inspection, by name, in three queries."""
    inspections = Inspection.objects.order_by("start").prefetch_related("judgements")
    held = Authority.objects.prefetch_related(Prefetch("inspections", queryset=inspections))
    return [
        authority(council, list(council.inspections.all()), site)
        for council in held.order_by("name")
    ]


def authority(authority: Authority, inspections: list[Inspection], site: str) -> Row:
    """An authority with its latest grades; pass its inspections oldest first."""
    latest = inspections[-1] if inspections else None
    return {
        "name": authority.name,
        "slug": authority.slug,
        "code": authority.code,
        **join_keys(authority.code),
        "region": authority.region or None,
        "kind": authority.kind or None,
        "began": authority.began,
        "ended": authority.ended,
        "inspections": len(inspections),
        "latest_start": latest.start if latest else None,
        "latest_published": latest.published if latest else None,
        "latest_framework": latest.framework if latest else None,
        **_grades(latest),
        "improvements": _counted(latest) if latest else None,
        "address": site + authority.get_absolute_url(),
    }


def authority_in_full(council: Authority, site: str, *, on: date) -> Row:
    """An authority, its standing on a given day in words, and its inspections, oldest first."""
    held = list(
        council.inspections.select_related("authority")
        .prefetch_related("judgements")
        .order_by("start")
    )
    standing = sequence.standing(all_facts(held), on=on)
    return {
        "answer": sequence.sentence(standing) if standing else None,
        "authority": authority(council, held, site),
        "inspections": [inspection(row, site) for row in held],
    }


def next_inspection_row(authority: Authority, *, on: date) -> Row | None:
    """When the next inspection is usually due; ``None`` if the council is abolished or has none."""
    held = all_facts(authority.inspections.all())
    found = None if authority.ended else next_inspection(held, on=on)
    if found is None:
        return None
    return {
        "usual_from": found.opens,
        "usual_to": found.closes,
        "why_none": found.why_none,
        "status": USUAL.status,
    }


def neighbour_rows(authority: Authority, *, on: date) -> list[Row]:
    """The overall grade of each statistical neighbour on a given day, closest neighbour first."""
    near = statistical_neighbours(authority)
    standings = national_facts.standings(on=on) if near else {}
    rows = []
    for council in near:
        standing = standings.get(council.code or council.slug)
        rows.append(
            {
                "name": council.name,
                "code": council.code,
                "slug": council.slug,
                "grade": standing.grade if standing else None,
                "why_none": standing.why if standing else "no inspection held",
                "inspected": standing.inspection.start if standing else None,
            }
        )
    return rows


def inspection(inspection: Inspection, site: str) -> Row:
    """Facts about an inspection; fetch its authority and judgements with it."""
    return {
        **named(inspection.authority),
        "start": inspection.start,
        "end": inspection.end,
        "published": inspection.published,
        "published_from": inspection.published_from or None,
        "counts_from": inspection.published or inspection.end,
        "framework": inspection.framework,
        "kind": inspection.kind or None,
        "reinspection": inspection.reinspection,
        "lead_inspector": inspection.lead_inspector or None,
        **_grades(inspection),
        "improvements": _counted(inspection),
        "priority_improvements": inspection.priority,
        "report_held": inspection.document_id is not None,
        "complete": inspection.complete,
        "address": site + inspection.get_absolute_url(),
    }


def _counted(inspection: Inspection) -> int | None:
    """The number of areas for improvement; ``None`` if they could not be counted."""
    return inspection.improvements if inspection.improvements_read else None


def _grades(inspection: Inspection | None) -> Row:
    """A column for each area; “not given” if there is no overall grade."""
    grades: Row = dict.fromkeys(AREAS)
    if inspection:
        grades |= {j.area: j.grade for j in inspection.judgements.all()}
        if not inspection.overall_given and not grades["overall"]:
            grades["overall"] = "not given"
    return grades


def parts(inspection: Inspection, site: str) -> list[Row]:
    """Every judgement, area for improvement and paragraph of a report, with its page."""
    found = parts_of(inspection.document.report).values() if inspection.document else ()
    return [_part(inspection, part, site) for part in found]


def passages(inspection: Inspection, site: str) -> list[Row]:
    """Its areas for improvement and paragraphs."""
    return [row for row in parts(inspection, site) if row["kind"] != "judgement"]


def _part(inspection: Inspection, part: Part, site: str) -> Row:
    place = [inspection.authority.slug, inspection.start.isoformat(), part.address]
    return {
        **named(inspection.authority),
        "inspection": inspection.start,
        "id": part.address,
        "kind": part.kind,
        "number": part.number,
        "name": part.name,
        "area": part.area or None,
        "heading": part.heading or None,
        "page": part.page,
        "text": part.text,
        "address": site + reverse("passage", args=place),
    }


def whole_record(found: Inspection, site: str) -> dict[str, Any]:
    """The record (``cusp.report/1``) with each part's address; only facts if there is no report."""
    facts = inspection(found, site)
    if found.document is None:
        return {"schema": "cusp.inspection/1", "inspection": facts, "passages": []}
    report = msgspec.to_builtins(found.document.report)
    places = [
        {name: row[name] for name in ("id", "kind", "number", "page", "address")}
        for row in parts(found, site)
    ]
    return {"schema": report.pop("schema"), **report, "inspection": facts, "passages": places}


def grades_of(inspections: Iterable[Inspection]) -> dict[int, str]:
    """The overall grade of each inspection that has one, in one query."""
    return dict(
        Judgement.objects.filter(
            area="overall", inspection__in={inspection.pk for inspection in inspections}
        ).values_list("inspection_id", "grade")
    )
