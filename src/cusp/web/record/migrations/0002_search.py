"""The search index, in each database's own way."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# As they were when this migration was written: what the program does now may differ.
ON_POSTGRESQL = (
    "CREATE INDEX record_words ON record_passage USING gin (to_tsvector('english', text))"
)
NOT_ON_POSTGRESQL = "DROP INDEX IF EXISTS record_words"
ON_SQLITE = """
CREATE VIRTUAL TABLE record_words USING fts5(
    text, content='record_passage', content_rowid='id',
    tokenize="porter unicode61 remove_diacritics 2"
)
"""
NOT_ON_SQLITE = "DROP TABLE IF EXISTS record_words"


def create(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the index."""
    postgres = editor.connection.vendor == "postgresql"
    editor.execute(ON_POSTGRESQL if postgres else ON_SQLITE)


def drop(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Take it away."""
    postgres = editor.connection.vendor == "postgresql"
    editor.execute(NOT_ON_POSTGRESQL if postgres else NOT_ON_SQLITE)


class Migration(migrations.Migration):
    """The search index."""

    dependencies = (("record", "0001_initial"),)
    operations = (migrations.RunPython(create, drop),)
