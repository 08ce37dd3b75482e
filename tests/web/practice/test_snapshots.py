"""A return is loaded whole or not at all, once, and its deletion leaves a proof and no child."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from cusp.oversight.children import LONG_PLAN, MANY_PLACEMENTS, NO_PERMANENCE
from cusp.returns import snapshots as files
from cusp.web.common.refusals import CannotChange
from cusp.web.practice import snapshots
from cusp.web.practice.models import (
    Case,
    Child,
    Clock,
    ClockCount,
    Figure,
    Happening,
    Snapshot,
)
from tests.web.practice.conftest import AS_AT, NOW, UNTIL, small_return
from tests.web.practice.rows import NORTH

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_loaded_return_is_stored_with_its_cases_clocks_and_measures(snapshot: Snapshot) -> None:
    assert Case.objects.filter(on_plan=True).get().child.child_id == "1001"
    overdue = Clock.objects.get(child__child_id="1001", clock="T07")
    assert (overdue.status, overdue.due, overdue.days) == ("overdue", date(2026, 3, 8), 23)
    assert Figure.objects.get(code="P3", by="").numerator == 1
    assert ClockCount.objects.get(clock="T07", team=NORTH, status="overdue").number == 1


def test_drift_is_said_only_where_it_is_certain(snapshot: Snapshot) -> None:
    drift = {case.child.child_id: case.drift for case in Case.objects.select_related("child")}
    assert drift == {"1001": [LONG_PLAN], "1002": [], "1003": [NO_PERMANENCE, MANY_PLACEMENTS]}


def test_the_same_file_twice_changes_nothing(snapshot: Snapshot) -> None:
    before = list(Clock.objects.values_list("pk", flat=True))
    again = snapshots.load(small_return(), retain_until=UNTIL, at=NOW, by=None)
    assert (again.new, again.snapshot) == (False, snapshot)
    assert list(Clock.objects.values_list("pk", flat=True)) == before


def test_an_older_return_adds_its_counts_and_does_not_replace_the_newest(
    snapshot: Snapshot,
) -> None:
    earlier = AS_AT - timedelta(days=31)
    older = snapshots.load(small_return(earlier), retain_until=UNTIL, at=NOW, by=None).snapshot
    assert snapshots.current() == snapshot
    assert Figure.objects.filter(snapshot=older).exists()
    assert Clock.objects.get(child__child_id="1001", clock="T07").days == 23


def test_a_load_that_fails_leaves_no_row_and_no_file(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(snapshots, "_add_happenings", fails)
    with pytest.raises(OSError, match="No space"):
        snapshots.load(small_return(), retain_until=UNTIL, at=NOW, by=None)
    assert not Snapshot.objects.exists()
    assert not Child.objects.exists()
    assert not list(Path(settings.SNAPSHOTS).iterdir())


def test_a_folder_left_by_a_load_that_was_cut_off_is_swept_away(
    snapshot: Snapshot, settings: LazySettings
) -> None:
    (Path(settings.SNAPSHOTS) / f"{files.UNFINISHED}abc").mkdir()
    assert snapshots.sweep() == 1
    assert files.read(snapshots.folder_of(snapshot)).lists[7].rows.num_rows == 1


def test_a_snapshot_that_was_changed_on_disk_is_refused(snapshot: Snapshot) -> None:
    path = snapshots.folder_of(snapshot) / "list_07.parquet"
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(files.CannotRead, match=r"list_07\.parquet"):
        files.read(snapshots.folder_of(snapshot))


def test_deletion_leaves_counts_and_a_proof_and_no_child(snapshot: Snapshot) -> None:
    folder = snapshots.folder_of(snapshot)
    hashes = {one.file: one.sha256 for one in files.manifest_of(folder).lists.values()}
    deleted = snapshots.delete(snapshot, why="Its time is up.", at=NOW, by=None)
    assert not folder.exists()
    assert deleted.proof
    assert deleted.proof["files"] == hashes
    for left in (Child, Case, Clock, Happening):
        assert not left.objects.exists()
    assert Figure.objects.filter(snapshot=snapshot).exists()


def test_after_a_deletion_the_next_newest_is_the_current_one(snapshot: Snapshot) -> None:
    later = AS_AT + timedelta(days=30)
    newer = snapshots.load(small_return(later), retain_until=UNTIL, at=NOW, by=None).snapshot
    assert Clock.objects.get(child__child_id="1001", clock="T07").days == 53
    snapshots.delete(newer, why="Loaded by mistake.", at=NOW, by=None)
    assert Clock.objects.get(child__child_id="1001", clock="T07").days == 23
    assert snapshots.current() == snapshot


def test_another_file_for_the_same_day_is_refused(snapshot: Snapshot) -> None:
    Snapshot.objects.update(sha256="another")
    with pytest.raises(CannotChange, match="Delete that return first"):
        snapshots.load(small_return(), retain_until=UNTIL, at=NOW, by=None)


def test_with_a_key_only_pseudonyms_are_stored(settings: LazySettings) -> None:
    settings.PSEUDONYM_KEY = "a key of the council's own"
    loaded = snapshots.load(small_return(), retain_until=UNTIL, at=NOW, by=None)
    stored = set(Child.objects.values_list("child_id", flat=True))
    assert len(stored) == 3
    assert all(one.startswith("P-") for one in stored)
    folder = snapshots.folder_of(loaded.snapshot)
    assert set(files.read(folder).lists[6].rows["child_id"].to_pylist()) == stored
