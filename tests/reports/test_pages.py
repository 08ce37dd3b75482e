"""Pages that were rotated, reduced or scanned, or that have drawn bullets, are read correctly."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import msgspec
import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from cusp.reports import NotAReport, Report, read_report
from cusp.reports.pages import Line, PageReader, Run, joined
from cusp.reports.record import Cite
from cusp.specimens import STORIES, write_specimen
from cusp.specimens.paper import HEIGHT, WIDTH
from tests.reports.reshaped import Placing, redrawn, scaled, sideways, turned

Place = Callable[[tuple[float, float, float, float]], tuple[float, float, float, float]]


@pytest.fixture(scope="session", params=["wexcombe-2024", "wexcombe-2016"])
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    specimen, layout = STORIES[request.param]
    return write_specimen(specimen, tmp_path_factory.mktemp("pages") / "whole.pdf", layout)


def _inner(path: Path) -> list[int]:
    return list(range(1, len(pypdfium2.PdfDocument(path)) - 1))


def _all(path: Path) -> list[int]:
    return list(range(len(pypdfium2.PdfDocument(path))))


def _some(path: Path) -> list[int]:
    return _inner(path)[::3]


def _plain(report: Report) -> object:
    """A record without its source and places."""

    def without(value: object) -> object:
        if isinstance(value, dict):
            return {k: without(v) for k, v in value.items() if "cite" not in k and k != "source"}
        return [without(item) for item in value] if isinstance(value, list) else value

    return without(msgspec.json.decode(msgspec.json.encode(report)))


def _cites(report: Report) -> list[Cite]:
    items = [cite for item in report.improvements for cite in item.cites]
    return items + [c for s in report.sections for p in s.paragraphs for c in p.cites]


def _assert_places(found: Report, expected: Report, pages: list[int], place: Place) -> None:
    for cite, other in zip(_cites(found), _cites(expected), strict=True):
        assert cite.page == other.page
        box = place(other.box) if cite.page - 1 in pages else other.box
        assert cite.box == pytest.approx(box, abs=1.0)


def _quarter(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Where a box is on a page after a quarter turn clockwise."""
    x0, y0, x1, y1 = box
    return (HEIGHT - y1, x0, HEIGHT - y0, x1)


