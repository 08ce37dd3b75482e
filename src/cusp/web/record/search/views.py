"""Where was it said? Search over all reports, as a page and as data."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import downloads
from cusp.web.common.page_cache import kept_for_visitors
from cusp.web.common.paging import page_number
from cusp.web.common.wording import count
from cusp.web.record import search
from cusp.web.record.data import record_rows
from cusp.web.record.search.data import COLUMNS, PER_PAGE, as_data, hit_row
from cusp.web.record.search.forms import SearchForm
from cusp.web.record.search.hits import grouped, hits

MOST_ROWS = 2_000
EXAMPLES = (
    ("missing children return interviews", "all of these words, in any order"),
    ('"care leavers"', "these words together, as they stand"),
    ('"management oversight" -supervision', "without the word after the minus"),
)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
def search_page(request: HttpRequest) -> HttpResponse:
    """The search page."""
    form = SearchForm(request.GET.dict())
    query = search.parse(form["q"].value())
    asked = form.asked
    context: dict[str, Any] = {
        "form": form, "query": query, "asked": asked, "examples": EXAMPLES,
        "trail": [("Search", "")], "answer": "Where was it said?", "filtered": False,
    }  # fmt: skip
    if query and form.is_valid():
        page = page_number(request)
        found = search.find(
            query, form.filters, order=form.order_asked, at_most=PER_PAGE,
            skip=(page - 1) * PER_PAGE,
        )  # fmt: skip
        last = max(1, -(-found.passages // PER_PAGE))
        if page > last:
            return redirect(f"{request.path}?{urlencode({**asked, 'page': last})}")
        groups = grouped(hits(query, found.ids))
        context |= {
            "found": found, "groups": groups, "page": page, "last": last,
            "grades": record_rows.grades_of(group.inspection for group in groups),
            "first": (page - 1) * PER_PAGE + 1, "until": (page - 1) * PER_PAGE + len(found.ids),
            "answer": answer(found), "filtered": bool(form.filters),
            "pages": _pages(asked, page, last), "data_links": _data_links(asked),
        }  # fmt: skip
    return render(request, "record/search/search.html", context)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
def search_data(request: HttpRequest, form: str) -> HttpResponse:
    """The same hits: a page of them as JSON, up to 2,000 as a table."""
    asked = SearchForm(request.GET.dict())
    if not asked.is_valid():
        wrong = {name: [str(error) for error in errors] for name, errors in asked.errors.items()}
        return downloads.json_response({"detail": "A filter cannot be used.", "errors": wrong}, 400)
    query = search.parse(asked.cleaned_data["q"])
    site = request.build_absolute_uri("/")[:-1]
    if form == "json":
        return downloads.json_response(
            as_data(
                query, asked.filters, order=asked.order_asked, page=page_number(request),
                site=site, asked=asked.asked,
            )
        )  # fmt: skip
    found = search.find(query, asked.filters, order=asked.order_asked, at_most=MOST_ROWS)
    data = [hit_row(hit, site) for hit in hits(query, found.ids)]
    note = ""
    if found.passages > len(data):
        note = (
            f"Only the first {len(data):,} of {found.passages:,} passages are here: "
            "narrow the search to have them all"
        )
    name = "search-first-2000" if note else "search"
    return downloads.response(data, form=form, name=name, columns=COLUMNS, note=note)


def answer(found: search.Found) -> str:
    """What was found, in a sentence."""
    if not found.passages:
        return "No passage says this"
    passages = f"{count(found.passages)} passage{'' if found.passages == 1 else 's'}"
    inspections = f"{count(found.inspections)} inspection{'' if found.inspections == 1 else 's'}"
    verb = "says" if found.passages == 1 else "say"
    return f"{passages.capitalize()} in {inspections} {verb} this"


def _data_links(asked: dict[str, Any]) -> list[tuple[str, str]]:
    forms = (("JSON", "json"), ("CSV", "csv"), ("Excel", "xlsx"), ("Parquet", "parquet"))
    return [(name, f"/search.{form}?{urlencode(asked)}") for name, form in forms]


def _pages(asked: dict[str, Any], page: int, last: int) -> list[dict[str, Any]]:
    """The pages to offer: the first, the last and those around this one, ``None`` for a gap."""
    near = sorted({1, last, *range(max(1, page - 1), min(last, page + 1) + 1)})
    offered: list[dict[str, Any]] = []
    for place, number in enumerate(near):
        if place and number > near[place - 1] + 1:
            offered.append({"gap": True})
        address = f"?{urlencode({**asked, 'page': number})}"
        offered.append({"number": number, "here": number == page, "address": address})
    return offered
