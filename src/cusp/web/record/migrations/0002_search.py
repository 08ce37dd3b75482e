"""The search index, in each database's own way."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from cusp.web.record.search import postgresql, sqlite


def create(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the index."""
    postgres = editor.connection.vendor == "postgresql"
    editor.execute(postgresql.CREATE if postgres else sqlite.CREATE)


def drop(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Take it away."""
    postgres = editor.connection.vendor == "postgresql"
    editor.execute(postgresql.DROP if postgres else sqlite.DROP)


class Migration(migrations.Migration):
    """The search index."""

    dependencies = (("record", "0001_initial"),)
    operations = (migrations.RunPython(create, drop),)
