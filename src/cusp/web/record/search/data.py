"""Hits as data: rows of a table, and a page of them with how many there are."""

from __future__ import annotations

from typing import Any

from cusp.web.record import search
from cusp.web.record.archive.shared_columns import AUTHORITY_COLUMNS, Row, named
from cusp.web.record.search.hits import Hit, hits

PER_PAGE = 25
COLUMNS = (
    *AUTHORITY_COLUMNS, "inspection", "framework", "kind", "number", "name", "area",
    "heading", "page", "text", "address",
)  # fmt: skip


def hit_row(hit: Hit, site: str) -> Row:
    """A hit as data."""
    one = hit.passage
    values = (
        *named(one.inspection.authority).values(), one.inspection.start,
        one.inspection.framework, one.kind, one.number, hit.name, one.area or None,
        one.heading or None, one.page, one.text, site + hit.address,
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def as_data(
    query: search.Query,
    filters: search.Filters,
    *,
    order: search.Order,
    page: int,
    site: str,
    asked: dict[str, str],
    per_page: int = PER_PAGE,
) -> dict[str, Any]:
    """A page of hits with how many there are; ``asked`` is given back as it is."""
    skip = (page - 1) * per_page
    found = search.find(query, filters, order=order, at_most=per_page, skip=skip)
    return {
        "schema": "cusp.search/1",
        "asked": asked,
        "passages": found.passages,
        "inspections": found.inspections,
        "ranked": found.ranked,
        "page": page,
        "pages": -(-found.passages // per_page),
        "hits": [hit_row(hit, site) for hit in hits(query, found.ids)],
    }
