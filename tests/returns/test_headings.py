"""Which column a heading is: whole words, drifted headings, and headings that are no column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cusp.returns.forms import annex_a
from cusp.returns.headings import is_list, matches, read_headings

EVERY = [(n, column, way) for n, form in annex_a().items() for column in form.columns
         for way in column.headings]  # fmt: skip


def names(number: int, heading: str) -> list[str]:
    return [name for name, _ in matches(heading, annex_a()[number])]


def test_every_known_heading_is_its_own_column() -> None:
    for number, column, way in EVERY:
        assert names(number, way) == [column.name], (number, way)


@given(st.sampled_from(EVERY), st.data())
def test_headings_drift_without_becoming_another(each: tuple, data: st.DataObject) -> None:  # type: ignore[type-arg]
    number, column, way = each
    change = data.draw(st.sampled_from((str.upper, str.lower, str.title, str.swapcase)))
    between = data.draw(st.sampled_from((" ", "  ", "\n", "\xa0", "_")))
    after = data.draw(st.sampled_from(("", " ", "?", ")", ":", "*")))
    assert names(number, between.join(change(way).split()) + after) == [column.name]


@pytest.mark.parametrize(
    "heading",
    ["Agency worker", "Stage of plan", "Team Manager", "Manager", "Agency", "Age at start",
     "Mother's date of birth", "Date of birth of mother", "Next review date", "Date", "Placement",
     "Date of planned social work visit", "Reason for late review", "Number"],
)  # fmt: skip
def test_what_is_no_column(heading: str) -> None:
    assert names(8, heading) == []


@pytest.mark.parametrize(
    ("number", "heading", "column"),
    [
        (8, "DOB", "birth_date"), (8, "Sex", "sex"), (8, "Age", "age"),
        (8, "Date of latest statutory review", "latest_review"),
        (8, "Is this a second or subsequent episode of being a Looked After Child within the last "
            "12 months (Y/N))", "second_period"),
        (8, "LAC start date", "care_start"),
        (8, "Date of health assessment", "last_health_assessment"),
        (7, "CP Plan End Date", "plan_end"), (7, "CPP start date", "plan_start"),
        (5, "ICPC date", "conference_date"), (4, "Assessment start date", "assessment_start"),
        (4, "Was the child assessed as being in need at assessment?", "support_needed"),
        (9, "LA in Touch", "in_touch"),
    ],
)  # fmt: skip
def test_drifted_headings(number: int, heading: str, column: str) -> None:
    assert names(number, heading) == [column]


def test_a_heading_that_fits_two_columns_is_neither() -> None:
    assert len(names(6, "CIN date")) == 2
    found = read_headings(6, 0, ["Child Unique ID", "CIN date", "Case status"])
    assert found.unknown == {1: "CIN date"}


def test_each_list_is_known_by_its_own_headings() -> None:
    for number, form in annex_a().items():
        cells = [column.heading for column in form.columns]
        scores = {n: found.score for n in annex_a() if is_list(found := read_headings(n, 0, cells))}
        assert max(scores, key=lambda n: scores[n]) == number
        assert list(scores.values()).count(max(scores.values())) == 1


@given(st.permutations([column.heading for column in annex_a()[8].columns]))
def test_the_order_of_columns_does_not_matter(cells: list[str]) -> None:
    found = read_headings(8, 0, cells)
    assert {name: cells[place] for name, place in found.columns.items()} == {
        column.name: column.heading for column in annex_a()[8].columns
    }
