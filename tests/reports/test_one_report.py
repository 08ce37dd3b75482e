"""Only the report's own pages are read: all of them, once each and in order."""

from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cusp.reports import Report, read_report
from cusp.reports.pages import Page
from cusp.reports.printed_pages import Gap, printed_pages
from cusp.specimens import write_specimen
from cusp.specimens.stories import STORIES
from tests.reports.paper import page, run


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two specimens: inspections in 2019 and 2024."""
    folder = tmp_path_factory.mktemp("specimens")
    names = ("wexcombe-2019", "wexcombe-2024")
    return {n: write_specimen(STORIES[n][0], folder / f"{n}.pdf", STORIES[n][1]) for n in names}


def joined(target: Path, *parts: tuple[Path, Sequence[int]]) -> Report:
    """The report read from a file made of pages (from 1) of other files."""
    made = pypdfium2.PdfDocument.new()
    for source, numbers in parts:
        made.import_pages(pypdfium2.PdfDocument(source), [n - 1 for n in numbers])
    made.save(target)
    return read_report(target)


def count(file: Path) -> int:
    return len(pypdfium2.PdfDocument(file))


def problems_of(report: Report) -> str:
    return "; ".join(p.why for p in report.problems if p.field == "pages")


def words(report: Report) -> list[tuple[str | None, int | None, str]]:
    return [(s.area, p.number, p.text) for s in report.sections for p in s.paragraphs]


def test_a_whole_report_says_nothing_of_its_pages(written: dict[str, Path]) -> None:
    for file in written.values():
        report = read_report(file)
        assert report.complete
        assert problems_of(report) == ""


def test_the_first_pages_of_a_report_are_no_whole_report(
    written: dict[str, Path], tmp_path: Path
) -> None:
    report = joined(tmp_path / "cut.pdf", (written["wexcombe-2024"], [1, 2, 3]))
    assert not report.complete
    assert "the last pages seem to be missing" in problems_of(report)


def test_missing_pages_are_named_by_their_printed_numbers(
    written: dict[str, Path], tmp_path: Path
) -> None:
    source = written["wexcombe-2019"]
    there = [n for n in range(1, count(source) + 1) if n not in (4, 5)]
    report = joined(tmp_path / "gap.pdf", (source, there))
    assert not report.complete
    assert "pages 4 and 5 seem to be missing" in problems_of(report)


def test_a_page_twice_is_read_once_and_named(written: dict[str, Path], tmp_path: Path) -> None:
    source = written["wexcombe-2019"]
    whole = read_report(source)
    numbers = [1, 2, 3, 3, *range(4, count(source) + 1)]
    report = joined(tmp_path / "twice.pdf", (source, numbers))
    assert report.complete
    assert words(report) == words(whole)
    assert "page 4 of the file repeats page 3" in problems_of(report)


def test_a_report_twice_is_read_once_and_named(written: dict[str, Path], tmp_path: Path) -> None:
    source = written["wexcombe-2024"]
    last = count(source)
    every = range(1, last + 1)
    report = joined(tmp_path / "twice.pdf", (source, every), (source, every))
    assert words(report) == words(read_report(source))
    assert f"pages {last + 1} to {2 * last} of the file repeat pages 1 to {last}" in problems_of(
        report
    )


def test_a_second_report_is_left_out_and_named(written: dict[str, Path], tmp_path: Path) -> None:
    first, second = written["wexcombe-2019"], written["wexcombe-2024"]
    last = count(first)
    report = joined(
        tmp_path / "two.pdf",
        (first, range(1, last + 1)),
        (second, range(1, count(second) + 1)),
    )
    assert words(report) == words(read_report(first))
    assert [i.text for i in report.improvements] == [
        i.text for i in read_report(first).improvements
    ]
    wanted = f"pages {last + 1} to {last + count(second)} of the file are another report"
    assert wanted in problems_of(report)


def test_swapped_pages_are_read_in_their_order(written: dict[str, Path], tmp_path: Path) -> None:
    source = written["wexcombe-2019"]
    numbers = [1, 2, 4, 3, *range(5, count(source) + 1)]
    report = joined(tmp_path / "swapped.pdf", (source, numbers))
    assert report.complete
    assert [w[1:] for w in words(report)] == [w[1:] for w in words(read_report(source))]
    assert "pages 3 and 4 of the file are out of order" in problems_of(report)


# Printed page numbers


def paper(printed: Sequence[int | None]) -> list[Page]:
    """Pages with these numbers at the foot, or ``None`` for no number."""
    return [
        page(run("Text.", 72, 100), *([run(str(n), 300, 810)] if n else []), number=i)
        for i, n in enumerate(printed, start=1)
    ]


@given(st.integers(3, 40), st.data())
def test_whatever_inner_pages_are_gone_they_are_named(count: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(2, count - 1))
    last = data.draw(st.integers(first, count - 1))
    there = [n for n in range(1, count + 1) if not first <= n <= last]
    if len(there) >= 3:
        assert printed_pages(paper(there)).gaps == (Gap(first, last),)


@given(st.integers(2, 60), st.integers(0, 2))
def test_nothing_is_missing_where_numbers_run(count: int, unnumbered: int) -> None:
    printed = [None] * unnumbered + list(range(1, count + 1))
    found = printed_pages(paper(printed))
    assert (found.gaps, found.misplaced, found.restarts) == ((), (), ())


def test_numbers_of_a_pack_are_no_sign_of_missing_pages() -> None:
    assert printed_pages(paper([*range(23, 35)])).gaps == ()


def test_a_number_stamped_on_the_first_page_is_not_the_reports() -> None:
    found = printed_pages(paper([23, *range(2, 12)]))
    assert (found.gaps, found.misplaced, found.restarts) == ((), (), ())


def test_a_year_or_count_at_the_edge_is_no_page_number() -> None:
    pages = [
        page(run("8 to 19 November", 72, 805), run("21", 180, 805), run(str(n), 500, 815), number=n)
        for n in range(1, 9)
    ]
    assert printed_pages(pages).numbers == tuple(range(1, 9))
