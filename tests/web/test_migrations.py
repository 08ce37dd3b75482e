"""Landed migrations keep what was stored before them."""

from datetime import date

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

LATEST = [("record", "0008_plain_names")]


@pytest.mark.django_db(transaction=True)
def test_renamed_tables_keep_their_rows() -> None:
    executor = MigrationExecutor(connection)
    before = executor.migrate([("record", "0007_waiting")]).apps
    try:
        council = before.get_model("record", "Authority").objects.create(name="Wexcombe")
        inspection = before.get_model("record", "Inspection").objects.create(
            authority=council, start=date(2024, 3, 4), end=date(2024, 3, 8), framework="ILACS"
        )
        before.get_model("record", "Said").objects.create(
            inspection=inspection, sentence=1, polarity="strength", sure=0.9, topic="health",
            text="Visits are regular.",
        )  # fmt: skip
        order = before.get_model("record", "Adding").objects.create(state="done")
        before.get_model("record", "AddedFile").objects.create(adding=order, name="a.pdf")
    finally:
        executor = MigrationExecutor(connection)
        after = executor.migrate(LATEST).apps
    sentence = after.get_model("record", "ReportSentence").objects.get()
    assert (sentence.text, sentence.inspection_id) == ("Visits are regular.", inspection.pk)
    uploaded = after.get_model("record", "UploadedReport").objects.get()
    assert (uploaded.name, uploaded.job.state, uploaded.job.pk) == ("a.pdf", "done", order.pk)
