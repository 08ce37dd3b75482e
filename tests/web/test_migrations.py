"""Landed migrations keep what was stored before them."""

import hashlib
import re
from datetime import date
from pathlib import Path
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
        latest = executor.loader.graph.leaf_nodes("record")
        after = executor.migrate(latest).apps
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


# Landed migrations by the hash of their text: they are never edited again. (The record's 0002 and
# 0003 were edited once, to include what they had imported from the program.)
LANDED = {
    "accounts/0001_initial": "6d8d49b2d9fbe9bf",
    "accounts/0002_fixed_sets": "1555da6a65e47eab",
    "boards/0001_boards": "915841911df5b3f1",
    "boards/0002_minutes_published_votes_and_notes": "394c3057502ce3d9",
    "boards/0003_packs": "9c3a84ff8681cd60",
    "record/0001_initial": "204debb2ecd1da14",
    "record/0002_search": "ed25d31c9ff59fe3",
    "record/0003_words": "c71a20452cd2eccd",
    "record/0004_improvements_read": "812a20b580b93a15",
    "record/0005_findings": "e894f4b57c4dc40c",
    "record/0006_taken_back": "765c34b96f51debc",
    "record/0007_waiting": "d8c533c63ede7b9b",
    "record/0008_plain_names": "fcc2e87a7c295d55",
    "record/0009_fixed_sets": "fdf698f317cf6117",
    "record/0010_revision": "788455d30731fab3",
    "record/0011_sentence_in_passage": "a57ba04ba2dada6c",
    "record/0012_job_claims": "3317aebbf2b04835",
    "record/0013_clear_sentences": "2223725db8bcda74",
    "record/0014_findings_failed": "0c4e3f98b43984e2",
    "response/0001_plan": "b0c654158fbf67a0",
    "response/0002_plan_import": "593b15e232f98e03",
    "response/0003_duties": "6f2629a5f827cc5e",
    "response/0004_statement": "bc7d2571c375ac1c",
}
WEB = Path(__file__).parents[2] / "src" / "cusp" / "web"


def migrations() -> list[Path]:
    return sorted(WEB.glob("*/migrations/0*.py"))


def test_landed_migrations_are_as_they_landed() -> None:
    now = {
        f"{path.parent.parent.name}/{path.stem}": hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in migrations()
    }

    assert {name: found for name, found in now.items() if name in LANDED} == LANDED


def test_no_migration_imports_the_program_of_today() -> None:
    importing = [p.name for p in migrations() if re.search(r"(from|import) cusp", p.read_text())]

    assert importing == []
