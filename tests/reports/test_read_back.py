"""Any content laid out is read back, whatever the page breaks, line breaks and bullets."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cusp.reports.frameworks.ilacs import ILACS_2023, ILACS_2026
from cusp.reports.reader import framework_of
from cusp.specimens import STORIES
from cusp.specimens.content import Form
from tests.length import examples
from tests.reports.paper import page, run
from tests.specimens.reading_back import FORMS, assert_all_read, read
from tests.specimens.strategies import layouts, specimens


@pytest.mark.parametrize("name", STORIES)
def test_each_story_is_read_back(name: str) -> None:
    specimen, layout = STORIES[name]
    report = read(specimen, layout)
    if specimen.form != "looked after 2013":  # its list is introduced by a numbered paragraph
        assert_all_read(specimen, report)
    assert [i.text for i in report.improvements] == [item.read for item in specimen.items]
    assert [p.field for p in report.problems] == ["authority.name"]  # there is no such council


@pytest.mark.parametrize("form", FORMS)
@settings(
    max_examples=examples(12),
    deadline=None,
    # No shrinking, because each attempt takes a tenth of a second.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_any_content_in_any_layout_is_read_back(form: Form, data: st.DataObject) -> None:
    specimen = data.draw(specimens(form))
    assert_all_read(specimen, read(specimen, data.draw(layouts)))


def test_no_overall_grade_given_is_not_an_overall_grade_not_read() -> None:
    report = read(*STORIES["wexcombe-2026"])
    assert not report.overall_given
    assert not any("overall" in p.field for p in report.problems)


def test_sections_carry_their_area_and_grade() -> None:
    report = read(*STORIES["wexcombe-2016"])
    graded = {s.area: s.grade for s in report.sections if s.grade}
    assert graded == {
        "help_and_protection": "requires improvement",
        "in_care": "requires improvement",
        "adoption": "good",
        "care_leavers": "good",
        "leaders": "requires improvement",
        "lscb": "requires improvement",
    }


def test_before_april_2026_a_missing_overall_grade_is_one_that_could_not_be_read() -> None:
    specimen, layout = STORIES["wexcombe-2026"]
    early = replace(specimen, spells=((date(2025, 5, 12), date(2025, 5, 16)),))
    report = read(early, layout)
    assert report.overall_given
    assert "judgements.overall" in [p.field for p in report.problems]
    assert "overall" not in [j.area for j in report.judgements]


def test_an_overall_grade_on_the_second_page_is_not_one_that_is_not_given() -> None:
    title = run("Inspection of Wexcombe local authority children’s services", 72, 150, size=26)
    dates = run("Inspection dates: 11 to 15 May 2026", 72, 216)
    rows = []
    for i, (label, _) in enumerate(ILACS_2026.rows):
        rows += [run(label, 40, 300 + 40 * i, size=8), run("Good", 395, 300 + 40 * i)]
    first = page(title, dates, *rows)
    second = page(run("Overall effectiveness", 77, 100), run("Good", 395, 100), number=2)
    assert framework_of(first) is ILACS_2026
    assert framework_of(first, second) is ILACS_2023


def test_without_a_date_a_missing_overall_grade_is_not_taken_for_one_not_given() -> None:
    title = run("Inspection of Wexcombe local authority children’s services", 72, 150, size=26)
    rows = []
    for i, (label, _) in enumerate(ILACS_2026.rows):
        rows += [run(label, 40, 300 + 40 * i, size=8), run("Good", 395, 300 + 40 * i)]
    assert framework_of(page(title, *rows)) is ILACS_2023
