"""The shared cases of practice: faults of the sector's own tools, with the problems expected."""

import importlib.util
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from cusp.returns import Problem, Return
from cusp.returns.loading import load

ANNEX_A = (
    "case_02_list6_holds_everyone", "case_03_loose_headings", "case_04_headings_no_rows",
    "case_05_row_numbers", "case_08_unborn", "case_12_month_ends_and_holidays",
    "case_15_same_child_other_spelling",
)  # fmt: skip


@pytest.fixture
def cases(shared: Path) -> Path:
    folder = shared / "cases" / "practice"
    if not folder.is_dir():
        pytest.skip("cases not found: put them in ../shared/cases/practice")
    return folder


def case_of(cases: Path, name: str) -> tuple[ModuleType, Return]:
    spec = importlib.util.spec_from_file_location(name, cases / f"{name}.py")
    assert spec
    assert spec.loader
    case = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(case)
    folder = cases / "inputs" / name
    file = folder / "annex_a.xlsx"
    if not file.exists():
        file = next(folder.glob("*.xml"), folder)
    return case, load(file, date.fromisoformat(case.AS_AT))


def fits(problem: Problem, expected: tuple[str, str | None, str, str]) -> bool:
    number, where, word, severity = expected
    row, column = f"row {problem.row}", f"row {problem.row}, column {problem.column}"
    there = where in (None, problem.child_id, row, column) or like(where, problem.child_id)
    said = f"{problem.what} {problem.heading}".casefold()
    return (
        problem.list == number and there and severity == problem.severity
        and word.casefold() in said
    )  # fmt: skip


def like(where: str | None, child: str | None) -> bool:
    """Whether an id of more than 15 digits was read as the digits that Excel keeps."""
    return bool(where and child and len(where) > 15 and child == f"{where[:15]}…")


@pytest.mark.parametrize("name", ANNEX_A)
def test_problems(cases: Path, name: str) -> None:
    case, found = case_of(cases, name)
    for expected in case.EXPECT.get("checks", ()):
        assert any(fits(problem, expected) for problem in found.problems), expected
    for expected in case.EXPECT.get("no_checks", ()):
        assert not any(fits(problem, expected) for problem in found.problems), expected


def test_loose_headings(cases: Path) -> None:
    case, found = case_of(cases, "case_03_loose_headings")
    facts = case.EXPECT["facts"]
    (row,) = found.lists[8].rows.to_pylist()
    assert list(found.lists) == [int(facts["list recognised"])]
    assert row["age"] is facts["age"]
    assert row["sex"] == facts["sex"]
    assert row["birth_date"] == date.fromisoformat(facts["date of birth"])
    unknown = [p.heading for p in found.problems if "is not a column of" in p.what]
    assert unknown == facts["unknown columns"]


def test_who_is_on_the_lists(cases: Path) -> None:
    _, found = case_of(cases, "case_02_list6_holds_everyone")
    assert {number: len(table) for number, table in found.lists.items()} == {6: 4, 7: 3, 8: 1}
    _, found = case_of(cases, "case_08_unborn")
    assert sum(found.lists[7].rows["unborn"].to_pylist()) == 2
    _, found = case_of(cases, "case_15_same_child_other_spelling")
    ids = {child for table in found.lists.values() for child in table.rows["child_id"].to_pylist()}
    assert len(ids) == 4


def test_the_samples(shared: Path) -> None:
    samples = shared / "published-data" / "annex_a_samples"
    if not samples.is_dir():
        pytest.skip("samples not found: put them in ../shared/published-data/annex_a_samples")
    template = load(samples / "ofsted_annex_a_template_2019.xlsx", date(2019, 8, 1))
    assert {n: len(table) for n, table in template.lists.items()} == dict.fromkeys(range(1, 12), 0)
    assert all("no rows" in problem.what for problem in template.problems)
    filled = load(samples / "Annex_A_2024_Jan.xlsx", date(2021, 3, 16))
    assert [len(filled.lists[n]) for n in range(1, 12)] == [5, 5, 6, 5, 5, 5, 7, 5, 6, 5, 5]
    assert not [p for p in filled.problems if "column" in p.what and "code" not in p.what]
    ids = filled.lists[1].rows["child_id"].to_pylist()
    assert all(child.isdigit() for child in ids)


def test_the_census_year(cases: Path) -> None:
    case, found = case_of(cases, "case_06_cin_year_edges")
    outside = [p.child_id for p in found.problems if "outside the census year" in p.what]
    assert outside == case.EXPECT["facts"]["outside the year"]


def test_codes_of_both_eras(cases: Path) -> None:
    case, found = case_of(cases, "case_09_903_codes_and_old_uasc")
    facts = case.EXPECT["facts"]
    header = found.tables["header"].rows.to_pylist()
    assert {row["child_id"]: row["sex"] for row in header} == facts["sex"]
    uasc = found.tables["uasc"].rows.to_pylist()
    assert [r["child_id"] for r in uasc if r["ended"] is None] == facts["unaccompanied now"]
    assert len(found.tables["care"]) == facts["looked after"]


def test_reviews_and_placements_are_counted_once(cases: Path) -> None:
    case, found = case_of(cases, "case_10_903_reviews_twice")
    assert len(found.tables["reviews"]) == case.EXPECT["facts"]["reviews held R01"]
    for expected in case.EXPECT["checks"]:
        assert any(fits(problem, expected) for problem in found.problems)
    case, found = case_of(cases, "case_11_903_temporary_moves")
    assert len(found.tables["placements"]) == case.EXPECT["facts"]["placements in 12 months"]
