"""Specimens are real PDFs that contain the words laid out."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from cusp.specimens import STORIES, Layout, Specimen, write_all, write_bad, write_specimen
from cusp.specimens.content import ROWS, Item
from cusp.specimens.layout import Dates
from cusp.specimens.typefaces import broken, width_of
from cusp.specimens.variants import VARIANTS
from cusp.specimens.wording import spell, verdict

ALL = {**STORIES, **VARIANTS}


@pytest.fixture(scope="session")
def stories(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {path.stem: path for path in write_all(tmp_path_factory.mktemp("stories"))}


def pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    return [page.get_textpage().get_text_range() for page in document]


def words(path: Path) -> str:
    return " ".join(pages(path))


def letters(text: str) -> str:
    """Letters only, without line breaks and numbers."""
    return "".join(sign for sign in text if sign.isalpha())


def printed(specimen: Specimen) -> list[str]:
    """All the words that a specimen's pages must show."""
    texts = [specimen.authority, *specimen.summary, *specimen.about, *specimen.for_children]
    texts += [*specimen.strengths, *specimen.progress, *specimen.lscb_summary]
    for item in (*specimen.items, *specimen.lscb_items):
        texts += [item.printed, *item.nested, item.heading or ""]
    paragraphs = [p for part in specimen.parts for p in part.paragraphs]
    for paragraph in (*paragraphs, *specimen.lscb_paragraphs):
        texts += [paragraph.heading or "", paragraph.text, *paragraph.bullets, paragraph.note or ""]
    for part in specimen.parts:
        texts += [part.heading, *part.summary]
    texts += [label for label, _ in ROWS[specimen.form]]
    return texts


def test_every_story_is_written_once_and_opens(stories: dict[str, Path]) -> None:
    assert set(stories) == set(STORIES)
    assert all("Wexcombe" in words(path) for path in stories.values())


@pytest.mark.parametrize("name", ALL)
def test_a_specimen_prints_all_that_it_says(name: str, tmp_path: Path) -> None:
    specimen, layout = ALL[name]
    path = write_specimen(specimen, tmp_path / "one.pdf", replace(layout, bottom=9000.0))
    # On pages that never end, only nested items come between the lines of a paragraph.
    whole = letters(words(path))
    missing = [text for text in printed(specimen) if letters(text) not in whole]
    assert not missing


def test_the_same_story_is_the_same_file(tmp_path: Path) -> None:
    for name in ("wexcombe-2016", "wexcombe-2019"):
        specimen, layout = STORIES[name]
        first = write_specimen(specimen, tmp_path / "one.pdf", layout).read_bytes()
        two = write_specimen(specimen, tmp_path / "two.pdf", layout).read_bytes()
        assert first == two


def test_areas_for_improvement_are_carried_from_story_to_story() -> None:
    def raised(name: str) -> list[str]:
        return [item.text for item in STORIES[name][0].items]

    assert set(raised("wexcombe-2013")) & set(raised("wexcombe-2016"))
    for name, subject in (
        ("wexcombe-2016", "reviewing officers"),
        ("wexcombe-2019", "reviewing officers"),
        ("wexcombe-2024", "reviewing officers"),
        ("wexcombe-2016", "ife-story work"),
        ("wexcombe-2024", "ife-story work"),
        ("wexcombe-2026", "ife-story work"),
    ):
        assert any(subject in text for text in raised(name))


def test_bullets_are_the_symbols_of_real_reports(stories: dict[str, Path]) -> None:
    assert "\uf06e" in words(stories["wexcombe-2016"])
    assert "\u25fc" in words(stories["wexcombe-2019"])


def test_the_contents_name_the_pages_that_headings_stand_on(stories: dict[str, Path]) -> None:
    every = pages(stories["wexcombe-2016"])
    contents = next(text for text in every if text.startswith("Contents"))
    for heading in ("Recommendations", "The Local Safeguarding Children Board (LSCB)"):
        line = next(ln for ln in contents.splitlines() if ln.startswith(heading))
        assert heading in every[int(line.split()[-1]) - 1]


def test_footnotes_stand_on_the_page_of_their_mark(stories: dict[str, Path]) -> None:
    page = next(text for text in pages(stories["wexcombe-2016"]) if "Cases are children" in text)
    assert letters("from agencies") in letters(page)


