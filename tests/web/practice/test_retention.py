"""Returns are kept until their day, deleted by the worker, and leave a proof."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from cusp.returns import snapshots as files
from cusp.web.accounts.models import Event, User
from cusp.web.background.status import Status
from cusp.web.common.refusals import CannotChange, ChangedMeanwhile
from cusp.web.practice import counts, retention, sharing, snapshots
from cusp.web.practice.models import Case, Snapshot
from cusp.web.response.models import SharedFigure
from tests.web.clients import signed_in
from tests.web.practice.conftest import AS_AT, NOW, UNTIL
from tests.web.practice.rows import proof_of, snapshot_row

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 2)


@pytest.fixture
def status(tmp_path: Path) -> Status:
    return Status(tmp_path / "status")


def test_a_return_is_kept_on_its_last_day_and_deleted_the_day_after() -> None:
    row = snapshot_row(AS_AT, retain_until=UNTIL)
    assert retention.due(UNTIL) == []
    assert retention.due(UNTIL + timedelta(days=1)) == [row]


def test_the_worker_deletes_what_is_due_and_says_why(snapshot: Snapshot, status: Status) -> None:
    assert not retention.delete_next(status)
    ago = timezone.localdate() - timedelta(days=1)
    Snapshot.objects.update(retain_until=ago)
    assert retention.delete_next(status)
    snapshot.refresh_from_db()
    assert proof_of(snapshot)["deleted_by"] == "Cusp"
    assert proof_of(snapshot)["why"].startswith("It was to be kept until")
    assert not Case.objects.exists()
    assert Event.objects.filter(action="deleted a snapshot", who_then="Cusp").exists()
    assert not retention.delete_next(status)


def test_a_return_is_deleted_when_somebody_asks_and_the_proof_names_them(
    snapshot: Snapshot, head: User, status: Status
) -> None:
    client, page = signed_in(head), snapshot.get_absolute_url()
    assert client.post(f"{page}delete/", {"why": ""}).status_code == 400
    client.post(f"{page}delete/", {"why": "No longer needed.", "wrong": "no"})
    assert "is being deleted" in client.get(page).text
    retention.delete_next(status)
    proof = client.get(f"{page}proof.json")
    assert proof.json()["deleted_by"] == str(head)
    assert "1001" not in proof.text
    assert proof["Cache-Control"] == "no-store, private"
    assert "is deleted" in client.get(page).text
    assert "Its counts stay" in client.get(page).text


def test_the_counts_of_a_return_that_was_wrong_go_with_it(
    snapshot: Snapshot, head: User, status: Status
) -> None:
    """Another council's file must not stay in trends, in the annual report or before a board."""
    sharing.share(["C1"], on=TODAY, by=head)
    SharedFigure.objects.update(value=60, withheld=False, why="")
    client, page = signed_in(head), snapshot.get_absolute_url()
    assert client.post(f"{page}delete/", {"why": "Another council"}).status_code == 400
    client.post(f"{page}delete/", {"why": "Another council", "wrong": "yes"})
    retention.delete_next(status)
    later = snapshot_row(AS_AT + timedelta(days=30))
    assert counts.series(later) == [later]
    row = SharedFigure.objects.get()
    assert (row.value, row.withheld) == (None, True)
    assert "was wrong and has been deleted" in row.why
    assert "Its counts are gone too" in client.get(page).text


def test_a_deletion_that_was_cut_off_keeps_its_proof(
    snapshot: Snapshot, status: Status, monkeypatch: pytest.MonkeyPatch, head: User
) -> None:
    retention.ask_to_delete(snapshot, why="Loaded by mistake.", at=NOW, by=head)
    hashes = {one.file for one in files.manifest_of(snapshots.folder_of(snapshot)).lists.values()}

    def killed(**_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(snapshots, "_after_deletion", killed)
        with pytest.raises(KeyboardInterrupt):
            retention.delete_next(status)
    assert not snapshots.folder_of(snapshot).exists()
    retention.delete_next(status)
    snapshot.refresh_from_db()
    assert snapshot.deleted_at
    assert set(proof_of(snapshot)["files"]) == hashes


def test_the_date_is_changed_with_a_reason_by_one_person_at_a_time(head: User) -> None:
    row = snapshot_row(AS_AT, retain_until=UNTIL)
    later = UNTIL + timedelta(days=30)
    retention.change(row, later, why="Inspection.", seen_version=1, today=TODAY, by=head)
    logged = Event.objects.get(action="changed how long a return is kept")
    assert (logged.detail["why"], logged.detail["now"]) == ("Inspection.", later.isoformat())
    with pytest.raises(ChangedMeanwhile):
        retention.change(row, UNTIL, why="Other.", seen_version=1, today=TODAY, by=head)


@pytest.mark.parametrize(
    ("until", "why"), [(TODAY, "in the future"), (date(2037, 1, 1), "within 10 years")]
)
def test_a_return_is_kept_for_a_time_that_makes_sense(until: date, why: str) -> None:
    with pytest.raises(CannotChange, match=why):
        retention.check(until, as_at=date(2026, 3, 31), today=TODAY, field="x")
