"""A return is uploaded, checked, confirmed and loaded by the worker, whole or not at all."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cusp.returns import CannotRead
from cusp.returns.record import Problem, Return
from cusp.web.accounts.models import Event, User
from cusp.web.background.status import Status
from cusp.web.common.refusals import CannotChange
from cusp.web.practice import background_work, load_checks, load_jobs, snapshots, uploaded_files
from cusp.web.practice.choices import LoadState
from cusp.web.practice.models import Case, Child, LoadJob, Snapshot
from cusp.web.practice.one_at_a_time import alone
from tests.returns.books import book, plan
from tests.web.clients import signed_in
from tests.web.practice.conftest import AS_AT, NOW, UNTIL, small_return
from tests.web.practice.rows import proof_of, snapshot_row

pytestmark = pytest.mark.django_db
WRONG = Problem(
    list="7", row=2, column="F", heading="Age", child_id="1001", severity="error",
    what="1001 is not an age", mend="Correct it.",
)  # fmt: skip


@pytest.fixture
def status(tmp_path: Path) -> Status:
    return Status(tmp_path / "status")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes every file read as this return, without opening it in another process."""

    def reads(found: Return | Exception) -> None:
        def load_return(*_: object) -> Return:
            if isinstance(found, Exception):
                raise found
            return found

        monkeypatch.setattr(load_jobs, "load_return", load_return)

    return reads


def uploaded(by: User, data: bytes = b"x", name: str = "annex_a.xlsx") -> LoadJob:
    file = SimpleUploadedFile(name, data)
    return load_jobs.take_in([file], as_at=AS_AT, retain_until=UNTIL, at=NOW, by=by)


def kept(settings: LazySettings) -> list[Path]:
    return list((Path(settings.DATA) / "returns").iterdir())


def of_return(**fields: object) -> Return:
    changed: dict[str, Any] = {"file": "annex_a.xlsx", "sha256": "a" * 64, **fields}
    return replace(small_return(), **changed)


