"""Hostile files, added or viewed: one clear sentence, and none of them in a web process."""

import contextlib
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from html import unescape
from importlib import import_module
from pathlib import Path

import psutil
import pypdfium2
import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cusp.outside.process import GivenUp, Limits, NotNow, Process
from cusp.reports import drawing_worker, read_reports
from cusp.reports.batch import Outcome
from cusp.specimens import hostile
from cusp.web.accounts.models import Event
from cusp.web.accounts.roles import Role
from cusp.web.common import outside_files, page_cache
from cusp.web.record.archive import page_images, pdf_store
from cusp.web.record.intake.upload_jobs import add_outcome
from cusp.web.record.models import Inspection, MeasuresFile
from tests.history.test_measures import FIGURES, write_dictionary, write_figures

# How much this process may grow while a hostile file is opened in another (MB).
_GROWTH = 60


@contextlib.contextmanager
def hardly_growing() -> Iterator[None]:
    """This process takes little extra memory, on systems that report the peak."""
    if sys.platform != "linux":
        yield
        return
    Path("/proc/self/clear_refs").write_text("5", "ascii")  # reset the peak
    before = psutil.Process().memory_info().rss / 2**20
    yield
    status = Path("/proc/self/status").read_text("ascii")
    most = int(status.split("VmHWM:")[1].split()[0]) / 2**10
    assert most - before < _GROWTH


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The memory used by processes that open files; this process must not grow meanwhile."""
    seen: list[float] = [0.0]
    look = Process.memory

    def memory(process: Process) -> float:
        seen.append(look(process))
        return seen[-1]

    monkeypatch.setattr(Process, "memory", memory)
    with hardly_growing():
        yield seen
    assert max(seen) < 1.5 * drawing_worker.LIMITS.megabytes


def with_page_of(report: Path, other: Path, out: Path) -> Path:
    """A report with the first page of another file added at the end."""
    whole, more = pypdfium2.PdfDocument(report), pypdfium2.PdfDocument(other)
    whole.import_pages(more, [0])
    whole.save(out)
    return out


@pytest.fixture
def stored(wexcombe: list[Inspection], tmp_path: Path) -> Callable[[str], str]:
    """Adds a hostile page to a stored report, as may be found in one added long ago.

    Returns the address of its image.
    """

    def put(kind: str) -> str:
        document = wexcombe[-1].document
        assert document is not None
        hostile.PAGES[kind](tmp_path / "hostile.pdf")
        path = with_page_of(document.path, tmp_path / "hostile.pdf", tmp_path / "whole.pdf")
        document.path.write_bytes(path.read_bytes())
        document.pages += 1
        document.save()
        return f"{wexcombe[-1].get_absolute_url()}pages/{document.pages}.png"

    return put


# Added


def read_one(path: Path, limits: Limits | None = None) -> Outcome:
    (outcome,) = read_reports([path], jobs=1, limits=limits)
    return outcome


def test_a_report_with_a_huge_page_is_refused_when_it_is_added(
    wexcombe: list[Inspection], tmp_path: Path
) -> None:
    assert wexcombe[-1].document
    hostile.write_huge_page(tmp_path / "huge.pdf")
    path = with_page_of(wexcombe[-1].document.path, tmp_path / "huge.pdf", tmp_path / "r.pdf")
    pages = wexcombe[-1].document.pages + 1
    state, message, _ = add_outcome(read_one(path), path=path, name="r.pdf", by=None)
    assert (state, message) == (
        "refused",
        f"page {pages} is 254 cm wide and 254 cm high, far larger than any page in a report; save "
        "the report with A4 pages and try again",
    )


@pytest.mark.parametrize("kind", ["strokes", "nested-forms", "nested-objects"])
def test_a_hostile_file_that_is_added_gives_one_sentence(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "hostile.pdf"
    hostile.PAGES[kind](path)
    began = time.monotonic()
    outcome = read_one(path, Limits(seconds=5, megabytes=400))
    assert outcome.error
    assert "\n" not in outcome.error
    assert time.monotonic() - began < 30


# Looked at


def test_a_huge_page_is_drawn_small(
    client: Client, stored: Callable[[str], str], watched: list[float]
) -> None:
    answer = client.get(stored("huge-page"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    width, height = (int.from_bytes(answer.content[at : at + 4], "big") for at in (16, 20))
    assert (width, height) == (2400, 2400)


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("strokes", "drawing it took longer than 0.5 seconds"),
        ("nested-forms", "drawing it took more than 200 MB of memory"),
    ],
)
def test_a_page_that_cannot_be_drawn_is_a_sentence_and_is_tried_once(
    client: Client, stored: Callable[[str], str], watched: list[float],
    monkeypatch: pytest.MonkeyPatch, kind: str, why: str,
) -> None:  # fmt: skip
    seconds = 0.5 if kind == "strokes" else 30
    monkeypatch.setattr(drawing_worker, "LIMITS", Limits(seconds=seconds, megabytes=200))
    address = stored(kind)
    page = int(address.split("/")[-1].removesuffix(".png"))
    answer = client.get(address)
    assert answer.status_code == 404
    said = f"Page {page} cannot be shown as an image: {why}."
    assert answer.content.decode().strip() == said
    monkeypatch.setattr(page_images, "once", lambda *_, **__: pytest.fail("drawn twice"))
    assert client.get(address).content == answer.content


def test_the_page_around_it_has_a_sentence_and_a_link(
    client: Client, wexcombe: list[Inspection], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(*_: object, **__: object) -> bytes:
        raise GivenUp("took longer than 3 seconds")

    monkeypatch.setattr(page_images, "once", cannot)
    address = f"{wexcombe[-1].get_absolute_url()}improvement-1/"
    before = client.get(address).content.decode()
    assert 'class="cusp-page-image"' in before
    source = re.search(r'<img class="cusp-page-image"\s+src="([^"]+)"', before)
    assert source
    assert client.get(unescape(source[1])).status_code == 404
    page_cache.visitor_pages.clear()
    page = client.get(address)
    assert page.status_code == 200
    text = page.content.decode()
    assert "cannot be shown as an image: drawing it took longer than 3 seconds." in text
    assert "<img" not in text.split("<figure")[1]
    assert "report.pdf#page=" in text.split("<figure")[1]


def test_a_report_whose_pdf_is_lost_says_so_in_place_of_the_picture(
    client: Client, wexcombe: list[Inspection]
) -> None:
    assert wexcombe[-1].document
    wexcombe[-1].document.path.unlink()
    text = client.get(f"{wexcombe[-1].get_absolute_url()}improvement-1/").content.decode()
    assert "The PDF of this report is missing. Add the report again to store it." in text
    assert "<img" not in text.split("<figure")[1]


def test_a_busy_machine_says_so_and_says_when_to_come_again(
    client: Client, wexcombe: list[Inspection], monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> bytes:
        raise NotNow

    with monkeypatch.context() as patch:
        patch.setattr(page_images, "once", busy)
        answer = client.get(f"{wexcombe[-1].get_absolute_url()}pages/1.png")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer.content == b"Cusp is busy drawing other pages. Try again in a few seconds.\n"
    assert client.get(f"{wexcombe[-1].get_absolute_url()}pages/1.png").status_code == 200


def test_ten_at_once_hold_two_threads_at_most(settings: LazySettings) -> None:
    inside, most, refused = [0], [0], list[float]()
    free = threading.Event()

    def ask() -> None:
        began = time.monotonic()
        try:
            with outside_files.turn(wait=5):
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                free.wait(10)
                inside[0] -= 1
        except NotNow:
            refused.append(time.monotonic() - began)
            if len(refused) == 8:
                free.set()

    threads = [threading.Thread(target=ask) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert (most, len(refused)) == ([2], 8)
    assert max(refused) < 1


# Measures


@pytest.mark.parametrize(
    ("figures", "workbook", "why"),
    [
        ("many-rows", "", "many-rows.parquet has 5,000,000 rows, far more than LAIT"),
        ("long-values", "", "takes far more memory than LAIT|took more than 768 MB of memory"),
        ("", "far-cell", "far-cell.xlsx has a cell in row 1,048,576, column XFD"),
        ("", "swollen", "swollen.xlsx is 60 MB in 10 parts when unpacked, far larger than a table"),
    ],
)
def test_hostile_measures_give_one_sentence(
    signed_in: Callable[..., Client], tmp_path: Path, figures: str, workbook: str, why: str
) -> None:
    parquet, dictionary = tmp_path / f"{figures or 'good'}.parquet", tmp_path / "dictionary.csv"
    write_dictionary(dictionary)
    if figures:
        hostile.FIGURES[figures](parquet)
    else:
        write_figures(parquet, FIGURES)
    files = [("figures", parquet), ("dictionary", dictionary)]
    if workbook:
        hostile.WORKBOOKS[workbook](tmp_path / f"{workbook}.xlsx")
        files.append(("neighbours", tmp_path / f"{workbook}.xlsx"))
    client = signed_in(Role.OFFICER)
    sent = {name: SimpleUploadedFile(path.name, path.read_bytes()) for name, path in files}
    with hardly_growing():
        answer = client.post("/measures/add/", sent)
    assert answer.status_code == 400
    assert re.search(why, answer.content.decode())
    assert not MeasuresFile.objects.exists()


# What a web process loads


def test_what_reads_workbooks_and_parquet_is_loaded_only_to_read_them() -> None:
    look = (
        "import sys; sys.path[:] = sys.argv[1:]; import cusp.history.measures; "
        "print(*{'pyarrow', 'python_calamine'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", look, *sys.path]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


# PDFs that were lost


def test_a_lost_pdf_is_stored_again_when_the_report_is_added(
    wexcombe: list[Inspection], specimens: dict[str, tuple[Path, object]], tmp_path: Path
) -> None:
    document = wexcombe[-1].document
    assert document is not None
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(document.path.read_bytes())
    document.path.unlink()
    assert pdf_store.missing() == [document.name]
    state, message, inspection = add_outcome(read_one(copy), path=copy, name="copy.pdf", by=None)
    assert (state, inspection) == ("known", wexcombe[-1])
    assert message == "already in the record; its PDF was missing and has been stored again"
    assert document.path.read_bytes() == copy.read_bytes()
    assert pdf_store.missing() == []
    assert Event.objects.get(action="missing PDF stored again").about == str(wexcombe[-1])


def test_the_start_names_what_is_missing(
    wexcombe: list[Inspection], capsys: pytest.CaptureFixture[str]
) -> None:
    web = import_module("cusp.cli.web")
    web.say_what_is_missing()
    assert capsys.readouterr().err == ""
    names = sorted(one.document.name for one in wexcombe if one.document)
    for one in wexcombe:
        assert one.document
        one.document.path.unlink()
    web.say_what_is_missing()
    assert capsys.readouterr().err == (
        f"{len(names)} PDFs are missing from the data folder: {', '.join(names[:3])} and "
        f"{len(names) - 3} more. Add the same files again (cusp add) to store them.\n"
    )
