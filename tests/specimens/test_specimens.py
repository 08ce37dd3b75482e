"""Specimens are what they say they are: real PDFs with the words that were laid out."""

from pathlib import Path

import pypdfium2
import pytest

from cusp.specimens import STORIES, write_all, write_bad, write_specimen
from cusp.specimens.typefaces import broken, width_of


@pytest.fixture(scope="session")
def stories(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {path.stem: path for path in write_all(tmp_path_factory.mktemp("stories"))}


def words(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    return " ".join(page.get_textpage().get_text_range() for page in document)


def test_every_story_opens_and_holds_its_council(stories: dict[str, Path]) -> None:
    assert set(stories) == set(STORIES)
    assert all("Wexcombe" in words(path) for path in stories.values())


def test_the_same_story_is_the_same_file(tmp_path: Path) -> None:
    specimen, layout = STORIES["wexcombe-2019"]
    one = write_specimen(specimen, tmp_path / "one.pdf", layout).read_bytes()
    two = write_specimen(specimen, tmp_path / "two.pdf", layout).read_bytes()
    assert one == two


def test_bullets_are_the_symbols_of_real_reports(stories: dict[str, Path]) -> None:
    assert "\uf06e" in words(stories["wexcombe-2016"])
    assert "\u25fc" in words(stories["wexcombe-2019"])


def test_lines_break_at_spaces_and_behind_hyphens_and_fit() -> None:
    text = "decision-making that is long-term and well-recorded " * 4
    lines = broken(text, 11, 120)
    assert all(width_of(line, 11) <= 120 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_bad_files_are_of_the_kinds_that_a_reader_meets(tmp_path: Path) -> None:
    files = write_bad(tmp_path)
    assert files["empty"].stat().st_size == 0
    assert files["web-page"].read_bytes().startswith(b"<!DOCTYPE html")
    assert len(pypdfium2.PdfDocument(files["thousands-of-pages"])) == 3000
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(files["locked"])
