"""The children in need census: its tables, its year, and files that are refused."""

from datetime import date
from pathlib import Path

import pytest

from cusp.returns import CannotRead
from cusp.returns.cin import census_year, from_xml
from cusp.returns.loading import load
from tests.returns.books import AS_AT

CHILD = (
    "<Child><ChildIdentifiers><LAchildID>Y01</LAchildID><PersonBirthDate>2016-05-04"
    "</PersonBirthDate><{sex}>{value}</{sex}></ChildIdentifiers><ChildCharacteristics><Ethnicity>"
    "WBRI</Ethnicity><Disabilities><Disability>HAND</Disability><Disability>HEAR</Disability>"
    "</Disabilities></ChildCharacteristics><CINdetails><CINreferralDate>2025-06-02"
    "</CINreferralDate><ReferralNFA>0</ReferralNFA>{details}</CINdetails></Child>"
)
DETAILS = (
    "<Assessments><AssessmentActualStartDate>2025-06-03</AssessmentActualStartDate>"
    "<AssessmentAuthorisationDate>{day}</AssessmentAuthorisationDate></Assessments>"
    "<ChildProtectionPlans><CPPstartDate>2025-07-01</CPPstartDate><InitialCategoryOfAbuse>PHY"
    "</InitialCategoryOfAbuse><NumberOfPreviousCPP>1</NumberOfPreviousCPP><Reviews><CPPreviewDate>"
    "2025-09-30</CPPreviewDate><CPPreviewDate>2026-03-02</CPPreviewDate></Reviews>"
    "</ChildProtectionPlans><PreProceedingsandFGDM><PPStartDate>2025-12-01</PPStartDate>"
    "<ReviewMeetingsCount>2</ReviewMeetingsCount></PreProceedingsandFGDM>"
)
CENSUS = (
    "<Message{more}><Header><CollectionDetails><Collection>CIN</Collection><Year>2026</Year>"
    "<ReferenceDate>{reference}</ReferenceDate></CollectionDetails></Header><Children>{child}"
    "</Children></Message>"
)


def census(
    day: str = "2025-07-01", sex: str = "Sex", value: str = "F", more: str = "",
    reference: str = "2026-03-31",
) -> bytes:  # fmt: skip
    child = CHILD.format(sex=sex, value=value, details=DETAILS.format(day=day))
    return CENSUS.format(more=more, child=child, reference=reference).encode()


def test_the_tables_of_a_census() -> None:
    found = from_xml("cin.xml", census(), AS_AT)
    tables = {name: table.rows.to_pylist() for name, table in found.tables.items()}
    (child,) = tables["children"]
    assert (child["child_id"], child["sex"], child["disabilities"]) == (
        "Y01",
        "female",
        "HAND, HEAR",
    )
    assert tables["referrals"][0]["no_further_action"] == "no"
    assert tables["assessments"][0]["referral_date"] == date(2025, 6, 2)
    plan = tables["protection_plans"][0]
    assert (plan["first_category"], plan["previous_plans"]) == ("physical", 1)
    assert [row["review_date"] for row in tables["reviews"]] == [
        date(2025, 9, 30),
        date(2026, 3, 2),
    ]
    assert {row["plan_start"] for row in tables["reviews"]} == {date(2025, 7, 1)}
    assert tables["pre_proceedings"][0]["review_meetings"] == 2
    assert tables["section_47"] == []
    assert (found.kind, found.edition, list(found.problems)) == ("cin", "2026", [])


@pytest.mark.parametrize(("sex", "value"), [("GenderCurrent", "2"), ("Sex", "F"), ("Sex", "2")])
def test_sex_of_every_edition(sex: str, value: str) -> None:
    found = from_xml("cin.xml", census(sex=sex, value=value), AS_AT)
    assert found.tables["children"].rows["sex"].to_pylist() == ["female"]


def test_a_name_space_changes_nothing() -> None:
    found = from_xml("cin.xml", census(more=' xmlns="urn:census"'), AS_AT)
    assert len(found.tables["children"]) == 1


@pytest.mark.parametrize(
    ("day", "outside"),
    [("2025-03-31", True), ("2025-04-01", False), ("2026-03-31", False), ("2026-04-01", True)],
)
def test_the_edges_of_the_year(day: str, outside: bool) -> None:
    found = from_xml("cin.xml", census(day=day), date(2026, 4, 30))
    assert any("outside the census year" in p.what for p in found.problems) == outside
    assert census_year(2026) == (date(2025, 4, 1), date(2026, 3, 31))


def test_a_wrong_date_and_its_child() -> None:
    (wrong,) = from_xml("cin.xml", census(day="2025-02-30"), AS_AT).problems
    assert (wrong.list, wrong.heading, wrong.child_id, wrong.row) == (
        "assessments", "AssessmentAuthorisationDate", "Y01", None,
    )  # fmt: skip


def test_files_that_are_refused(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + census()
    for data, said in (
        (bomb, "document type"), (b"<Message>", "not well-formed"), (b"<html></html>", "is not a"),
        (census().replace(b">CIN<", b">SSDA903<"), "a different collection"),
        (census().decode().encode("utf-16"), "UTF-8"),
    ):  # fmt: skip
        file = tmp_path / "cin.xml"
        file.write_bytes(data)
        with pytest.raises(CannotRead, match=said):
            load(file, AS_AT)
