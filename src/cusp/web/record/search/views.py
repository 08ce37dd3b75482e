"""Which reports mention this? Search all reports, as a page and as data."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import downloads
from cusp.web.common.page_cache import kept_for_visitors
from cusp.web.common.paging import page_number
from cusp.web.record import search
from cusp.web.record.data import record_rows
from cusp.web.record.search.choice_counts import choice_counts
from cusp.web.record.search.data import COLUMNS, PER_PAGE, as_data, hit_row
from cusp.web.record.search.forms import ORDERS, SearchForm
from cusp.web.record.search.hits import grouped, hits
from cusp.web.record.search.query import in_words
from cusp.wording import counted

MOST_ROWS = 2_000
EXAMPLES = ("missing children", '"care leavers"', '"management oversight" -supervision')
# If a search finds nothing, this many of its words are tried on their own.
_MOST_TRIED = 6


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
def search_page(request: HttpRequest) -> HttpResponse:
    """The search page."""
    form = SearchForm(request.GET.dict())
    typed = form.query.get("q", "")
    query = search.parse(typed)
    context: dict[str, Any] = {
        "form": form,
        "query": query,
        "typed": typed,
        "words_to_clear": urlencode({"q": typed}) if typed else "",
        "examples": [(example, urlencode({"q": example})) for example in EXAMPLES],
        "trail": [("Search", "")],
        "answer": "Where was it said?",
    }
    if query and form.is_valid():
        page = page_number(request)
        found = search.find(
            query,
            form.filters,
            order=form.chosen_order,
            at_most=PER_PAGE,
            skip=(page - 1) * PER_PAGE,
        )
        last = max(1, -(-found.passages // PER_PAGE))
        if page > last:
            return redirect(f"{request.path}?{urlencode({**form.query, 'page': last})}")
        context |= _results(form, query, found, page)
    return render(request, "record/search/search.html", context)


def _results(
    form: SearchForm, query: search.Query, found: search.Found, page: int
) -> dict[str, Any]:
    groups = grouped(hits(query, found.ids))
    context: dict[str, Any] = {
        "found": found,
        "groups": groups,
        "grades": record_rows.grades_of(group.inspection for group in groups),
        "page": Paginator(range(found.passages), PER_PAGE).page(page),
        "orders": _orders(form),
        "answer": answer(found, form.query["q"]),
        "chosen_filters": form.chosen_filters,
        "data_links": _data_links(form.query),
    }
    if not found.passages:
        context |= _other_searches(form, query)
    form.show_counts(choice_counts(query, form.filters))
    return context


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
def search_data(request: HttpRequest, form: str) -> HttpResponse:
    """The same hits: a page of them as JSON, with filter counts, or up to 2,000 as a table."""
    typed = SearchForm(request.GET.dict())
    if not typed.is_valid():
        wrong = {name: [str(error) for error in errors] for name, errors in typed.errors.items()}
        return downloads.json_response({"detail": "A filter is not valid.", "errors": wrong}, 400)
    query = search.parse(typed.cleaned_data["q"])
    site = request.build_absolute_uri("/")[:-1]
    if form == "json":
        found = as_data(
            query,
            typed.filters,
            order=typed.chosen_order,
            page=page_number(request),
            site=site,
            asked=typed.query,
        )
        counts = choice_counts(query, typed.filters) if query else {}
        return downloads.json_response({**found, "counts": _without_totals(counts)})
    return _table(typed, query, form, site)


def _table(typed: SearchForm, query: search.Query, form: str, site: str) -> HttpResponse:
    found = search.find(query, typed.filters, order=typed.chosen_order, at_most=MOST_ROWS)
    data = [hit_row(hit, site) for hit in hits(query, found.ids)]
    note = ""
    if found.passages > len(data):
        note = (
            f"Only the first {len(data):,} of {found.passages:,} passages are shown. "
            "Use filters to narrow your search"
        )
    name = "search-first-2000" if note else "search"
    return downloads.response(data, form=form, name=name, columns=COLUMNS, note=note)


def answer(found: search.Found, typed: str) -> str:
    """What was found, in a sentence."""
    words = in_words(typed)
    if not found.passages:
        return f"No passages mention {words}"
    passages = counted(found.passages, "passage")
    verb = "mentions" if found.passages == 1 else "mention"
    return f"{passages} in {counted(found.inspections, 'inspection')} {verb} {words}"


def _orders(form: SearchForm) -> list[dict[str, Any]]:
    """Links to the same search in other orders."""
    return [
        {
            "name": name,
            "address": f"?{urlencode({**form.query, 'order': order})}",
            "here": order == form.chosen_order,
        }
        for order, name in ORDERS.items()
    ]


def _other_searches(form: SearchForm, query: search.Query) -> dict[str, Any]:
    """For a search that found nothing: the same words without filters, and each word on its own."""

    def passages(words: search.Query, filters: search.Filters | None = None) -> int:
        return search.find(words, filters, order="newest", at_most=0).passages

    runs = query.wanted[:_MOST_TRIED] if len(query.wanted) > 1 else ()
    alone = [(" ".join(run), passages(search.Query((run,)), form.filters)) for run in runs]
    return {
        "without_filters": passages(query) if form.filters else 0,
        "words_alone": [
            (words, number, urlencode({**form.query, "q": f'"{words}"' if " " in words else words}))
            for words, number in alone
            if number
        ],
    }


def _without_totals(counts: Any) -> dict[str, dict[str, int]]:
    return {
        name: {value: number for value, number in of_choice.items() if value}
        for name, of_choice in counts.items()
    }


def _data_links(query: dict[str, Any]) -> list[tuple[str, str]]:
    forms = (("JSON", "json"), ("CSV", "csv"), ("Excel", "xlsx"), ("Parquet", "parquet"))
    return [(name, f"/search.{form}?{urlencode(query)}") for name, form in forms]
