"""Template words of the record's pages."""

from __future__ import annotations

from django import template
from django.urls import reverse

from cusp.history.sequence import Change
from cusp.web.common.wording import area_name
from cusp.web.record.archive import page_images
from cusp.web.record.archive.passages import Part
from cusp.web.record.models import Document, Inspection

register = template.Library()


@register.filter
def pages(part: Part) -> list[int]:
    """The pages that a part stands on."""
    return sorted({cite.page for cite in part.cites})


@register.filter
def no_picture(document: Document, page: int) -> str:
    """One sentence on why a page of the report has no image; empty if it may have one."""
    return page_images.why_none(document, page)


@register.filter
def area_address(area: str, inspection: Inspection) -> str:
    """Where the judgement of an area stands alone with its page."""
    place = [inspection.authority.slug, inspection.start.isoformat()]
    return reverse("passage", args=[*place, f"judgement-{area.replace('_', '-')}"])


@register.filter
def change_area(change: Change) -> str:
    """The area of a change, both names where the frameworks cut it differently."""
    before, after = change.area_before, change.area_after
    if before and after and before != after:
        return f"{area_name(after)} (before: {area_name(before).lower()})"
    return area_name(after or before or "")


@register.filter
def moved(changes: tuple[Change, ...]) -> list[Change]:
    """Those changes of grade that go up or down."""
    return [change for change in changes if change.direction in ("up", "down")]


@register.filter
def far_pairs(steps: list[dict[str, Inspection]]) -> list[tuple[Inspection, Inspection]]:
    """Pairs of inspections with others between them, earlier first."""
    rows = [step["inspection"] for step in reversed(steps)]
    return [(rows[i], rows[j]) for i in range(len(rows)) for j in range(i + 2, len(rows))]
