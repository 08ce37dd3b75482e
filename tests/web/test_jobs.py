"""Uploads: taken in whole, worked off in the background, gone on with when a process dies."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cusp.reports import Report
from cusp.web.accounts.roles import Role
from cusp.web.record.choices import FileState, JobState
from cusp.web.record.intake import councils, upload_jobs
from cusp.web.record.intake.time_left import estimate, in_words
from cusp.web.record.models import Document, UploadedReport, UploadJob

pytestmark = pytest.mark.database

Specimens = dict[str, tuple[Path, Report]]
SignedIn = Callable[..., Client]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> mock.Mock:
    """Orders are not worked off by a process of their own: a test does that itself."""
    start = mock.Mock()
    monkeypatch.setattr(upload_jobs, "start", start)
    return start


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="application/pdf")


@pytest.fixture
def reports(specimens: Specimens, db: None) -> list[SimpleUploadedFile]:
    """Two reports of a council that is registered."""
    councils.register("Wexcombe", by=None)
    return [upload(path.name, path.read_bytes()) for path, _ in list(specimens.values())[:2]]


def send(client: Client, files: list[SimpleUploadedFile]) -> tuple[int, str]:
    response = client.post("/add/", {"reports": files})
    return response.status_code, response.content.decode()


def test_an_officers_files_are_added_and_each_gets_its_word(
    signed_in: SignedIn, started: mock.Mock, reports: list[SimpleUploadedFile]
) -> None:
    officer = signed_in(Role.OFFICER)
    page = upload("page.pdf", b"<html></html>")
    response = officer.post("/add/", {"reports": [*reports, page, upload("x.pdf", b"%PDF-1.4 x")]})
    order = UploadJob.objects.get()
    assert response["Location"] == order.get_absolute_url()
    started.assert_called_once()
    assert "Reading reports: 0 of 4" in officer.get(order.get_absolute_url()).content.decode()
    upload_jobs.work_off(order.pk)
    states = list(order.files.values_list("state", flat=True))
    assert states == ["added", "added", "refused", "refused"]
    shown = officer.get(order.get_absolute_url()).content.decode()
    assert "2 reports added" in shown
    assert "HTML" in order.files.get(name="page.pdf").message
    assert [d.added_by.name for d in Document.objects.all() if d.added_by] == ["Officer"] * 2


def test_a_second_upload_of_the_same_files_changes_nothing(
    started: mock.Mock, reports: list[SimpleUploadedFile], db: None
) -> None:
    for _ in range(2):
        order = upload_jobs.take_in(reports, by=None)
        upload_jobs.work_off(order.pk)
    assert list(order.files.values_list("state", flat=True)) == ["known", "known"]
    assert Document.objects.count() == 2


def test_an_order_whose_process_died_is_gone_on_with(
    signed_in: SignedIn, started: mock.Mock, reports: list[SimpleUploadedFile]
) -> None:
    order = upload_jobs.take_in(reports, by=None)
    assert upload_jobs.claim(order)
    assert not upload_jobs.claim(order), "somebody is at work on it"
    long_ago = timezone.now() - timedelta(seconds=upload_jobs.SILENT + 1)
    UploadJob.objects.filter(pk=order.pk).update(last_heartbeat=long_ago)
    officer = signed_in(Role.OFFICER)
    assert "stopped at 0 of 2" in officer.get(order.get_absolute_url()).content.decode()
    assert "<td>Stopped</td>" in officer.get("/add/").content.decode()
    officer.post(f"{order.get_absolute_url()}go-on/")
    started.assert_called_once()
    upload_jobs.work_off(order.pk)
    assert Document.objects.count() == 2


def test_a_finished_order_is_not_worked_off_again(
    started: mock.Mock, reports: list[SimpleUploadedFile], db: None
) -> None:
    order = upload_jobs.take_in(reports, by=None)
    upload_jobs.work_off(order.pk)
    UploadedReport.objects.all().update(state=FileState.WAITING)
    upload_jobs.work_off(order.pk)
    assert set(order.files.values_list("state", flat=True)) == {FileState.WAITING}


def test_a_full_disk_takes_nothing_in_and_says_so(
    signed_in: SignedIn,
    started: mock.Mock,
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
    started.assert_not_called()


def test_no_file_an_empty_file_and_one_too_large_are_refused_in_words(
    signed_in: SignedIn, started: mock.Mock, settings: LazySettings
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
    started.assert_not_called()


def test_too_many_files_at_once_are_refused_in_words(
    signed_in: SignedIn, started: mock.Mock, settings: LazySettings
) -> None:
    settings.MOST_UPLOADS = 3
    files = [upload(f"{n}.pdf", b"%PDF") for n in range(4)]
    status, page = send(signed_in(Role.OFFICER), files)
    assert status == 400
    assert "up to 3 at a time" in page


def test_a_name_with_markup_or_a_path_in_it_is_only_shown(
    signed_in: SignedIn, started: mock.Mock, own_folder: Path
) -> None:
    officer = signed_in(Role.OFFICER)
    files = [upload("<img src=x onerror=alert(1)>.pdf", b"no"), upload("../../etc/x.pdf", b"no")]
    officer.post("/add/", {"reports": files})
    order = UploadJob.objects.get()
    assert all(Path(f.waiting).is_relative_to(own_folder / "uploads") for f in order.files.all())
    upload_jobs.work_off(order.pk)
    page = officer.get(order.get_absolute_url()).content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_uploads_do_not_stay_behind(
    started: mock.Mock, reports: list[SimpleUploadedFile], own_folder: Path, db: None
) -> None:
    order = upload_jobs.take_in(reports, by=None)
    assert len(list((own_folder / "uploads").rglob("*.pdf"))) == 2
    upload_jobs.work_off(order.pk)
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
    signed_in: SignedIn, started: mock.Mock, reports: list[SimpleUploadedFile]
) -> None:
    order = upload_jobs.take_in(reports, by=None)
    officer = signed_in(Role.OFFICER)
    page = officer.get(order.get_absolute_url()).content.decode()
    assert '<meta http-equiv="refresh" content="3">' in page
    assert "This page updates automatically" in page
    assert "Working out the time left" in page
    upload_jobs.work_off(order.pk)
    UploadJob.objects.update(state=JobState.RUNNING)
    last = order.files.order_by("-id")[0]
    last.state = FileState.WAITING
    last.save()
    assert "Less than a minute left" in officer.get(order.get_absolute_url()).content.decode()
