"""Search on PostgreSQL: an index over the passages' English words, kept by the database itself."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from cusp.web.record.models import Inspection, Passage
from cusp.web.record.search.query import Query

CREATE = "CREATE INDEX record_words ON record_passage USING gin (to_tsvector('english', text))"
DROP = "DROP INDEX IF EXISTS record_words"


class Postgresql:
    """The index as PostgreSQL keeps it."""

    @staticmethod
    def take_in(inspection: Inspection, rows: Iterable[Passage]) -> None:
        """Nothing to do: the database indexes what is stored."""

    @staticmethod
    def forget(inspection: Inspection) -> None:
        """Nothing to do."""

    @staticmethod
    def find(query: Query, *, at_most: int) -> list[int]:
        """Best first, by how close and how often the words stand."""
        asked, values = _tsquery(query)
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH asked AS (SELECT {asked} AS q) "  # only our own SQL inside
                "SELECT id FROM record_passage, asked "
                "WHERE to_tsvector('english', text) @@ q "
                "ORDER BY ts_rank_cd(to_tsvector('english', text), q, 1) DESC, id LIMIT %s",
                [*values, at_most],
            )
            return [row[0] for row in cursor.fetchall()]

    @staticmethod
    def marked(query: Query, texts: dict[int, str]) -> dict[int, str]:
        """The words found, marked in the texts of those passages."""
        if not texts:
            return {}
        asked, values = _tsquery(query)
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH asked AS (SELECT {asked} AS q) "
                "SELECT id, ts_headline('english', text, q, "
                "'StartSel=' || chr(2) || ', StopSel=' || chr(3) || ', HighlightAll=true') "
                "FROM record_passage, asked WHERE id = ANY(%s)",
                [*values, list(texts)],
            )
            return dict(cursor.fetchall())


def _tsquery(query: Query) -> tuple[str, list[str]]:
    """An expression of full text search, and its values in order."""
    wanted = " && ".join(["phraseto_tsquery('english', %s)"] * len(query.wanted))
    unwanted = "".join([" && !! phraseto_tsquery('english', %s)"] * len(query.unwanted))
    return wanted + unwanted, [" ".join(words) for words in (*query.wanted, *query.unwanted)]
