"""A copy stamped for a meeting produces the same record as the original."""

import io
from pathlib import Path

import msgspec
import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from cusp.reports import Report, read_report
from cusp.reports.stamps import without_stamps
from cusp.specimens import STORIES, write_specimen
from cusp.specimens.paper import HEIGHT, WIDTH
from tests.reports import paper

Stamp = tuple[str, float, float, float, float]  # words, left, height from the top, size, turn

AT_THE_HEAD: list[Stamp] = [("APPENDIX 1", 440, 30, 14, 0)]
COPIES: dict[str, list[Stamp]] = {
    "appendix": AT_THE_HEAD,
    "large appendix above the title": [("APPENDIX 1", 72, 60, 24, 0)],
    "official": [("OFFICIAL", 270, 25, 12, 0), ("OFFICIAL", 270, 830, 12, 0)],
    "sensitive": [("OFFICIAL - SENSITIVE", 230, 25, 11, 0)],
    "agenda": [("Agenda Item 7", 470, 28, 12, 0), ("Page 23", 72, 832, 9, 0)],
    "agenda and page": [("Item 5 / Page 23", 250, 825, 10, 0)],
    "across": [("OFFICIAL", 150, 420, 80, 45)],
    "across the title": [("OFFICIAL", 60, 140, 60, 0)],
    "small, in the title's line": [("Appendix B", 505, 112, 9, 0)],
    "at the side": [("OFFICIAL-SENSITIVE", 20, 500, 10, 90)],
}


def stamp(source: Path, target: Path, stamps: list[Stamp]) -> None:
    """A copy with stamps on each page."""
    drawn = io.BytesIO()
    canvas = Canvas(drawn, pagesize=(WIDTH, HEIGHT), invariant=True)
    for words, x, y, size, turn in stamps:
        canvas.saveState()
        canvas.translate(x, HEIGHT - y)
        canvas.rotate(turn)
        canvas.setFont("Helvetica-Bold", size)
        canvas.setFillGray(0.7)
        canvas.drawString(0, 0, words)
        canvas.restoreState()
    canvas.save()
    over = pypdfium2.PdfDocument(drawn.getvalue())
    report = pypdfium2.PdfDocument(source)
    mark = over.page_as_xobject(0, report)
    for number in range(len(report)):
        page = report[number]
        page.insert_obj(mark.as_pageobject())
        page.gen_content()
    report.save(target)


def values(report: Report) -> object:
    """A record without its source file."""
    return msgspec.structs.replace(report, source=None)


@pytest.mark.parametrize("name", COPIES)
@pytest.mark.parametrize("story", ["wexcombe-2024", "wexcombe-2019", "wexcombe-2016"])
def test_a_stamped_copy_reads_as_the_report_itself(name: str, story: str, tmp_path: Path) -> None:
    specimen, layout = STORIES[story]
    own = write_specimen(specimen, tmp_path / "own.pdf", layout)
    stamp(own, tmp_path / "copy.pdf", COPIES[name])
    report, copy = read_report(own), read_report(tmp_path / "copy.pdf")
    assert (copy.title, copy.problems) == (report.title, report.problems)
    assert values(copy) == values(report)


def test_a_stamp_in_one_piece_with_the_title_is_cut_off() -> None:
    title = paper.run("APPENDIX 1: Inspection of Wexcombe", 72, 90, size=22)
    (page,) = without_stamps([paper.page(title)])
    assert [ln.text for ln in page.lines] == ["Inspection of Wexcombe"]


def test_what_a_paper_is_called_above_the_title_goes_with_its_stamp() -> None:
    above = paper.run("Appendix A: Ofsted report", 72, 40, size=16)
    title = paper.run("Inspection of Wexcombe", 72, 90, size=22)
    (page,) = without_stamps([paper.page(above, title)])
    assert [ln.text for ln in page.lines] == ["Inspection of Wexcombe"]


@pytest.mark.parametrize(
    "text", ["The official response", "see Appendix 1 for more", "Item 5 was put off", "Page"]
)
def test_words_of_the_report_are_no_stamps(text: str) -> None:
    before = paper.page(paper.run(text, 72, 400), number=3)
    assert without_stamps([before]) == [before]


def test_a_heading_within_the_page_is_no_stamp() -> None:
    before = paper.page(paper.run("Annex A", 72, 400, size=14, bold=True), number=12)
    assert without_stamps([before]) == [before]
