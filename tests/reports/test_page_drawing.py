"""Boxes drawn on the page cover the words cited and nothing else."""

from pathlib import Path

import pypdfium2
import pytest

from cusp.reports import Report, read_report
from cusp.reports.page_drawing import NoSuchCite, cites_at, page_image
from cusp.reports.record import Cite
from cusp.specimens import STORIES, write_specimen

_MARK = (255, 236, 120)


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    specimen, layout = STORIES["wexcombe-2019"]
    return write_specimen(specimen, tmp_path_factory.mktemp("cites") / "report.pdf", layout)


@pytest.fixture(scope="session")
def report(path: Path) -> Report:
    return read_report(path)


def inside(path: Path, cites: tuple[Cite, ...]) -> str:
    document = pypdfium2.PdfDocument(path)
    words = []
    for cite in cites:
        page = document[cite.page - 1]
        x0, y0, x1, y1 = cite.box
        height = page.get_height()
        words.append(page.get_textpage().get_text_bounded(x0, height - y1, x1, height - y0))
    return "".join(ch for ch in "".join(words) if ch.isalnum())


def plain(text: str) -> str:
    return "".join(ch for ch in text if ch.isalnum())


def test_boxes_hold_the_words_they_cite(path: Path, report: Report) -> None:
    for item in report.improvements:
        assert inside(path, item.cites) == plain(item.text)
    for section in report.sections:
        for paragraph in section.paragraphs:
            assert inside(path, paragraph.cites) == plain(paragraph.text)
    for judgement in report.judgements:
        assert inside(path, (judgement.cite,)) == plain(judgement.printed)


def test_a_picture_marks_the_place_and_leaves_the_rest(path: Path, report: Report) -> None:
    cites = cites_at(report, "improvements.2")
    marked = page_image(path, cites[0].page, cites, scale=1.0)
    before = page_image(path, cites[0].page, scale=1.0)
    x0, y0, x1, y1 = (int(v) for v in cites[0].box)
    seen = marked.crop((x0, y0, x1, y1)).getcolors(100_000) or []
    assert max(seen)[1] == _MARK
    above = (0, 0, 590, y0 - 8)
    assert marked.crop(above).tobytes() == before.crop(above).tobytes()


@pytest.mark.parametrize(
    "address",
    [
        "improvements.1",
        "judgements.overall",
        "paragraphs.3",
        "sections.leaders",
        "authority",
        "inspected",
        "lead_inspector",
    ],
)
def test_every_kind_of_field_has_its_place(report: Report, address: str) -> None:
    assert cites_at(report, address)


@pytest.mark.parametrize("address", ["improvements.99", "nothing", "published", "judgements.lscb"])
def test_a_field_without_a_place_is_named(report: Report, address: str) -> None:
    with pytest.raises(NoSuchCite):
        cites_at(report, address)


def test_a_page_that_is_not_there_is_named(path: Path) -> None:
    with pytest.raises(NoSuchCite, match="pages 1 to"):
        page_image(path, 99)
