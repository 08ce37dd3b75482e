"""Template filters for the record's pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cusp.history.sequence import Change
from cusp.reports.authorities import KnownAuthority
from cusp.web.common.wording import area_name, cited
from cusp.web.record.archive import page_images
from cusp.web.record.archive.passages import Part
from cusp.web.record.choices import Polarity
from cusp.web.record.models import Document, Inspection
from cusp.wording import listed

register = template.Library()
# The same as ``<c-tag>``, which is too slow for pages with hundreds of tags.
_TAG = '<strong class="govuk-tag govuk-tag--{}">{}</strong>'
_STATE_COLOURS = {"praised": "green", "criticised": "red", "both": "yellow"}

register.filter("in_a_row", listed)
register.filter("cited", cited)


class _Said(Protocol):
    """A sentence with its place in the report."""

    @property
    def address(self) -> str: ...
    @property
    def page(self) -> int | None: ...


class _Finding(Protocol):
    """A sentence as Cusp reads it."""

    @property
    def polarity(self) -> str: ...
    @property
    def clear(self) -> bool: ...


class _Counts(Protocol):
    """How often a topic was praised and criticised."""

    @property
    def state(self) -> str: ...
    @property
    def words(self) -> str: ...


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
def citation(inspection: Inspection, said: _Said) -> SafeString:
    """Where a sentence stands: "2019 report, page 4", linked to its passage if that is known."""
    words = cited(inspection.start, said.page)
    if said.address:
        return format_html(
            '<a class="govuk-link govuk-link--no-visited-state cusp-nowrap" href="{}{}/">{}</a>',
            inspection.get_absolute_url(),
            said.address,
            words,
        )
    return format_html('<span class="cusp-nowrap">{}</span>', words if said.page else "")


@register.filter
def reading(said: _Finding) -> SafeString:
    """Tags for a sentence that is mixed, or that Cusp may have misread."""
    tags = [("yellow", "Praise and criticism")] if said.polarity == Polarity.MIXED else []
    tags += [] if said.clear else [("grey", "Not sure")]
    return format_html_join(" ", _TAG, tags)


@register.filter
def topic_state(counts: _Counts) -> SafeString:
    """How a topic stands in one report: a tag and the counts behind it."""
    if counts.state == "not mentioned":
        return format_html('<span class="cusp-note">{}</span>', "Not mentioned")
    return format_html(
        f'{_TAG}<br><span class="govuk-body-s">{{}}</span>',
        _STATE_COLOURS[counts.state],
        counts.state.capitalize(),
        counts.words,
    )


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
