"""What data can I use, and how?"""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import conditional_page, require_safe

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import downloads
from cusp.web.common.downloads import site_of
from cusp.web.common.page_cache import kept_for_visitors
from cusp.web.public.contact import contact
from cusp.web.public.open_data import describing, rows
from cusp.web.public.open_data.datasets import (
    ATTRIBUTION,
    BY_NAME,
    COLUMNS,
    DATA_SETS,
    IMPROVEMENT_COLUMNS,
    JUDGEMENT_COLUMNS,
    LICENCE,
    LICENCE_NAME,
)
from cusp.web.record.archive import revision
from cusp.web.record.archive.national_facts import end_of_record
from cusp.web.record.archive.shared_columns import Row, ends


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
def open_data(request: HttpRequest) -> HttpResponse:
    """The page about the data."""
    context = {
        "data_sets": [
            (data_set, [(name, COLUMNS[name].about) for name in data_set.columns])
            for data_set in DATA_SETS
        ],
        "attribution": ATTRIBUTION,
        "licence": LICENCE,
        "licence_name": LICENCE_NAME,
        "updated": _updated(),
        "end": end_of_record(),
        "trail": [("Open data", "")],
    }
    return render(request, "public/open_data.html", context)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@conditional_page
def judgements(request: HttpRequest, form: str) -> HttpResponse:
    """Every judgement of every inspection."""
    return _table("judgements", rows.judgements(site_of(request)), JUDGEMENT_COLUMNS, form)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@conditional_page
def improvements(request: HttpRequest, form: str) -> HttpResponse:
    """Every area for improvement of every report in the record."""
    found = rows.areas_for_improvement(site_of(request))
    return _table("areas-for-improvement", found, IMPROVEMENT_COLUMNS, form)


def _table(name: str, found: list[Row], columns: tuple[str, ...], form: str) -> HttpResponse:
    if form == "json":
        head = {"schema": f"cusp.{name}/1", **ends(end_of_record())}
        return downloads.json_response({**head, name.replace("-", "_"): found})
    return downloads.response(found, form=form, name=name, columns=columns)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@conditional_page
def metadata(_request: HttpRequest, name: str) -> HttpResponse:
    """What each column of a CSV file means, as CSV on the Web describes it."""
    data_set = BY_NAME.get(name)
    if data_set is None:
        raise Http404("There is no such data set. /data/ lists them.")
    found = downloads.json_response(describing.metadata_of(data_set, updated=_updated()))
    found["Content-Type"] = "application/csvm+json"
    return found


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@conditional_page
def catalogue(request: HttpRequest) -> HttpResponse:
    """The catalogue of all data sets (DCAT)."""
    found = downloads.json_response(
        describing.catalogue(site_of(request), contact(), updated=_updated())
    )
    found["Content-Type"] = "application/ld+json"
    return found


def _updated() -> date | None:
    """The day of the last change to the record, which its number tells in microseconds."""
    number = revision.current()
    changed = datetime.fromtimestamp(number / 1e6, tz=UTC)
    return timezone.localtime(changed).date() if number else None
