"""Template filters for the record's pages."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cusp.history.sequence import Change
from cusp.reports.authorities import KnownAuthority
from cusp.web.common.wording import area_name, cited, in_a_row
from cusp.web.record.archive import page_images
from cusp.web.record.archive.passages import Part
from cusp.web.record.models import Document, Inspection

register = template.Library()

register.filter("in_a_row", in_a_row)
register.filter("cited", cited)


@register.filter
def pages(part: Part) -> list[int]:
    """The pages that a part is on."""
    return sorted({cite.page for cite in part.cites})


@register.filter
def no_picture(document: Document, page: int) -> str:
    """One sentence on why a page of the report has no image; empty if it may have one."""
    return page_images.why_none(document, page)


@register.filter
def area_address(area: str, inspection: Inspection) -> str:
    """The address of a page showing only an area's judgement."""
    place = [inspection.authority.slug, inspection.start.isoformat()]
    return reverse("passage", args=[*place, f"judgement-{area.replace('_', '-')}"])


@register.filter
def change_area(change: Change) -> str:
    """The area of a change, with both names if the frameworks divide it differently."""
    before, after = change.area_before, change.area_after
    if before and after and before != after:
        return f"{area_name(after)} (before: {area_name(before).lower()})"
    return area_name(after or before or "")


@register.filter
def council_links(councils: Sequence[KnownAuthority], end: str = "") -> SafeString:
    """Links to councils in a sentence, "A, B and C", followed directly by ``end``."""
    *first, last = (
        format_html(
            '<a class="govuk-link" href="{}">{}</a>',
            reverse("authority", args=[council.slug]),
            council.name,
        )
        for council in councils
    )
    listed = format_html_join(", ", "{}", ((link,) for link in first))
    return (
        format_html("{} and {}{}", listed, last, end) if first else format_html("{}{}", last, end)
    )
