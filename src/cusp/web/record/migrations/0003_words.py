"""On PostgreSQL the search index becomes a table, so that common words answer at once."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# As they were when this migration was written: what the program does now may differ.
CREATE = "CREATE INDEX record_words ON record_passage USING gin (to_tsvector('english', text))"
DROP = "DROP INDEX IF EXISTS record_words"
CREATE_TABLE = (
    DROP,
    "CREATE TEXT SEARCH DICTIONARY record_stems (TEMPLATE = snowball, LANGUAGE = porter)",
    "CREATE TEXT SEARCH CONFIGURATION record_words (COPY = pg_catalog.simple)",
    "ALTER TEXT SEARCH CONFIGURATION record_words ALTER MAPPING REPLACE simple WITH record_stems",
    # No foreign key: Django could then not empty the passages' table on its own.
    "CREATE TABLE record_words (passage_id bigint PRIMARY KEY, inspection_id bigint NOT NULL, "
    "words tsvector NOT NULL)",
    "CREATE INDEX record_words_found ON record_words USING gin (words)",
    "CREATE INDEX record_words_of ON record_words (inspection_id)",
)
DROP_TABLE = (
    "DROP TABLE IF EXISTS record_words",
    "DROP TEXT SEARCH CONFIGURATION IF EXISTS record_words",
    "DROP TEXT SEARCH DICTIONARY IF EXISTS record_stems",
    CREATE,
)
PUT_IN = (
    "INSERT INTO record_words (passage_id, inspection_id, words) "
    "VALUES (%s, %s, to_tsvector('record_words', %s)) ON CONFLICT (passage_id) DO UPDATE "
    "SET inspection_id = excluded.inspection_id, words = excluded.words"
)
_LETTERS = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """The words of a text in order, without capitals and accents."""
    return [_fold(word) for word in _LETTERS.findall(unicodedata.normalize("NFC", text))]


def _fold(word: str) -> str:
    apart = unicodedata.normalize("NFD", word)
    return "".join(c for c in apart if not unicodedata.combining(c)).lower()


def create(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the table and fill it with the passages there are."""
    if editor.connection.vendor != "postgresql":
        return
    for statement in CREATE_TABLE:
        editor.execute(statement)
    passages = apps.get_model("record", "Passage").objects.order_by("pk")
    with editor.connection.cursor() as cursor:
        batch: list[tuple[int, int, str]] = []
        for row in passages.only("pk", "inspection_id", "text").iterator(chunk_size=2000):
            batch.append((row.pk, row.inspection_id, " ".join(words_of(row.text))))
            if len(batch) == 2000:
                cursor.executemany(PUT_IN, batch)
                batch.clear()
        if batch:
            cursor.executemany(PUT_IN, batch)


def drop(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Back to the index of the migration before."""
    if editor.connection.vendor == "postgresql":
        for statement in DROP_TABLE:
            editor.execute(statement)


class Migration(migrations.Migration):
    """The search table on PostgreSQL."""

    dependencies = (("record", "0002_search"),)
    operations = (migrations.RunPython(create, drop),)
