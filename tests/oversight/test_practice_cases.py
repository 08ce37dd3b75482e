"""The practice cases of the shared folder: clocks and measures that their answers name."""

from __future__ import annotations

import importlib.util
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from cusp.oversight import Workings
from cusp.returns import load_return

LIVE = {"overdue", "due soon"}
NAMES = (
    "case_02_list6_holds_everyone",
    "case_03_loose_headings",
    "case_04_headings_no_rows",
    "case_06_cin_year_edges",
    "case_08_unborn",
    "case_09_903_codes_and_old_uasc",
    "case_10_903_reviews_twice",
    "case_11_903_temporary_moves",
    "case_12_month_ends_and_holidays",
    "case_15_same_child_other_spelling",
)


@pytest.mark.parametrize("name", NAMES)
def test_practice_case(name: str, shared: Path) -> None:
    folder = shared / "cases" / "practice"
    if not folder.is_dir():
        pytest.skip("the practice cases are not here")
    case = _module(folder / f"{name}.py")
    as_at = date.fromisoformat(case.AS_AT)
    files = folder / "inputs" / name
    workbook = files / "annex_a.xlsx"
    file = workbook if workbook.is_file() else next(files.glob("*.xml"), files)
    loaded = load_return(file, as_at)
    workings = Workings(loaded, as_at=as_at)
    clocks: list[dict[str, Any]] = workings.clocks().to_pylist()
    for (child, codes), accepted in case.EXPECT.get("clocks", {}).items():
        found = [
            line["status"]
            for line in clocks
            if line["child_id"] == child and line["clock"] in codes.split()
        ]
        if accepted is None:
            assert not LIVE & set(found), (child, codes, found)
        else:
            assert found, (child, codes)
            assert set(found) <= accepted, (child, codes, found)
    measures = {each.measure: each for each in workings.measures()}
    for title, fact in case.EXPECT.get("facts", {}).items():
        if isinstance(fact, dict) and "numerator" in fact:
            assert {key: getattr(measures[title], key) for key in fact} == fact
    facts = case.EXPECT.get("facts", {})
    if name == "case_06_cin_year_edges":
        of = measures["A1 assessments within 45 working days"]
        assert (of.numerator, of.denominator) == (facts["A1 numerator"], facts["A1 denominator"])
    if name == "case_09_903_codes_and_old_uasc":
        assert measures[COUNTS["care"]].value == facts["looked after"]
        of = measures["C1u unaccompanied asylum-seeking children looked after"]
        assert of.value == len(facts["unaccompanied now"])
        groups = {each.group for each in workings.measures("sex") if each.measure == COUNTS["care"]}
        assert groups == set(facts["sex"].values())
    if name == "case_11_903_temporary_moves":
        of = measures["C2 children with three or more placements in 12 months"]
        assert (of.numerator, of.denominator) == (int(facts["C2 three or more"]), 1)
    if name == "case_02_list6_holds_everyone":
        counts = {code: measures[title].value for code, title in COUNTS.items()}
        assert counts == {"need": 3, "plan": 3, "care": 1}
    if name == "case_08_unborn":
        assert measures["P3 children on a plan"].value == 6
        assert measures["P3u unborn children with a plan"].value == 2


COUNTS = {
    "need": "N1 children in need",
    "plan": "P3 children on a plan",
    "care": "C1 children looked after",
}


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
