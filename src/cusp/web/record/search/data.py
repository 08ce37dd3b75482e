"""Hits as data: rows of a table, and a page of them with how many there are."""

from __future__ import annotations

from typing import Any

from cusp.web.record import search
from cusp.web.record.rows import Row
from cusp.web.record.search.form import SearchForm
from cusp.web.record.search.hits import Hit, hits

PER_PAGE = 25
COLUMNS = (
    "authority", "authority_code", "inspection", "framework", "kind", "number", "name", "area",
    "heading", "page", "text", "address",
)  # fmt: skip


def hit_row(hit: Hit, site: str) -> Row:
    """A hit as data."""
    one = hit.passage
    values = (
        one.inspection.authority.name, one.inspection.authority.code, one.inspection.start,
        one.inspection.framework, one.kind, one.number, hit.name, one.area or None,
        one.heading or None, one.page, one.text, site + hit.address,
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def as_data(form: SearchForm, query: search.Query, page: int, site: str) -> dict[str, Any]:
    """A page of hits with how many there are; the same in the API."""
    found = search.find(
        query, form.filters, order=form.order_asked, at_most=PER_PAGE, skip=(page - 1) * PER_PAGE
    )
    return {
        "schema": "cusp.search/1",
        "asked": form.asked,
        "passages": found.passages,
        "inspections": found.inspections,
        "ranked": found.ranked,
        "page": page,
        "pages": -(-found.passages // PER_PAGE),
        "hits": [hit_row(hit, site) for hit in hits(query, found.ids)],
    }
