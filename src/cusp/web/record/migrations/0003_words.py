"""On PostgreSQL the search index becomes a table, so that common words answer at once."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from cusp.web.record.search import postgresql
from cusp.web.record.search.query import words_of


def create(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the table and fill it with the passages there are."""
    if editor.connection.vendor != "postgresql":
        return
    for statement in postgresql.CREATE_TABLE:
        editor.execute(statement)
    passages = apps.get_model("record", "Passage").objects.order_by("pk")
    with editor.connection.cursor() as cursor:
        batch: list[tuple[int, int, str]] = []
        for row in passages.only("pk", "inspection_id", "text").iterator(chunk_size=2000):
            batch.append((row.pk, row.inspection_id, " ".join(words_of(row.text))))
            if len(batch) == 2000:
                cursor.executemany(postgresql.PUT_IN, batch)
                batch.clear()
        if batch:
            cursor.executemany(postgresql.PUT_IN, batch)


def drop(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Back to the index of the migration before."""
    if editor.connection.vendor == "postgresql":
        for statement in postgresql.DROP_TABLE:
            editor.execute(statement)


class Migration(migrations.Migration):
    """The search table on PostgreSQL."""

    dependencies = (("record", "0002_search"),)
    operations = (migrations.RunPython(create, drop),)
