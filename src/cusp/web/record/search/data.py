"""Hits as data: table rows, and a page of them with the total number."""

from __future__ import annotations

from typing import Any

from cusp.web.record import search
from cusp.web.record.archive.shared_columns import AUTHORITY_COLUMNS, Row, named
from cusp.web.record.data.record_rows import PART_COLUMNS
from cusp.web.record.search.hits import Hit, hits

PER_PAGE = 25
# As in the table of a report's passages, plus the framework.
COLUMNS = (
    *AUTHORITY_COLUMNS,
    "inspection",
    "framework",
    *PART_COLUMNS[PART_COLUMNS.index("kind") :],
)


def hit_row(hit: Hit, site: str) -> Row:
    """A hit as data."""
    passage = hit.passage
    return {
        **named(passage.inspection.authority),
        "inspection": passage.inspection.start,
        "framework": passage.inspection.framework,
        "kind": passage.kind,
        "number": passage.number,
        "name": hit.name,
        "area": passage.area or None,
        "heading": passage.heading or None,
        "page": passage.page,
        "text": passage.text,
        "address": site + hit.address,
    }


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
    """A page of hits with the total number; ``asked`` is returned unchanged."""
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