def test_a_long_list_goes_on_over_the_page(tmp_path: Path) -> None:
    specimen, layout = STORIES["wexcombe-2019"]
    items = tuple(Item(f"Matter {'abcdefghijkl'[i]} which must improve.") for i in range(12))
    long = replace(specimen, items=items)
    path = write_specimen(long, tmp_path / "one.pdf", replace(layout, bottom=700.0))
    on = [i for i, text in enumerate(pages(path)) if "which must improve" in text]
    assert len(on) > 1


def test_a_table_goes_on_over_the_page(tmp_path: Path) -> None:
    specimen, layout = VARIANTS["table-over-pages"]
    first, second, *_ = pages(write_specimen(specimen, tmp_path / "one.pdf", layout))
    assert "Judgement" in first
    assert second.startswith("Overall effectiveness")


def test_lines_break_at_spaces_and_behind_hyphens_and_fit() -> None:
    text = "decision-making that is long-term and well-recorded " * 4
    lines = broken(text, 11, 120)
    assert all(width_of(line, 11) <= 120 for line in lines)
    assert any(line.endswith("-") for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("form", "words_"),
    [
        ("full", "28 January 2019 to 1 February 2019"),
        ("short", "28 January to 1 February 2019"),
        ("dash", "28 January–1 February 2019"),
        ("spaced dash", "28 January – 1 February 2019"),
        ("both years", "28 January 2019 – 1 February 2019"),
    ],
)
def test_days_on_site_are_worded_as_in_reports(form: Dates, words_: str) -> None:
    assert spell(date(2019, 1, 28), date(2019, 2, 1), form) == words_
    assert spell(date(2019, 1, 28), date(2019, 1, 28), form) == "28 January 2019"


def test_days_of_one_month_name_it_once() -> None:
    assert spell(date(2023, 7, 10), date(2023, 7, 21), "short") == "10 to 21 July 2023"


@pytest.mark.parametrize(
    ("grade", "plural", "words"),
    [
        ("Requires improvement to be good", False, "requires improvement"),
        ("Requires improvement to be good", True, "require improvement"),
        ("Inadequate", False, "is inadequate"),
        ("Good", True, "are good"),
    ],
)
def test_grades_end_sentences(grade: str, plural: bool, words: str) -> None:
    assert verdict(grade, plural=plural) == words


def test_what_a_reader_must_find_of_an_item() -> None:
    item = Item("Bring to members:", ("how long", "how many"))
    assert item.read == "Bring to members:\n• how long\n• how many"
    assert Item("See children.", refers_to=(3, 9)).read == "See children (paragraphs 3 and 9)."


@pytest.mark.parametrize(
    ("name", "last"),
    [
        # 2 about the inspection, 16 in five sections and 1 before the areas for improvement.
        ("wexcombe-2013-looked-after", 19),
        # 7 + 6 + 2 + 3 + 5 about the council and 4 about the board.
        ("wexcombe-2013", 27),
        # 9 recommendations and 12 + 10 + 3 + 4 + 8; 3 recommendations to the board and 6 about it.
        ("wexcombe-2016", 55),
        ("wexcombe-2026", 5 + 5 + 4 + 4),
        ("bullets-throughout", None),
        ("board-alone", 6),
    ],
)
def test_the_last_paragraph_number(name: str, last: int | None) -> None:
    assert ALL[name][0].last_number == last


def test_a_mark_stands_only_behind_words_that_are_there(tmp_path: Path) -> None:
    specimen, _ = STORIES["wexcombe-2019"]
    part = specimen.parts[0]
    odd = replace(part.paragraphs[0], note="A note.", note_after="nowhere")
    wrong = replace(specimen, parts=(replace(part, paragraphs=(odd,)),))
    with pytest.raises(ValueError, match="nowhere"):
        write_specimen(wrong, tmp_path / "one.pdf", Layout())


def test_bad_files_are_of_the_kinds_that_a_reader_meets(tmp_path: Path) -> None:
    files = write_bad(tmp_path)
    assert files["empty"].stat().st_size == 0
    assert files["web-page"].read_bytes().startswith(b"<!DOCTYPE html")
    assert len(pypdfium2.PdfDocument(files["thousands-of-pages"])) == 3000
    assert not words(files["scan"]).strip()
    assert "Focused visit" in words(files["focused-visit"])
    assert len(words(files["novel"]).split()) > 5000
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(files["locked"])
