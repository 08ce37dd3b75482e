"""The API's operations, each with the permission it needs."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpRequest
from django.utils import timezone
from ninja import NinjaAPI, Path, Query

from cusp.history.country import country_on
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.api import schemas
from cusp.web.api.errors import CannotAnswer, speak_plainly
from cusp.web.api.query_parameters import (
    AuthoritiesParameters,
    CountryParameters,
    Day,
    FindingsParameters,
    PassagesParameters,
    SearchParameters,
    Slug,
)
from cusp.web.common.downloads import site_of
from cusp.web.record import search
from cusp.web.record.archive.lookup import authority_at, inspection_at, two_inspections
from cusp.web.record.archive.national_facts import end_for, end_of_record, facts
from cusp.web.record.archive.shared_columns import Row, ends
from cusp.web.record.data import comparison_rows, findings_rows, record_rows
from cusp.web.record.data.findings_rows import places_in_full, topics_over_time, topics_turned
from cusp.web.record.findings import page_context
from cusp.web.record.search.data import as_data

api = NinjaAPI(
    title="Cusp",
    version="1",
    docs_url="",
    openapi_url="/openapi.json",
    docs_decorator=needs(Permission.SEE_PUBLIC_RECORD),
    description="The public record of inspections of English councils' children's services. "
    "You do not need a key. Dates are in the format 2019-07-15, and an inspection is identified by "
    "its first day on site.",
)
speak_plainly(api)
_WRONG: dict[Any, Any] = {422: schemas.Problem}
_OF_AUTHORITY = _WRONG | {301: schemas.Problem, 404: schemas.Problem}


@api.get("/v1/authorities", response={200: schemas.Authorities, **_WRONG}, url_name="authorities")
@needs(Permission.SEE_PUBLIC_RECORD)
def authorities(request: HttpRequest, asked: Query[AuthoritiesParameters]) -> Any:
    """All authorities with their latest grades, in alphabetical order."""
    found = [
        row
        for row in record_rows.authorities(site_of(request))
        if (not asked.region or row["region"] == asked.region)
        and not (asked.current and row["ended"])
    ]
    return _paged(found, asked.page, asked.per_page) | ends(end_of_record())


@api.get(
    "/v1/authorities/{slug}",
    response={200: schemas.AuthorityInFull, **_OF_AUTHORITY},
    url_name="authority",
)
@needs(Permission.SEE_PUBLIC_RECORD)
def authority(request: HttpRequest, slug: Path[Slug]) -> Any:
    """One authority and its inspections, oldest first."""
    found = authority_at(slug)
    whole = record_rows.authority_in_full(found, site_of(request), on=timezone.localdate())
    return whole | ends(end_for(found)) | {"topics": topics_over_time(found)}


@api.get(
    "/v1/authorities/{slug}/inspections/{start}",
    response={200: schemas.InspectionInFull, **_OF_AUTHORITY},
    url_name="inspection",
)
@needs(Permission.SEE_PUBLIC_RECORD)
def inspection(request: HttpRequest, slug: Path[Slug], start: Path[Day]) -> Any:
    """One inspection and the full record of its report."""
    found = inspection_at(slug, start)
    report = msgspec.to_builtins(found.document.report) if found.document else None
    return {"inspection": record_rows.inspection(found, site_of(request)), "report": report}


@api.get(
    "/v1/authorities/{slug}/inspections/{start}/passages",
    response={200: schemas.Passages, **_OF_AUTHORITY},
    url_name="passages",
)
@needs(Permission.SEE_PUBLIC_RECORD)
def passages(
    request: HttpRequest, slug: Path[Slug], start: Path[Day], asked: Query[PassagesParameters]
) -> Any:
    """An inspection's areas for improvement and paragraphs, in report order."""
    found = record_rows.passages(inspection_at(slug, start), site_of(request))
    kept = [row for row in found if asked.kind in (None, row["kind"])]
    return _paged(kept, asked.page, asked.per_page)


