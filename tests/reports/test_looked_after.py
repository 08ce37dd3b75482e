"""Reports from 2013 with shorter headings and the grade below the heading."""

from dataclasses import replace
from pathlib import Path

import pytest

from cusp.reports import Report, read_report
from cusp.specimens import content, write_specimen
from cusp.specimens.stories import STORIES

SHORT = {
    "overall": "Overall effectiveness",
    "outcomes": "Outcomes for children and young people",
    "leaders": "Leadership",
}


def shortened(folder: Path) -> Report:
    whole, layout = STORIES["wexcombe-2013-looked-after"]
    parts = tuple(replace(p, heading=SHORT.get(p.area, p.heading)) for p in whole.parts)
    return read_report(write_specimen(replace(whole, parts=parts), folder / "short.pdf", layout))


def grades(report: Report) -> dict[str, str]:
    return {j.area: j.grade for j in report.judgements}


def test_parts_with_short_headings_are_read(tmp_path: Path) -> None:
    whole, layout = STORIES["wexcombe-2013-looked-after"]
    usual = read_report(write_specimen(whole, tmp_path / "usual.pdf", layout))
    report = shortened(tmp_path)
    assert [p.field for p in report.problems] == ["authority.name"]
    for read in (usual, report):
        numbers = {s.area: [p.number for p in s.paragraphs] for s in read.sections if s.area}
        assert {area for area, found in numbers.items() if found} == set(whole.grades)
    assert {s.area: s.grade for s in report.sections if s.area} == grades(report)


@pytest.mark.parametrize("label", ["Leadership", "Leadership and governance"])
def test_the_table_may_name_leaders_in_fewer_words(
    label: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = tuple((label if a == "leaders" else n, a) for n, a in content.ROWS["looked after 2013"])
    monkeypatch.setitem(content.ROWS, "looked after 2013", rows)
    report = shortened(tmp_path)
    assert "leaders" in grades(report)
    assert [p.field for p in report.problems] == ["authority.name"]


def test_a_grade_below_the_heading_stands_in_for_a_table_that_names_it_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = tuple((f"On the whole: {n}", a) for n, a in content.ROWS["looked after 2013"])
    monkeypatch.setitem(content.ROWS, "looked after 2013", rows)
    whole, _ = STORIES["wexcombe-2013-looked-after"]
    assert grades(shortened(tmp_path)) == {a: g.lower() for a, g in whole.grades.items()}