@pytest.mark.database
def test_a_workbook_is_uploaded_checked_confirmed_and_loaded(
    head: User,
    status: Status,
    settings: LazySettings,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    client = signed_in(head)
    data = book({7: [plan(101, age="old"), plan(102)], 8: []})
    day = timezone.localdate()
    sent = {
        "chosen": SimpleUploadedFile("Annex A.xlsx", data), "as_at": "2026-03-31",
        "retain_until": str(day + timedelta(days=700)),
    }  # fmt: skip
    to = client.post("/practice/returns/load/", sent)["Location"]
    assert "Checking the return" in client.get(to).text
    assert load_jobs.run_next(status)
    page = client.get(to)
    assert page["Cache-Control"] == "no-store, private"
    said = " ".join(page.text.split())
    # One list with rows, one without, nine that are missing.
    assert (said.count("No rows"), said.count("Missing")) == (1, 9)
    assert "“old” is not an age" in said
    assert not Snapshot.objects.exists()
    assert client.get(f"{to}problems.xlsx").status_code == 200
    assert Event.objects.filter(action="exported children").exists()
    assert client.post(to).status_code == 400  # nobody has confirmed the errors
    assert client.post(to, {"accepted": ["errors"]}).status_code == 302
    with django_capture_on_commit_callbacks(execute=True):
        assert load_jobs.run_next(status)
    row = Snapshot.objects.get()
    assert (row.rows, row.loaded_by, row.file) == (2, head, "Annex A.xlsx")
    assert "is loaded" in client.get(to).text
    assert "is the latest one" in client.get(row.get_absolute_url()).text
    assert "is as at 31 March 2026" in client.get("/practice/returns/").text
    assert kept(settings) == []
    assert not load_jobs.run_next(status)


def test_a_file_that_cannot_be_read_is_refused_and_deleted(
    head: User,
    status: Status,
    settings: LazySettings,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    job = uploaded(head, b"\xd0\xcf\x11\xe0")
    with django_capture_on_commit_callbacks(execute=True):
        load_jobs.run_next(status)
    job.refresh_from_db()
    assert job.state == LoadState.REFUSED
    assert "has a password" in job.why
    assert kept(settings) == []
    assert job.why in signed_in(head).get(job.get_absolute_url()).text


def test_a_file_without_any_row_is_refused(
    head: User, status: Status, read: Callable[..., None]
) -> None:
    empty = {n: replace(one, rows=one.rows.slice(0, 0)) for n, one in small_return().lists.items()}
    read(of_return(lists=empty))
    job = uploaded(head)
    load_jobs.run_next(status)
    job.refresh_from_db()
    assert (job.state, job.why) == (
        LoadState.REFUSED,
        "annex_a.xlsx has headings but no rows: use the file in which the lists are filled in.",
    )


def test_the_same_file_again_changes_nothing_and_asks_nothing(
    head: User, status: Status, read: Callable[..., None]
) -> None:
    read(of_return())
    snapshots.load(of_return(), retain_until=UNTIL, at=NOW, by=head)
    job = uploaded(head)
    load_jobs.run_next(status)
    job.refresh_from_db()
    assert (job.state, job.snapshot) == (LoadState.LOADED, Snapshot.objects.get())
    assert job.why == "This file was loaded before, so nothing has changed."


def test_many_dates_after_the_as_at_date_ask_whether_the_date_is_right() -> None:
    after = msgspec.structs.replace(
        WRONG, what="2 April 2026 is after 31 March 2026, the as-at date of the return"
    )
    asked = {one.code: one.text for one in load_checks.questions(of_return(problems=(after,)))}
    assert asked["day"] == "1 date is after 31 March 2026. Check the date that you entered."
    assert "day" not in {one.code for one in load_checks.questions(of_return(problems=(WRONG,)))}


def test_problems_are_stored_without_the_numbers_of_children(
    head: User, status: Status, read: Callable[..., None]
) -> None:
    read(of_return(problems=(WRONG,)))
    job = uploaded(head)
    load_jobs.run_next(status)
    job.refresh_from_db()
    assert "1001" not in str(job.found)
    assert load_jobs.found_of(job).first[0].what == "the id is not an age"  # type: ignore[union-attr]


def test_what_must_be_confirmed_is_confirmed_before_loading(
    snapshot: Snapshot, head: User, status: Status, read: Callable[..., None]
) -> None:
    read(of_return())  # another hash than the snapshot's, for the same day
    job = uploaded(head)
    load_jobs.run_next(status)
    with pytest.raises(CannotChange, match="Confirm each"):
        load_jobs.accept(job, accepted=(), by=head)
    load_jobs.accept(job, accepted=("another file",), by=head)
    load_jobs.run_next(status)
    snapshot.refresh_from_db()
    assert proof_of(snapshot)["why"] == "Replaced by annex_a.xlsx."
    assert snapshots.current().file == "annex_a.xlsx"  # type: ignore[union-attr]
    assert not snapshots.folder_of(snapshot).exists()
    assert Case.objects.count() == 3


def test_a_question_that_arises_after_the_check_is_asked_before_loading(
    snapshot: Snapshot, head: User, status: Status, read: Callable[..., None]
) -> None:
    Snapshot.objects.update(as_at=AS_AT - timedelta(days=31))
    read(of_return())
    job = uploaded(head)
    load_jobs.run_next(status)
    load_jobs.accept(job, accepted=(), by=head)
    Snapshot.objects.update(as_at=AS_AT + timedelta(days=30))
    load_jobs.run_next(status)
    job.refresh_from_db()
    assert job.state == LoadState.CHECKED
    assert [one.code for one in load_jobs.found_of(job).questions] == ["older"]  # type: ignore[union-attr]


def test_a_load_that_was_killed_between_files_and_rows_is_taken_up_again(
    head: User,
    status: Status,
    read: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    settings: LazySettings,
) -> None:
    read(of_return())
    job = uploaded(head)
    load_jobs.run_next(status)
    load_jobs.accept(job, accepted=(), by=head)
    monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)  # a kill cleans nothing
    with monkeypatch.context() as killed:
        killed.setattr(snapshots, "_store", _kill)
        with pytest.raises(KeyboardInterrupt):
            load_jobs.run_next(status)
    monkeypatch.undo()
    read(of_return())
    assert not Snapshot.objects.exists()
    left = list(Path(settings.SNAPSHOTS).iterdir())
    assert len(left) == 1
    load_jobs.run_next(status)
    job.refresh_from_db()
    assert (job.state, Case.objects.count()) == (LoadState.LOADED, 3)
    assert job.snapshot == snapshots.current()
    assert snapshots.sweep() == 0


def _kill(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_load_that_was_killed_after_its_rows_is_not_loaded_twice(
    head: User, status: Status, read: Callable[..., None]
) -> None:
    read(of_return())
    job = uploaded(head)
    load_jobs.run_next(status)
    load_jobs.accept(job, accepted=(), by=head)
    snapshots.load(of_return(), retain_until=UNTIL, at=NOW, by=head)
    load_jobs.run_next(status)
    job.refresh_from_db()
    assert (job.state, Snapshot.objects.count()) == (LoadState.LOADED, 1)


def test_nothing_is_loaded_while_another_process_loads(head: User, status: Status) -> None:
    job = uploaded(head)
    with alone():
        assert not load_jobs.run_next(status)
    job.refresh_from_db()
    assert (job.state, job.doing) == (
        LoadState.WAITING, "Another return is being loaded or deleted",
    )  # fmt: skip


def test_an_upload_that_is_cancelled_while_it_is_checked_stays_cancelled(
    head: User, status: Status, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = uploaded(head)

    def meanwhile(*_: object) -> Return:
        load_jobs.cancel(job, by=head, why="Wrong file.")
        raise CannotRead("annex_a.xlsx cannot be opened.")

    monkeypatch.setattr(load_jobs, "load_return", meanwhile)
    load_jobs.run_next(status)
    job.refresh_from_db()
    assert (job.state, job.why) == (LoadState.CANCELLED, "Wrong file.")


def test_an_upload_that_nobody_decides_on_is_deleted_after_a_week(
    head: User, settings: LazySettings, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    job = uploaded(head)
    LoadJob.objects.update(state=LoadState.CHECKED, asked_at=timezone.now() - timedelta(days=8))
    with django_capture_on_commit_callbacks(execute=True):
        background_work.remove_uploads()
    job.refresh_from_db()
    assert (job.state, kept(settings)) == (LoadState.CANCELLED, [])


def held_with(ids: range) -> None:
    """Last month's return is held, with these children."""
    snapshot_row(AS_AT - timedelta(days=31))
    for one in ids:
        Case.objects.create(child=Child.objects.create(child_id=str(one)))


def codes(found: Return) -> list[str]:
    return [one.code for one in load_checks.questions(found)]


def test_nothing_is_asked_about_the_first_return() -> None:
    assert codes(of_return()) == []


def test_nothing_is_asked_about_the_next_month_of_the_same_children() -> None:
    held_with(range(1001, 1005))
    assert codes(of_return()) == []


def test_other_children_or_far_fewer_or_pseudonyms_are_asked_about(settings: LazySettings) -> None:
    held_with(range(5001, 5005))
    assert codes(of_return()) == ["other children"]
    Case.objects.all().delete()
    Child.objects.all().delete()
    for one in range(1001, 1008):
        Case.objects.create(child=Child.objects.create(child_id=str(one)))
    assert codes(of_return()) == ["fewer children"]
    settings.PSEUDONYM_KEY = "a key of the council's own"
    assert codes(of_return()) == ["pseudonyms"]


def test_many_errors_are_asked_about() -> None:
    assert codes(of_return(problems=(WRONG,))) == ["errors"]  # one in six rows


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (["returns.zip"], "Unpack returns.zip and select the CSV files in it"),
        (["notes.docx"], "notes.docx must be an Excel workbook"),
        (["a.csv", "b.xlsx"], "only CSV files"),
        (["a.csv", "A.csv"], "Two of the files have the same name"),
    ],
)
def test_files_of_the_wrong_kind_are_refused_at_once(
    head: User, names: list[str], why: str
) -> None:
    files = [SimpleUploadedFile(name, b"x") for name in names]
    sent = {"chosen": files, "as_at": "2026-03-31", "retain_until": "2027-03-31"}
    answer = signed_in(head).post("/practice/returns/load/", sent)
    assert (answer.status_code, why in answer.text) == (400, True)
    assert not LoadJob.objects.exists()


def test_csv_files_are_kept_in_one_private_folder(head: User, settings: LazySettings) -> None:
    files = [SimpleUploadedFile(f"list_{n}.csv", b"x") for n in (6, 7)]
    job = load_jobs.take_in(files, as_at=AS_AT, retain_until=UNTIL, at=NOW, by=head)
    (folder,) = kept(settings)
    assert (job.name, folder.stat().st_mode & 0o077) == ("2 CSV files", 0)
    assert {path.name for path in (folder / job.name).iterdir()} == {"list_6.csv", "list_7.csv"}
    uploaded_files.forget(job.folder)
    assert kept(settings) == []
