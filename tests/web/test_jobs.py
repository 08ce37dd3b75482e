"""Uploads: stored completely, read by the worker, continued after an interruption."""

import errno
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client

from cusp.reports import Report, read_reports
from cusp.web.accounts.roles import Role
from cusp.web.background import status
from cusp.web.background.status import Status
from cusp.web.record.choices import FileState, JobState
from cusp.web.record.intake import councils, leftovers, upload_jobs
from cusp.web.record.intake.add_report import add
from cusp.web.record.intake.time_left import estimate, in_words
from cusp.web.record.models import Document, UploadedReport, UploadJob

pytestmark = pytest.mark.database

Specimens = dict[str, tuple[Path, Report]]
SignedIn = Callable[..., Client]


class Silent(Status):
    """A status that is not written anywhere."""

    def __init__(self) -> None:
        pass

    def doing(self, what: str) -> None:
        pass


def work() -> bool:
    """What the worker does with the next job."""
    return upload_jobs.run_next(Silent())


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="application/pdf")


@pytest.fixture
def reports(specimens: Specimens, db: None) -> list[SimpleUploadedFile]:
    """Two reports on a registered council."""
    councils.register("Wexcombe", by=None)
    return [upload(path.name, path.read_bytes()) for path, _ in list(specimens.values())[:2]]


def send(client: Client, files: list[SimpleUploadedFile]) -> tuple[int, str]:
    response = client.post("/add/", {"reports": files})
    return response.status_code, response.content.decode()


def test_an_officers_files_are_added_and_each_gets_its_word(
    signed_in: SignedIn, reports: list[SimpleUploadedFile]
) -> None:
    officer = signed_in(Role.OFFICER)
    page = upload("page.pdf", b"<html></html>")
    response = officer.post("/add/", {"reports": [*reports, page, upload("x.pdf", b"%PDF-1.4 x")]})
    order = UploadJob.objects.get()
    assert response["Location"] == order.get_absolute_url()
    assert "Reading reports: 0 of 4" in officer.get(order.get_absolute_url()).content.decode()
    work()
    states = list(order.files.values_list("state", flat=True))
    assert states == ["added", "added", "refused", "refused"]
    shown = officer.get(order.get_absolute_url()).content.decode()
    assert "2 reports added" in shown
    assert "HTML" in order.files.get(name="page.pdf").message
    assert [d.added_by.name for d in Document.objects.all() if d.added_by] == ["Officer"] * 2