def _half(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = box
    return (WIDTH - x1, HEIGHT - y1, WIDTH - x0, HEIGHT - y0)


def _three_quarters(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = box
    return (y0, WIDTH - x1, y1, WIDTH - x0)


@pytest.mark.parametrize(
    ("degrees", "place"), [(90, _quarter), (180, _half), (270, _three_quarters)]
)
@pytest.mark.parametrize("which", [_inner, _all])
def test_turned_pages_are_read_and_cited_as_they_are_shown(
    whole: Path, tmp_path: Path, which: Callable[[Path], list[int]], degrees: int, place: Place
) -> None:
    expected = read_report(whole)
    found = read_report(turned(whole, tmp_path / "turned.pdf", which(whole), degrees))
    assert _plain(found) == _plain(expected)
    _assert_places(found, expected, which(whole), place)


@pytest.mark.parametrize("which", [_inner, _all])
def test_text_drawn_sideways_is_read_in_its_own_direction(
    whole: Path, tmp_path: Path, which: Callable[[Path], list[int]]
) -> None:
    expected = read_report(whole)
    found = read_report(redrawn(whole, tmp_path / "drawn.pdf", which(whole), sideways))
    assert _plain(found) == _plain(expected)
    _assert_places(found, expected, which(whole), _three_quarters)


@pytest.mark.parametrize(("across", "up"), [(0.5, 0.5), (0, 0), (0, 1)])
@pytest.mark.parametrize("scale", [0.7, 0.9])
@pytest.mark.parametrize("which", [_inner, _some, _all])
def test_pages_made_smaller_are_read_and_cited_where_they_stand(
    whole: Path,
    tmp_path: Path,
    which: Callable[[Path], list[int]],
    scale: float,
    across: float,
    up: float,
) -> None:
    placing: Placing = scaled(scale, across, up)
    expected = read_report(whole)
    found = read_report(redrawn(whole, tmp_path / "small.pdf", which(whole), placing))
    assert _plain(found) == _plain(expected)
    dx, dy = (1 - scale) * WIDTH * across, (1 - scale) * HEIGHT * (1 - up)

    def place(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        x0, y0, x1, y1 = (scale * edge for edge in box)
        return (x0 + dx, y0 + dy, x1 + dx, y1 + dy)

    _assert_places(found, expected, which(whole), place)


def test_text_that_runs_over_the_edge_of_the_page_is_named(whole: Path, tmp_path: Path) -> None:
    pages = _inner(whole)
    found = read_report(redrawn(whole, tmp_path / "large.pdf", pages, scaled(1.4, 0, 0.5)))
    assert any("off the edge of the page" in problem.why for problem in found.problems)


@pytest.mark.parametrize("before", [0, 1])
def test_two_pages_on_a_sheet_are_refused(whole: Path, tmp_path: Path, before: int) -> None:
    """This works for a single first page too."""
    document, rest = pypdfium2.PdfDocument(whole), pypdfium2.PdfDocument.new()
    rest.import_pages(document, list(range(before, len(document))))
    raw = pypdfium2.raw.FPDF_ImportNPagesToOne(rest.raw, 2 * WIDTH, HEIGHT, 2, 1)
    sheets, made = pypdfium2.PdfDocument(raw), pypdfium2.PdfDocument.new()
    if before:
        made.import_pages(document, [0])
    made.import_pages(sheets)
    made.save(tmp_path / "sheets.pdf")
    with pytest.raises(NotAReport, match="on each sheet" if before else "title"):
        read_report(tmp_path / "sheets.pdf")


# Bullets that are drawn. The areas for improvement are from a small report in our own words.

ITEMS = ("The quality of plans for children in need.", "The pace of supervision.")


def _report(path: Path, bullet: Callable[[Canvas, float, float], None]) -> Path:
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=True)

    def line(text: str, y: float, size: float = 12, *, x: float = 72, bold: bool = False) -> None:
        canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        canvas.drawString(x, HEIGHT - y, text)

    line("Inspection of Southend-on-Sea local authority", 90, 20)
    line("children\u2019s services", 114, 20)
    line("Inspection dates: 15 July 2019 to 26 July 2019", 150)
    line("Lead inspector: Harriet Lomax, Her Majesty\u2019s Inspector", 170)
    rows = (
        "The impact of leaders on social work practice with children and families",
        "The experiences and progress of children who need help and protection",
        "The experiences and progress of children in care and care leavers",
        "Overall effectiveness",
    )
    for i, row in enumerate(rows):
        line(row, 220 + 24 * i, 9)
        line("Good", 220 + 24 * i, x=420)
    line("Services are good. Leaders know what they do well.", 330)
    line("What needs to improve", 360, 14, bold=True)
    for i, item in enumerate(ITEMS):
        bullet(canvas, 74, HEIGHT - 384 - 15 * i)
        line(item, 384 + 15 * i, x=100)
    line("The experiences and progress of children who need help and protection: good", 430, 14)
    line("1.  Children are seen soon and often by people whom they know.", 460)
    line("1", 812, 10, x=300)
    canvas.save()
    return path


def _disc(canvas: Canvas, x: float, y: float) -> None:
    canvas.circle(x + 2.5, y + 4, 2.5, stroke=0, fill=1)


def _square(canvas: Canvas, x: float, y: float) -> None:
    canvas.rect(x, y + 1, 5, 5, stroke=0, fill=1)


def _arrow(canvas: Canvas, x: float, y: float) -> None:
    path = canvas.beginPath()
    path.moveTo(x, y + 1)
    path.lineTo(x + 6, y + 4)
    path.lineTo(x, y + 7)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _in_a_form(canvas: Canvas, x: float, y: float) -> None:
    if not canvas.hasForm("bullet"):
        canvas.beginForm("bullet")
        canvas.circle(2.5, 2.5, 2.5, stroke=0, fill=1)
        canvas.endForm()
    canvas.saveState()
    canvas.translate(x, y + 1)
    canvas.doForm("bullet")
    canvas.restoreState()


def _all_in_one(canvas: Canvas, x: float, y: float) -> None:
    if y < HEIGHT - 390:  # both are drawn with the first one, as a single path
        return
    path = canvas.beginPath()
    path.circle(x + 2.5, y + 4, 2.5)
    path.circle(x + 2.5, y - 11, 2.5)
    canvas.drawPath(path, stroke=0, fill=1)


@pytest.mark.parametrize("bullet", [_disc, _square, _arrow, _in_a_form, _all_in_one])
def test_a_drawn_bullet_begins_an_area_for_improvement(
    tmp_path: Path, bullet: Callable[[Canvas, float, float], None]
) -> None:
    report = read_report(_report(tmp_path / "drawn.pdf", bullet))
    assert tuple(item.text for item in report.improvements) == ITEMS
    first = report.improvements[0].cites[0].box
    assert first[0] == pytest.approx(100, abs=1.5)  # the words are cited, not the bullet


# Text layers in scans.


def _stretches(line: Line) -> Iterator[tuple[str, float]]:
    """Groups of words on a line, and where they begin."""
    runs: list[Run] = []
    for run in line.runs:
        if runs and run.x0 - runs[-1].x1 > line.size:
            yield joined(runs), runs[0].x0
            runs = []
        runs.append(run)
    yield joined(runs), runs[0].x0


def _recognised(whole: Path, into: Path, mode: Literal[0, 3]) -> Path:
    """A report after text recognition: an image, with each word a separate piece and size."""
    document, chance = pypdfium2.PdfDocument(whole), random.Random(7)
    canvas = Canvas(str(into), pagesize=(WIDTH, HEIGHT), invariant=True)
    picture = Image.new("L", (60, 84), 240)
    for number in range(len(document)):
        canvas.drawInlineImage(picture, 0, 0, WIDTH, HEIGHT)
        page = PageReader().read(document, number)
        for line in page.lines:
            for words, begin in _stretches(line):
                x = begin
                for word in words.split():
                    size = line.size * chance.uniform(0.94, 1.06)
                    text = canvas.beginText(x, HEIGHT - line.baseline + chance.uniform(-0.6, 0.6))
                    text.setFont("Helvetica", size)
                    text.setTextRenderMode(mode)
                    text.textOut(word)
                    canvas.drawText(text)
                    x += stringWidth(word, "Helvetica", size) + 0.4 * size
        canvas.showPage()
    canvas.save()
    return into


@pytest.mark.parametrize("mode", [0, 3])
def test_recognised_text_is_named_and_its_values_are_right(
    whole: Path, tmp_path: Path, mode: Literal[0, 3]
) -> None:
    expected = read_report(whole)
    found = read_report(_recognised(whole, tmp_path / "scan.pdf", mode))
    assert any("recognised from a scan" in problem.why for problem in found.problems)
    assert [(j.area, j.grade) for j in found.judgements] == [
        (j.area, j.grade) for j in expected.judgements
    ]
    assert found.inspected is not None
    assert expected.inspected is not None
    assert found.inspected.start == expected.inspected.start
    assert found.lead_inspector == expected.lead_inspector
