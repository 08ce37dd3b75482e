"""Landed migrations keep what was stored before them."""

from datetime import date
from typing import get_args

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from cusp.findings.polarity import POLARITIES
from cusp.history.inspections import PublishedFrom as LibraryPublishedFrom
from cusp.web.accounts.models import Event, RoleGrant, User
from cusp.web.record.choices import Polarity, PublishedFrom
from cusp.web.record.models import Measure, UploadJob

pytestmark = pytest.mark.database

LATEST = [("record", "0011_sentence_in_passage")]


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


@pytest.mark.django_db
def test_the_database_refuses_values_outside_a_fixed_set() -> None:
    person = User.objects.create_user("a@example.org")
    for refused in (
        lambda: UploadJob.objects.create(state="lost"),
        lambda: Measure.objects.create(code="a", better="higher"),
        lambda: Event.objects.create(kind="look"),
        lambda: RoleGrant.objects.create(user=person, role="chief"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            refused()


def test_fixed_sets_are_those_of_the_library() -> None:
    assert set(Polarity.values) == set(POLARITIES)
    assert set(PublishedFrom.values) == set(get_args(LibraryPublishedFrom))
