"""Search over every area for improvement and paragraph, on SQLite and on PostgreSQL.

One interface: ``take_in`` and ``forget`` keep the index, ``find`` asks it. ``query`` makes of what
a person types words, phrases and words left out; ``sqlite`` (FTS5) and ``postgresql`` (full text)
put that in their own terms.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from cusp.web.record.models import Inspection, Passage
from cusp.web.record.search import postgresql, sqlite
from cusp.web.record.search.query import Query, parse

__all__ = ["Query", "find_ids", "forget", "marked", "parse", "take_in"]


def _engine() -> type[sqlite.Sqlite] | type[postgresql.Postgresql]:
    return postgresql.Postgresql if connection.vendor == "postgresql" else sqlite.Sqlite


def take_in(inspection: Inspection, rows: Iterable[Passage]) -> None:
    """Put an inspection's passages, already stored, into the index."""
    _engine().take_in(inspection, rows)


def forget(inspection: Inspection) -> None:
    """Take an inspection's passages out of the index; call it before they are deleted."""
    _engine().forget(inspection)


def find_ids(query: Query, *, at_most: int) -> list[int]:
    """The passages that hold the words, best first, as their primary keys."""
    return _engine().find(query, at_most=at_most) if query else []


def marked(query: Query, texts: dict[int, str]) -> dict[int, str]:
    """Those texts with the words found between ``\\x02`` and ``\\x03``."""
    return _engine().marked(query, texts)