def test_a_second_upload_of_the_same_files_changes_nothing(
    reports: list[SimpleUploadedFile], db: None
) -> None:
    for _ in range(2):
        order = upload_jobs.take_in(reports, by=None)
        work()
    assert list(order.files.values_list("state", flat=True)) == ["known", "known"]
    assert Document.objects.count() == 2


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("database is locked", "locked by another program"),
        ("database or disk is full", "disk is full"),
        ("a statement ended due to lock timeout", "locked by another program"),
    ],
)
def test_an_upload_that_the_database_refuses_leaves_nothing(
    said: str,
    words: str,
    signed_in: SignedIn,
    reports: list[SimpleUploadedFile],
    own_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(*_: object) -> None:
        raise OperationalError(said)

    officer = signed_in(Role.OFFICER)
    monkeypatch.setattr(UploadedReport.objects, "bulk_create", refused)

    status, shown = send(officer, reports)

    assert status == 400
    assert "No reports were added" in shown
    assert words in shown
    assert not UploadJob.objects.exists()
    assert not list((own_folder / "uploads").iterdir())


def test_what_killed_processes_left_is_removed_and_nothing_else(
    reports: list[SimpleUploadedFile], own_folder: Path
) -> None:
    done = upload_jobs.take_in(reports, by=None)
    UploadJob.objects.update(state=JobState.DONE)
    waiting = upload_jobs.take_in(reports, by=None)
    uploads, pdfs = own_folder / "uploads", own_folder / "reports" / "ab"
    pdfs.mkdir(parents=True)
    abandoned, arriving = uploads / str(uuid4()), uploads / str(uuid4())
    half, fresh = pdfs / ".adding-old", pdfs / ".adding-new"
    for path in (abandoned, arriving):
        path.mkdir()
    for path in (half, fresh):
        path.touch()
    for path in (abandoned, half):
        os.utime(path, (path.stat().st_mtime - leftovers.OLD - 1,) * 2)

    leftovers.remove()

    assert {path.name for path in uploads.iterdir()} == {str(waiting.pk), arriving.name}
    assert list(pdfs.iterdir()) == [fresh]
    assert not (uploads / str(done.pk)).exists()


def test_a_pdf_that_nothing_needs_is_removed_once_it_is_old(
    reports: list[SimpleUploadedFile], own_folder: Path
) -> None:
    upload_jobs.take_in(reports, by=None)
    work()
    kept = sorted((own_folder / "reports").glob("*/*.pdf"))
    nobodys = kept[0].with_name(f"{'0' * 64}.pdf")
    nobodys.touch()
    for path in (*kept, nobodys):
        os.utime(path, (path.stat().st_mtime - leftovers.OLD - 1,) * 2)

    leftovers.remove()

    assert sorted((own_folder / "reports").glob("*/*.pdf")) == kept


def test_an_interrupted_job_is_continued(
    reports: list[SimpleUploadedFile], monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    job = upload_jobs.take_in(reports, by=None)
    settle = upload_jobs._settle
    settled: list[object] = []

    def settle_one(*arguments: Any) -> None:
        if settled:
            raise KeyboardInterrupt
        settled.append(arguments)
        settle(*arguments)

    monkeypatch.setattr(upload_jobs, "_settle", settle_one)
    with pytest.raises(KeyboardInterrupt):
        work()
    job.refresh_from_db()
    assert (job.state, Document.objects.count()) == (JobState.RUNNING, 1)

    monkeypatch.setattr(upload_jobs, "_settle", settle)
    work()
    job.refresh_from_db()
    assert (job.state, Document.objects.count()) == (JobState.DONE, 2)


def test_a_finished_job_is_not_run_again(reports: list[SimpleUploadedFile], db: None) -> None:
    job = upload_jobs.take_in(reports, by=None)
    work()
    UploadedReport.objects.all().update(state=FileState.WAITING)
    assert not work()
    assert set(job.files.values_list("state", flat=True)) == {FileState.WAITING}


def test_a_run_that_was_taken_over_settles_nothing(
    reports: list[SimpleUploadedFile], monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    job = upload_jobs.take_in(reports, by=None)
    slow = read_reports

    def taken_over(*arguments: Any, **options: Any) -> Any:
        for outcome in slow(*arguments, **options):
            UploadJob.objects.filter(pk=job.pk).update(claim=uuid4())
            yield outcome

    monkeypatch.setattr(upload_jobs, "read_reports", taken_over)
    with pytest.raises(upload_jobs.ClaimLost):
        work()

    assert Document.objects.count() == 0
    assert set(job.files.values_list("state", flat=True)) == {FileState.WAITING}
    assert Path(job.files.all()[0].waiting).exists()


def test_a_disk_that_is_full_for_a_while_refuses_no_report(
    reports: list[SimpleUploadedFile], monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    job = upload_jobs.take_in(reports, by=None)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("cusp.web.record.archive.pdf_store.keep", full)
        with pytest.raises(OSError, match="No space"):
            work()
    assert set(job.files.values_list("state", flat=True)) == {FileState.WAITING}

    work()
    assert set(job.files.values_list("state", flat=True)) == {FileState.ADDED}


def test_a_report_that_always_fails_is_given_up_and_the_others_are_added(
    reports: list[SimpleUploadedFile], monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    job = upload_jobs.take_in(reports, by=None)
    bad = job.files.all()[0].name

    def add_but_one(*arguments: Any, **options: Any) -> Any:
        if options["name"] == bad:
            raise ZeroDivisionError
        return add(*arguments, **options)

    monkeypatch.setattr(upload_jobs, "add", add_but_one)
    for _ in range(upload_jobs.MOST_FAILURES - 1):
        with pytest.raises(ZeroDivisionError):
            work()
    work()

    assert sorted(job.files.values_list("state", flat=True)) == [FileState.ADDED, FileState.REFUSED]
    assert "because of an error in Cusp" in job.files.get(name=bad).message


def test_the_progress_page_says_why_reading_has_stopped(
    signed_in: SignedIn, reports: list[SimpleUploadedFile], own_folder: Path
) -> None:
    job = upload_jobs.take_in(reports, by=None)
    officer = signed_in(Role.OFFICER)
    assert "Reading has stopped" in officer.get(job.get_absolute_url()).content.decode()

    worker = Status(own_folder / status.NAME)
    try:
        page = officer.get(job.get_absolute_url()).content.decode()
        assert "Reading has stopped" not in page
        worker.trouble("Reading uploads", "The server’s disk is full.")
        assert "The server’s disk is full." in officer.get(job.get_absolute_url()).content.decode()
    finally:
        worker.close()


def test_a_full_disk_takes_nothing_in_and_says_so(
    signed_in: SignedIn,
    reports: list[SimpleUploadedFile],
    monkeypatch: pytest.MonkeyPatch,
    own_folder: Path,
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", full)
    status, page = send(signed_in(Role.OFFICER), reports)
    assert status == 400
    assert "No space left on device" in page
    assert "No reports were added" in page
    assert not UploadJob.objects.exists()
    assert not (own_folder / "uploads").exists()


def test_no_file_an_empty_file_and_one_too_large_are_refused_in_words(
    signed_in: SignedIn, settings: LazySettings
) -> None:
    officer = signed_in(Role.OFFICER)
    settings.LARGEST_UPLOAD = 10
    for files, word in (
        ([], "Select one or more reports"),
        ([upload("e.pdf", b"")], "empty"),
        ([upload("l.pdf", b"%PDF-1.4 far too long")], "must be smaller than"),
    ):
        status, page = send(officer, files)
        assert status == 400
        assert word in page


def test_too_many_files_at_once_are_refused_in_words(
    signed_in: SignedIn, settings: LazySettings
) -> None:
    settings.MOST_UPLOADS = 3
    files = [upload(f"{n}.pdf", b"%PDF") for n in range(4)]
    status, page = send(signed_in(Role.OFFICER), files)
    assert status == 400
    assert "up to 3 at a time" in page


def test_a_name_with_markup_or_a_path_in_it_is_only_shown(
    signed_in: SignedIn, own_folder: Path
) -> None:
    officer = signed_in(Role.OFFICER)
    files = [upload("<img src=x onerror=alert(1)>.pdf", b"no"), upload("../../etc/x.pdf", b"no")]
    officer.post("/add/", {"reports": files})
    order = UploadJob.objects.get()
    assert all(Path(f.waiting).is_relative_to(own_folder / "uploads") for f in order.files.all())
    work()
    page = officer.get(order.get_absolute_url()).content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_uploads_do_not_stay_behind(
    reports: list[SimpleUploadedFile], own_folder: Path, db: None
) -> None:
    upload_jobs.take_in(reports, by=None)
    assert len(list((own_folder / "uploads").rglob("*.pdf"))) == 2
    work()
    assert not list((own_folder / "uploads").rglob("*"))


NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "waiting", "words"),
    [
        ([10, 20], 2, "Less than a minute left"),
        ([10], 6, "About a minute left"),
        ([10, 20], 7, "About 2 minutes left"),
        ([10, 12], 620, "About 1 hour 2 minutes left"),
        # It stopped for an hour after the first report.
        ([10, 3610, 3620], 12, "About 2 minutes left"),
    ],
)
def test_the_time_left_is_judged_by_the_reports_added(
    seconds: list[int], waiting: int, words: str
) -> None:
    times = [NOON, *(NOON + timedelta(seconds=second) for second in seconds)]

    left = estimate(times, waiting)

    assert left is not None
    assert in_words(left) == words


def test_the_time_left_is_not_guessed_before_a_report_was_added() -> None:
    assert estimate([NOON], 3) is None
    assert estimate([NOON, NOON + timedelta(hours=1)], 3) is None


def test_the_progress_page_updates_itself_and_says_how_long_it_will_take(
    signed_in: SignedIn, reports: list[SimpleUploadedFile], own_folder: Path
) -> None:
    order = upload_jobs.take_in(reports, by=None)
    officer = signed_in(Role.OFFICER)
    page = officer.get(order.get_absolute_url()).content.decode()
    assert '<meta http-equiv="refresh" content="3">' in page
    assert "This page updates automatically" in page
    assert "Reading has stopped" in page
    work()
    UploadJob.objects.update(state=JobState.RUNNING)
    last = order.files.order_by("-id")[0]
    last.state = FileState.WAITING
    last.save()
    worker = Status(own_folder / status.NAME)
    try:
        page = officer.get(order.get_absolute_url()).content.decode()
        assert "Less than a minute left" in page
    finally:
        worker.close()