@api.get(
    "/v1/authorities/{slug}/inspections/{start}/findings",
    response={200: schemas.Findings, **_OF_AUTHORITY},
    url_name="findings",
)
@needs(Permission.SEE_PUBLIC_RECORD)
def findings(
    request: HttpRequest, slug: Path[Slug], start: Path[Day], asked: Query[FindingsParameters]
) -> Any:
    """Every sentence in a report, classified by a model as praise or criticism and by topic."""
    found = inspection_at(slug, start)
    why = page_context.why_missing(found)
    said = [] if why else list(found.sentences.all())
    kept = findings_rows.about(said, asked.topic) if asked.topic else said
    items = [
        row
        for row in findings_rows.findings(found, site_of(request), kept)
        if asked.polarity in (None, row["polarity"]) and (row["polarity_is_sure"] or not asked.sure)
    ]
    return _paged(items, asked.page, asked.per_page) | {"cannot_say": why}


@api.get(
    "/v1/authorities/{slug}/inspections/{start}/places",
    response={200: schemas.GradePlaces, **_OF_AUTHORITY},
    url_name="places",
)
@needs(Permission.SEE_PUBLIC_RECORD)
def places(request: HttpRequest, slug: Path[Slug], start: Path[Day]) -> Any:
    """The place of each judgement in its grade, and the findings that pull it up or down."""
    return places_in_full(inspection_at(slug, start), site_of(request))


@api.get(
    "/v1/authorities/{slug}/compare/{earlier}/{later}",
    response={200: schemas.Comparison, 503: schemas.Problem, **_OF_AUTHORITY},
    url_name="compare",
    by_alias=True,
)
@needs(Permission.SEE_PUBLIC_RECORD)
def compare(
    request: HttpRequest,  # noqa: ARG001  # ninja passes it by name
    slug: Path[Slug],
    earlier: Path[Day],
    later: Path[Day],
) -> Any:
    """Two inspections of an authority: grades before and after, and what was carried over."""
    before, after = two_inspections(slug, earlier, later)
    return comparison_rows.comparison(before, after) | {
        "topics_turned": topics_turned(before, after)
    }


@api.get(
    "/v1/search",
    response={200: schemas.Found, 400: schemas.Problem, **_WRONG},
    url_name="search",
    by_alias=True,
)
@needs(Permission.SEE_PUBLIC_RECORD)
def search_passages(request: HttpRequest, asked: Query[SearchParameters]) -> Any:
    """Passages that contain the words, grouped by inspection."""
    query = search.parse(asked.q)
    if not query:
        raise CannotAnswer("Enter at least one word to search for in q.")
    return as_data(
        query,
        asked.filters(),
        order=asked.order,
        page=asked.page,
        per_page=asked.per_page,
        site=site_of(request),
        asked=_said(asked),
    )


@api.get("/v1/country", response={200: schemas.Country, **_WRONG}, url_name="country")
@needs(Permission.SEE_PUBLIC_RECORD)
def country(
    request: HttpRequest,  # noqa: ARG001  # ninja passes it by name
    asked: Query[CountryParameters],
) -> Any:
    """The grade of every council on a date."""
    day = asked.on or timezone.localdate()
    found = country_on(facts(), day, area=asked.area, region=asked.region)
    return {
        "on": found.on,
        **ends(end_of_record()),
        "area": found.area,
        "region": found.region,
        "answer": found.sentence(),
        "counts": found.counts,
        "known": found.known,
        "not_given": found.not_given,
        "not_known": found.not_known,
        "total": found.total,
        "inspections_counted": found.inspections,
        "inspections_undated": found.undated,
        "inspections_undated_note": found.undated_sentence or None,
        "councils": found.rows(),
    }


def _said(asked: SearchParameters) -> dict[str, str]:
    return {name: str(value) for name, value in asked.model_dump(exclude_unset=True).items()}


def _paged(found: list[Row], page: int, per_page: int) -> dict[str, Any]:
    begin = (page - 1) * per_page
    pages = -(-len(found) // per_page)
    items = found[begin : begin + per_page]
    return {"count": len(found), "page": page, "pages": pages, "items": items}
