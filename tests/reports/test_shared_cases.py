"""Small made-up reports, stored outside the project, that were once misread without warning."""

from pathlib import Path

import pytest

from cusp import Report, read_report

pytestmark = pytest.mark.corpus

HELP, CARE, LEAVERS, LEADERS = "help_and_protection", "in_care", "care_leavers", "leaders"


@pytest.fixture(scope="session")
def cases(shared: Path) -> Path:
    """The folder of small reports. The test is skipped without it."""
    folder = shared / "cases" / "reading"
    if not folder.is_dir():
        pytest.skip("small reports not found: put them in ../shared/cases/reading")
    return folder


def _numbers(report: Report) -> dict[str, list[int | None]]:
    return {
        section.area: [paragraph.number for paragraph in section.paragraphs]
        for section in report.sections
        if section.area and section.area != "overall"
    }


def _said(report: Report) -> str:
    return " ".join(p.why for p in report.problems if p.field.startswith(("sections", "pages")))


def test_an_area_reworded_and_at_body_size_keeps_its_paragraphs(cases: Path) -> None:
    report = read_report(cases / "n01-small-heading-short.pdf")
    assert _numbers(report) == {
        HELP: [1, 2, 3],
        CARE: [4, 5, 6],
        LEAVERS: [7, 8, 9],
        LEADERS: [10, 11, 12],
    }
    (care,) = (section for section in report.sections if section.area == CARE)
    assert care.grade == "outstanding"


def test_a_number_printed_twice_is_kept_and_named(cases: Path) -> None:
    report = read_report(cases / "n02-number-repeated.pdf")
    assert _numbers(report) == {
        HELP: [1, 2, 3],
        CARE: [3, 4, 5],
        LEAVERS: [6, 7, 8],
        LEADERS: [9, 10, 11],
    }
    assert "3" in _said(report)


@pytest.mark.parametrize(("file", "following"), [("n03-number-jump", 12), ("n03b-number-jump3", 7)])
def test_numbers_after_a_jump_are_kept_and_the_gap_is_named(
    cases: Path, file: str, following: int
) -> None:
    report = read_report(cases / f"{file}.pdf")
    after = list(range(following, following + 8))
    assert _numbers(report) == {
        HELP: [1, 2, 3],
        CARE: [4, *after[:2]],
        LEAVERS: after[2:5],
        LEADERS: after[5:],
    }
    assert str(following) in _said(report)


@pytest.mark.parametrize("file", ["n04-vector-bullets", "n05-glyph-bullets-tight"])
def test_bullets_drawn_or_close_together_are_two_areas_for_improvement(
    cases: Path, file: str
) -> None:
    report = read_report(cases / f"{file}.pdf")
    assert [item.number for item in report.improvements] == [1, 2]
    assert all(item.text.count(".") == 1 for item in report.improvements)
    assert not [p for p in report.problems if p.field.startswith("improvements")]
