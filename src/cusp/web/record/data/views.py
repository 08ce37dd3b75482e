"""Each page's data, at the page's address plus .json, .csv and so on."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import conditional_page, require_safe

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import downloads
from cusp.web.common.downloads import site_of
from cusp.web.record.archive.lookup import authority_at, inspection_at, two_inspections
from cusp.web.record.archive.national_facts import end_for, end_of_record
from cusp.web.record.archive.renamed_authorities import follows_moves
from cusp.web.record.archive.shared_columns import ends
from cusp.web.record.comparison import carried_over
from cusp.web.record.data import comparison_rows, findings_rows, record_rows
from cusp.web.record.findings import page_context
from cusp.web.record.models import Inspection


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@conditional_page
def authorities(request: HttpRequest, form: str) -> HttpResponse:
    """Every authority with its latest grades."""
    found = record_rows.authorities(site_of(request))
    end = end_of_record()
    if form == "json":
        return downloads.json_response(
            {
                "schema": "cusp.authorities/1",
                "as_at": timezone.localdate(),
                **ends(end),
                "authorities": found,
            }
        )
    # Repeated in each row, because a table has nowhere else to put it.
    ended = {"record_ends": end.newest if end else None}
    return downloads.response([row | ended for row in found], form=form, name="authorities")


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@conditional_page
@follows_moves
def authority(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """An authority and its inspections; JSON also has its topics over time."""
    found = authority_at(slug)
    today = timezone.localdate()
    whole = record_rows.authority_in_full(found, site_of(request), on=today)
    if form == "json":
        topics = findings_rows.topics_over_time(found)
        return downloads.json_response(
            {
                "schema": "cusp.authority/1",
                "as_at": today,
                **ends(end_for(found)),
                **whole,
                "next_inspection": record_rows.next_inspection_row(found, on=today),
                "neighbours": record_rows.neighbour_rows(found, on=today),
                "topics": topics,
            }
        )
    return downloads.response(
        whole["inspections"], form=form, name=found.slug, columns=record_rows.INSPECTION_COLUMNS
    )


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@conditional_page
@follows_moves
def inspection(request: HttpRequest, slug: str, start: date, form: str) -> HttpResponse:
    """The full record of a report, or its parts as a table."""
    found = inspection_at(slug, start)
    site = site_of(request)
    if form == "json":
        return downloads.json_response(record_rows.whole_record(found, site))
    return downloads.response(
        record_rows.parts(found, site),
        form=form,
        name=_name(found),
        columns=record_rows.PART_COLUMNS,
    )


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@conditional_page
@follows_moves
def findings(request: HttpRequest, slug: str, start: date, form: str) -> HttpResponse:
    """Every sentence of a report, with its topic and whether it is praise or criticism."""
    found = inspection_at(slug, start)
    site = site_of(request)
    why = page_context.why_missing(found)
    if form == "json":
        said = [] if why else findings_rows.findings(found, site)
        return downloads.json_response(
            {"schema": "cusp.findings/1", "cannot_say": why, "findings": said}
        )
    return downloads.response(
        [] if why else findings_rows.findings_flat(found, site),
        form=form,
        name=f"{_name(found)}-findings",
        columns=findings_rows.FINDING_COLUMNS,
        note=why or "",
    )


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@conditional_page
@follows_moves
def places(request: HttpRequest, slug: str, start: date, form: str) -> HttpResponse:
    """The place of each judgement in its grade; JSON also has the findings that pull it."""
    found = inspection_at(slug, start)
    site = site_of(request)
    if form == "json":
        return downloads.json_response(
            {"schema": "cusp.places/1", **findings_rows.places_in_full(found, site)}
        )
    why = page_context.why_missing(found)
    return downloads.response(
        [] if why else findings_rows.places_flat(found, site),
        form=form,
        name=f"{_name(found)}-places",
        columns=findings_rows.PLACE_COLUMNS,
        note=why or findings_rows.PLACE_IS,
    )


def _name(found: Inspection) -> str:
    return f"{found.authority.slug}-{found.start.isoformat()}"


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@conditional_page
@follows_moves
def comparison(
    request: HttpRequest, slug: str, earlier: date, later: date, form: str
) -> HttpResponse:
    """What was carried over, new and no longer raised. JSON also has topics that changed."""
    before, after = two_inspections(slug, earlier, later)
    if why := carried_over.why_missing(before, after):
        return HttpResponse(why, "text/plain", status=503, headers={"Retry-After": "60"})
    if form == "json":
        found = comparison_rows.comparison(before, after)
        return downloads.json_response(
            found | {"topics_turned": findings_rows.topics_turned(before, after)}
        )
    name = f"{before.authority.slug}-{before.start.isoformat()}-{after.start.isoformat()}"
    return downloads.response(
        comparison_rows.comparison_items(before, after, site_of(request)),
        form=form,
        name=name,
        columns=comparison_rows.COMPARED_COLUMNS,
    )
