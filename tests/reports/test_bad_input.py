"""Files that are not reports are refused in one clear sentence, and the others are read."""

import os
import sys
from pathlib import Path

import pytest

from cusp.reports import Limits, NotAReport, read_report, read_reports
from cusp.reports.files import files_of, printable
from cusp.specimens import STORIES, write_bad, write_specimen
from cusp.specimens.bad import write_crowded, write_text

REASONS = {
    "web-page": "web page",
    "empty": "empty",
    "garbage": "cut off",
    "office": "Office",
    "cut-off": "cut off",
    "locked": "password",
    "scan": "scan without text",
    "school": "a school",
    "focused-visit": "focused-visit letter",
    "joint-inspection": "joint targeted area inspection",
    "response": "not a children's services inspection report",
    "novel": "not a children's services inspection report",
    "thousands-of-pages": "not a children's services inspection report",
}


@pytest.fixture(scope="session")
def bad(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_bad(tmp_path_factory.mktemp("bad"))


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    specimen, layout = STORIES["wexcombe-2024"]
    return write_specimen(specimen, tmp_path_factory.mktemp("good") / "good.pdf", layout)


def test_a_report_that_lacks_its_end_is_not_read_with_pages_missing(
    good: Path, tmp_path: Path
) -> None:
    whole, cut = good.read_bytes(), tmp_path / "cut.pdf"
    for share in (0.99, 0.9, 0.5):
        cut.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(NotAReport, match="cut off before its end"):
            read_report(cut)


@pytest.mark.parametrize("name", REASONS)
def test_each_bad_file_gives_one_sentence_with_the_reason(bad: dict[str, Path], name: str) -> None:
    with pytest.raises(NotAReport) as refused:
        read_report(bad[name])
    message = str(refused.value)
    assert REASONS[name] in message
    assert "\n" not in message


def test_a_report_of_too_many_pages_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    title = "Inspection of services for children in need of help and protection\n"
    title += "Inspection dates: 1 May 2015 to 5 May 2015"
    write_text(path, title, pages=500)
    with pytest.raises(NotAReport, match="500 pages"):
        read_report(path)


def test_a_page_of_very_many_objects_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "crowded.pdf"
    write_crowded(path, 70_000)
    with pytest.raises(NotAReport, match="objects"):
        read_report(path)


def test_missing_files_and_folders_are_named(tmp_path: Path) -> None:
    with pytest.raises(NotAReport, match="no such file"):
        read_report(tmp_path / "nowhere.pdf")
    with pytest.raises(NotAReport, match="folder"):
        read_report(tmp_path)


def test_bad_files_take_nothing_else_with_them(bad: dict[str, Path], good: Path) -> None:
    outcomes = {o.path: o for o in read_reports([*bad.values(), good], jobs=2)}
    assert len(outcomes) == len(bad) + 1
    assert outcomes[str(good)].report is not None
    assert all(outcomes[str(path)].error for path in bad.values())


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read(
    tmp_path: Path, good: Path
) -> None:
    slow = tmp_path / "slow.pdf"
    write_crowded(slow, 400_000)
    limits = Limits(seconds=0.25)  # the crowded page alone takes longer than this to open
    by_path = {o.path: o for o in read_reports([good, slow, good], jobs=1, limits=limits)}
    assert "longer than 0.25 seconds" in (by_path[str(slow)].error or "")
    assert by_path[str(good)].report is not None


def test_a_file_that_takes_too_much_memory_is_given_up(tmp_path: Path) -> None:
    heavy = tmp_path / "heavy.pdf"
    write_crowded(heavy, 400_000)
    (outcome,) = read_reports([heavy], jobs=1, limits=Limits(megabytes=10))
    assert outcome.error is not None
    assert "more than 10 MB of memory" in outcome.error


def test_no_files_is_no_outcomes() -> None:
    assert list(read_reports([])) == []


def test_folders_and_patterns_mean_their_pdfs_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("z.pdf", "a.PDF", "b/c.pdf", "b/notes.txt", "._a.pdf"):
        (tmp_path / name).write_bytes(b"")
    found = files_of([tmp_path, str(tmp_path / "*.pdf"), tmp_path / "missing.pdf"])
    names = [path.relative_to(tmp_path).as_posix() for path in found]
    assert names == ["a.PDF", "z.pdf", "b/c.pdf", "missing.pdf"]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names there are always text")
def test_a_name_that_is_no_text_is_read_and_can_be_printed(tmp_path: Path, good: Path) -> None:
    odd = Path(os.fsdecode(bytes(tmp_path) + b"/odd-\xff.pdf"))
    odd.write_bytes(good.read_bytes())
    (outcome,) = read_reports([odd], jobs=1)
    assert outcome.report is not None
    printable(odd).encode("utf-8")
    outcome.report.source.file.encode("utf-8")
