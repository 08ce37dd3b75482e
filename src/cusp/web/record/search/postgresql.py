"""Search on PostgreSQL: full-text search in a table separate from the passages.

``record_words`` holds each passage's words in PostgreSQL's format, with the inspection, so that
hits can be counted without reading the text. The words are split as on SQLite (``query``) and
stemmed by the same rules (Porter's), without stop words, so that both databases find the same
passages.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from cusp.web.record.archive.words import spans, words_of
from cusp.web.record.models import Inspection, Passage
from cusp.web.record.search.query import Query

PUT_IN = (
    "INSERT INTO record_words (passage_id, inspection_id, words) "
    "VALUES (%s, %s, to_tsvector('record_words', %s)) ON CONFLICT (passage_id) DO UPDATE "
    "SET inspection_id = excluded.inspection_id, words = excluded.words"
)


class Postgresql:
    """The index in PostgreSQL."""

    # Columns that :meth:`hits` can have extra conditions on.
    INSPECTION, PASSAGE = "inspection_id", "passage_id"

    @staticmethod
    def take_in(inspection: Inspection, rows: Iterable[Passage]) -> None:
        """Index passages."""
        with connection.cursor() as cursor:
            cursor.executemany(
                PUT_IN, [(row.pk, inspection.pk, " ".join(words_of(row.text))) for row in rows]
            )

    @staticmethod
    def forget(inspection: Inspection) -> None:
        """Remove an inspection's passages."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM record_words WHERE inspection_id = %s", [inspection.pk])

    @staticmethod
    def settle() -> None:
        """Move recently added passages into the main index, so that searching is quick."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list('record_words_found')")

    @staticmethod
    def hits(query: Query, *, ranked: bool) -> tuple[str, list[str]]:
        """SQL that returns each hit's id, inspection and rank, and its parameters in order."""
        asked, values = _tsquery(query)
        worth = f"-ts_rank(words, {asked}, 1)" if ranked else "0"
        return (
            f"SELECT passage_id AS id, inspection_id, {worth} AS worth "
            f"FROM record_words WHERE words @@ ({asked})"
        ), values * (1 + ranked)

    @staticmethod
    def keys(query: Query) -> tuple[str, list[str]]:
        """SQL that gives the primary key of each hit and nothing else, and its values."""
        asked, values = _tsquery(query)
        return f"SELECT passage_id FROM record_words WHERE words @@ ({asked})", values

    @staticmethod
    def marked(query: Query, texts: dict[int, str]) -> dict[int, str]:
        """The words found, marked in the passages' texts.

        ``ts_headline`` is not used, because it splits words differently.
        """
        cut = {key: spans(text) for key, text in texts.items()}
        words = {word for found in cut.values() for _, _, word in found}
        words |= {word for run in query.wanted for word in run}
        stems = _stems(words)
        runs = [[stems[word] for word in run] for run in query.wanted]
        return {
            key: _with_marks(text, cut[key], [stems[word] for _, _, word in cut[key]], runs)
            for key, text in texts.items()
        }


def _stems(words: set[str]) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, (ts_lexize('record_stems', word))[1] FROM unnest(%s::text[]) AS word",
            [sorted(words)],
        )
        return {word: stem or word for word, stem in cursor.fetchall()}


def _with_marks(
    text: str, cut: list[tuple[int, int, str]], stems: list[str], runs: list[list[str]]
) -> str:
    """A text with each run of words between the two marks; overlapping runs are merged."""
    found: list[tuple[int, int]] = []
    for place in range(len(stems)):
        lengths = [len(run) for run in runs if stems[place : place + len(run)] == run]
        if not lengths:
            continue
        begin, end = cut[place][0], cut[place + max(lengths) - 1][1]
        if found and begin < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    for begin, end in reversed(found):
        text = f"{text[:begin]}\x02{text[begin:end]}\x03{text[end:]}"
    return text


def _tsquery(query: Query) -> tuple[str, list[str]]:
    """A full-text search expression, and its parameters in order."""
    wanted = " && ".join(["phraseto_tsquery('record_words', %s)"] * len(query.wanted))
    unwanted = "".join([" && !! phraseto_tsquery('record_words', %s)"] * len(query.unwanted))
    return wanted + unwanted, [" ".join(words) for words in (*query.wanted, *query.unwanted)]
