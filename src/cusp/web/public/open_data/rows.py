"""The rows of the data sets that no other page has: every judgement, every area for improvement."""

from __future__ import annotations

from django.urls import reverse

from cusp.history.sequence import NOT_GIVEN
from cusp.web.record.archive.shared_columns import Row, named
from cusp.web.record.choices import PassageKind
from cusp.web.record.models import Inspection, Passage


def judgements(site: str) -> list[Row]:
    """A row for each judgement, by council, inspection and order in the report."""
    inspections = (
        Inspection.objects.select_related("authority")
        .prefetch_related("judgements")
        .order_by("authority__name", "start")
    )
    return [row for inspection in inspections for row in _judged(inspection, site)]


def _judged(inspection: Inspection, site: str) -> list[Row]:
    shared = {
        **named(inspection.authority),
        "region": inspection.authority.region or None,
        "inspection": inspection.start,
        "inspection_ended": inspection.end,
        "published": inspection.published,
        "counts_from": inspection.published or inspection.end,
        "framework": inspection.framework,
        "kind": inspection.kind or None,
    }
    given = [(one.area, one.grade, one.printed or None) for one in inspection.judgements.all()]
    if not inspection.overall_given:
        given.insert(0, ("overall", NOT_GIVEN, None))
    address = site + inspection.get_absolute_url()
    return [
        {**shared, "area": area, "grade": grade, "printed": printed, "address": address}
        for area, grade, printed in given
    ]


def areas_for_improvement(site: str) -> list[Row]:
    """A row for each area for improvement, by council, inspection and order in the report."""
    items = (
        Passage.objects.filter(kind=PassageKind.ITEM)
        .select_related("inspection__authority")
        .order_by("inspection__authority__name", "inspection__start", "pk")
    )
    return [_item(item, site) for item in items]


def _item(item: Passage, site: str) -> Row:
    inspection = item.inspection
    days = [inspection.authority.slug, inspection.start.isoformat(), item.address]
    return {
        **named(inspection.authority),
        "region": inspection.authority.region or None,
        "inspection": inspection.start,
        "published": inspection.published,
        "framework": inspection.framework,
        "number": item.number,
        "page": item.page,
        "text": item.text,
        "address": site + reverse("passage", args=days),
    }
