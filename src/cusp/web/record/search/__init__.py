"""Search over every area for improvement and paragraph, on SQLite and on PostgreSQL.

One interface: ``take_in`` and ``forget`` keep the index, ``find`` searches it. ``query`` splits
what a person types into words, phrases and words to leave out; ``filters`` chooses inspections and
passages; ``choice_counts`` counts what each choice of a filter would find; ``sqlite`` (FTS5) and
``postgresql`` (full text) write the query for their database.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import msgspec
from django.core.exceptions import EmptyResultSet
from django.db import connection

from cusp.web.record.models import Inspection, Passage
from cusp.web.record.search import postgresql, sqlite
from cusp.web.record.search.filters import Filters
from cusp.web.record.search.query import Query, parse

__all__ = [
    "Filters",
    "Found",
    "Order",
    "Query",
    "engine",
    "find",
    "find_ids",
    "forget",
    "marked",
    "parse",
    "settle",
    "take_in",
]

Order = Literal["best", "newest", "oldest"]
Condition = tuple[str, list[Any]]
# Words in more passages than this are too common to rank: how often they occur in one says nothing,
# and ranking them all would be the slowest of searches.
MOST_RANKED = 5_000

# Passages of one inspection are kept together, in the order of the report. An inspection is placed
# where its best passage would be.
_PAGE = """
WITH hits AS ({hits}),
counted AS (SELECT count(*) AS n, count(DISTINCT inspection_id) AS inspections FROM hits),
{best}
page AS (
    SELECT hits.id, hits.inspection_id, inspection.start, {worth} AS worth
    FROM hits JOIN record_inspection AS inspection ON inspection.id = hits.inspection_id {join}
    ORDER BY {worth}, inspection.start {direction}, hits.inspection_id, hits.id LIMIT %s OFFSET %s
)
SELECT counted.n, counted.inspections, page.id FROM counted LEFT JOIN page ON 1 = 1
ORDER BY page.worth, page.start {direction}, page.inspection_id, page.id
"""
_RANKED = {
    "best": "best AS (SELECT inspection_id, min(worth) AS worth FROM hits GROUP BY inspection_id),",
    "join": "JOIN best ON best.inspection_id = hits.inspection_id",
    "worth": "best.worth",
}
# Nothing to rank, so the join above is not needed.
_UNRANKED = {"best": "", "join": "", "worth": "hits.worth"}


class Found(msgspec.Struct, frozen=True):
    """How many passages in how many inspections, and a run of their primary keys in order.

    ``ranked`` is false where the best match was wanted but the words are too common to rank.
    """

    passages: int = 0
    inspections: int = 0
    ids: tuple[int, ...] = ()
    ranked: bool = False


def engine() -> type[sqlite.Sqlite] | type[postgresql.Postgresql]:
    """The index of the database in use."""
    return postgresql.Postgresql if connection.vendor == "postgresql" else sqlite.Sqlite


def take_in(inspection: Inspection, rows: Iterable[Passage]) -> None:
    """Put an inspection's passages, already stored, into the index."""
    engine().take_in(inspection, rows)


def settle() -> None:
    """Call it after adding many inspections, so that the next search is not slowed by them."""
    engine().settle()


def forget(inspection: Inspection) -> None:
    """Remove an inspection's passages from the index; call it before they are deleted."""
    engine().forget(inspection)


def find(
    query: Query,
    filters: Filters | None = None,
    *,
    order: Order = "best",
    at_most: int,
    skip: int = 0,
) -> Found:
    """The passages that hold the words; two queries."""
    if not query:
        return Found()
    try:
        narrow = _narrow(filters or Filters())
    except EmptyResultSet:
        return Found()
    ranked = order == "best" and _few(query, narrow)
    direction = "ASC" if order == "oldest" else "DESC"
    return _page(query, narrow, ranked=ranked, direction=direction, at_most=at_most, skip=skip)


def find_ids(query: Query, *, at_most: int) -> list[int]:
    """The passages that hold the words, best first, as their primary keys."""
    return list(find(query, at_most=at_most).ids)


def marked(query: Query, texts: dict[int, str]) -> dict[int, str]:
    """Those texts with the words found between ``\\x02`` and ``\\x03``."""
    return engine().marked(query, texts) if query and texts else texts


def _narrow(filters: Filters) -> Condition:
    """What the filters add to the hits' SQL; raises ``EmptyResultSet`` where nothing can match."""
    sql, values = "", list[Any]()
    for column, rows in (
        (engine().INSPECTION, filters.inspections()),
        (engine().PASSAGE, filters.passages()),
    ):
        if rows is not None:
            inner, of_inner = rows.query.sql_with_params()
            sql += f" AND {column} IN ({inner})"
            values += of_inner
    return sql, values


def _few(query: Query, narrow: Condition) -> bool:
    hits, values = engine().hits(query, ranked=False) if narrow[0] else engine().keys(query)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM ({hits}{narrow[0]}) AS a LIMIT %s) AS b",
            [*values, *narrow[1], MOST_RANKED + 1],
        )
        return bool(cursor.fetchone()[0] <= MOST_RANKED)


def _page(
    query: Query, narrow: Condition, *, ranked: bool, direction: str, at_most: int, skip: int
) -> Found:
    hits, values = engine().hits(query, ranked=ranked)
    ranking = _RANKED if ranked else _UNRANKED
    sql = _PAGE.format(hits=hits + narrow[0], direction=direction, **ranking)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, *narrow[1], at_most, skip])
        rows = cursor.fetchall()
    ids = tuple(row[2] for row in rows if row[2] is not None)
    return Found(rows[0][0], rows[0][1], ids, ranked)
