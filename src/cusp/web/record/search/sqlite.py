"""Search on SQLite: an FTS5 table over the passages, without a second copy of the text."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from cusp.web.record.models import Inspection, Passage
from cusp.web.record.search.query import Query

# In FTS5, a lower rank is better.
HITS = """
SELECT passage.id, passage.inspection_id, record_words.rank AS worth
FROM record_words JOIN record_passage AS passage ON passage.id = record_words.rowid
WHERE record_words MATCH %s
"""


class Sqlite:
    """The index in SQLite."""

    # Columns that :meth:`hits` can have extra conditions on.
    INSPECTION, PASSAGE = "passage.inspection_id", "passage.id"

    @staticmethod
    def take_in(_inspection: Inspection, rows: Iterable[Passage]) -> None:
        """Index passages."""
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO record_words(rowid, text) VALUES (%s, %s)",
                [(row.pk, row.text) for row in rows],
            )

    @staticmethod
    def forget(inspection: Inspection) -> None:
        """Remove an inspection's passages; FTS5 needs their text for this."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO record_words(record_words, rowid, text) "
                "SELECT 'delete', id, text FROM record_passage WHERE inspection_id = %s",
                [inspection.pk],
            )

    @staticmethod
    def settle() -> None:
        """Nothing to do: FTS5 keeps its index in order all the time."""

    @staticmethod
    def hits(query: Query, *, ranked: bool) -> tuple[str, list[str]]:
        """SQL that returns each hit's id, inspection and rank, and its parameters in order."""
        return (HITS if ranked else HITS.replace("record_words.rank", "0")), [_match(query)]

    @staticmethod
    def keys(query: Query) -> tuple[str, list[str]]:
        """SQL that gives the primary key of each hit and nothing else, and its values."""
        return "SELECT rowid FROM record_words WHERE record_words MATCH %s", [_match(query)]

    @staticmethod
    def marked(query: Query, texts: dict[int, str]) -> dict[int, str]:
        """The words found, marked in the passages' texts."""
        if not texts:
            return {}
        with connection.cursor() as cursor:
            places = ", ".join(["%s"] * len(texts))
            cursor.execute(
                "SELECT rowid, highlight(record_words, 0, char(2), char(3)) FROM record_words "
                f"WHERE record_words MATCH %s AND rowid IN ({places})",
                [_match(query), *texts],
            )
            return dict(cursor.fetchall())


def _match(query: Query) -> str:
    """The query in FTS5's language; the words contain only letters and digits."""
    wanted = " AND ".join('"' + " ".join(words) + '"' for words in query.wanted)
    unwanted = " OR ".join('"' + " ".join(words) + '"' for words in query.unwanted)
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted
