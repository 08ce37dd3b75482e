"""Search every area for improvement and paragraph, on SQLite and PostgreSQL.

There is one interface: ``take_in`` and ``forget`` update the index, and ``find`` searches it.
``query`` splits what a person types into words, phrases and words to leave out. ``filters`` chooses
inspections and passages. ``choice_counts`` counts what each filter choice would find. ``sqlite``
(FTS5) and ``postgresql`` (full text) write the query for their database.
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
# Words in more passages than this are too common to rank: how often they occur in a passage means
# little, and these would be the slowest searches to rank.
MOST_RANKED = 5_000

# An inspection's passages are kept together, in report order. The inspection is placed where its
# best passage would be.
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
    """The numbers of passages and inspections found, and some of their primary keys in order.

    ``ranked`` is false if best matches were wanted first but the words are too common to rank.
    """

    passages: int = 0
    inspections: int = 0
    ids: tuple[int, ...] = ()
    ranked: bool = False


def engine() -> type[sqlite.Sqlite] | type[postgresql.Postgresql]:
    """The index for the database in use."""
    return postgresql.Postgresql if connection.vendor == "postgresql" else sqlite.Sqlite


def take_in(inspection: Inspection, rows: Iterable[Passage]) -> None:
    """Add an inspection's stored passages to the index."""
    engine().take_in(inspection, rows)


def settle() -> None:
    """Call this after adding many inspections, so that they do not slow down the next search."""
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
    """The passages that contain the words, in two queries."""
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
    """The primary keys of passages that contain the words, best first."""
    return list(find(query, at_most=at_most).ids)


def marked(query: Query, texts: dict[int, str]) -> dict[int, str]:
    """The texts, with the words found between ``\\x02`` and ``\\x03``."""
    return engine().marked(query, texts) if query and texts else texts


def _narrow(filters: Filters) -> Condition:
    """What the filters add to the hits' SQL; raises ``EmptyResultSet`` if nothing can match."""
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
