"""Clocks and measures from the children in need census."""

from __future__ import annotations

from datetime import date

from cusp.oversight import Workings
from cusp.returns.cin import from_xml

AS_AT = date(2026, 3, 31)
CENSUS = (
    "<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2026</Year>"
    "<ReferenceDate>2026-03-31</ReferenceDate></CollectionDetails></Header><Children>{}</Children>"
    "</Message>"
)


def child(name: str, referred: str, details: str) -> str:
    return (
        f"<Child><ChildIdentifiers><LAchildID>{name}</LAchildID><PersonBirthDate>2016-05-04"
        "</PersonBirthDate><Sex>F</Sex></ChildIdentifiers><CINdetails><CINreferralDate>"
        f"{referred}</CINreferralDate><ReferralNFA>false</ReferralNFA>{details}</CINdetails></Child>"
    )


def assessment(start: str, done: str = "") -> str:
    return (
        f"<Assessments><AssessmentActualStartDate>{start}</AssessmentActualStartDate>"
        f"<AssessmentAuthorisationDate>{done}</AssessmentAuthorisationDate></Assessments>"
    )


def plan(start: str, *reviews: str) -> str:
    dates = "".join(f"<CPPreviewDate>{day}</CPPreviewDate>" for day in reviews)
    return (
        f"<ChildProtectionPlans><CPPstartDate>{start}</CPPstartDate><InitialCategoryOfAbuse>NEG"
        "</InitialCategoryOfAbuse><LatestCategoryOfAbuse>EMO</LatestCategoryOfAbuse>"
        f"<NumberOfPreviousCPP>0</NumberOfPreviousCPP><Reviews>{dates}</Reviews>"
        "</ChildProtectionPlans>"
    )


def enquiry(start: str, held: str = "", unnecessary: str = "false") -> str:
    return (
        f"<Section47><S47ActualStartDate>{start}</S47ActualStartDate><DateOfInitialCPC>{held}"
        f"</DateOfInitialCPC><ICPCnotRequired>{unnecessary}</ICPCnotRequired></Section47>"
    )


def before_proceedings(letter: str, decided: str = "", application: str = "") -> str:
    return (
        "<PreProceedingsandFGDM><PPStartDate>2025-06-02</PPStartDate>"
        f"<LBPSentDate>{letter}</LBPSentDate><StepDecisionDate>{decided}</StepDecisionDate>"
        f"<CourtAppDate>{application}</CourtAppDate></PreProceedingsandFGDM>"
    )


CHILDREN = (
    # 45 working days from 2 June are 4 August. The second assessment runs from either day.
    child("A", "2025-06-02", assessment("2025-06-16", "2025-08-05"))
    + child("B", "2025-06-02", assessment("2025-06-02", "2025-06-20")
            + assessment("2025-11-03", "2025-12-01"))
    # A plan of the year, with every review: due on 2 October, held on the 6th; then on 6 April.
    + child("C", "2025-06-02", enquiry("2025-06-11", "2025-07-02")
            + plan("2025-07-02", "2025-10-06"))
    # One from before it: of its first review in the year nothing is known.
    + child("D", "2024-06-03", plan("2024-07-01", "2025-05-06", "2025-11-05"))
    + child("E", "2025-06-02", enquiry("2026-01-05") + enquiry("2025-09-01", "", "true"))
    + child("F", "2025-06-02", before_proceedings("2025-06-09", "2025-09-29"))
    + child("G", "2025-06-02", before_proceedings("2025-06-09", "2025-12-01", "2025-09-30"))
    + child("H", "2025-06-02", before_proceedings(""))
)  # fmt: skip


def workings() -> Workings:
    return Workings(from_xml("cin.xml", CENSUS.format(CHILDREN).encode(), AS_AT), as_at=AS_AT)


def test_clocks() -> None:
    found = [
        (x["child_id"], x["clock"], x["status"], x["days"]) for x in workings().clocks().to_pylist()
    ]
    assert [line for line in found if line[1] != "T08"] == [
        ("A", "T02", "done late", 1),
        ("B", "T02", "in time", None),
        ("B", "T02", "cannot be determined", None),
        ("C", "T04", "in time", None),
        ("C", "T06", "done late", 4),
        ("C", "T07", "due soon", 6),
        ("D", "T07", "in time", None),
        ("D", "T07", "in time", 35),
        ("E", "T04", "overdue", 64),
        ("F", "T13", "in time", None),  # 16 weeks are 29 September
        ("G", "T13", "done late", 1),  # the application came before the decision
        ("H", "T13", "cannot be determined", None),
    ]
    assert {line[2] for line in found if line[1] == "T08"} == {"cannot be determined"}


def test_measures_and_what_the_census_does_not_hold() -> None:
    found = {each.measure.split()[0]: each for each in workings().measures()}
    counts = {
        code: (found[code].numerator, found[code].denominator, found[code].undetermined)
        for code in ("A1", "A1r", "P1", "P2", "P3", "P4", "P6", "P6y")
    }
    assert counts == {
        "A1": (3, 3, 0),  # from the start; A1r from the referral
        "A1r": (1, 2, 1),
        "P1": (1, 2, 1),
        "P2": (1, 1, 0),
        "P3": (2, None, 0),
        "P4": (0, 1, 0),
        "P6": (2, 2, 0),
        "P6y": (0, 1, 1),
    }
    assert found["P7"].why == "the census does not hold the last visit"
    assert found["W6"].why == "the census does not hold the worker"
    assert found["F2"].why == "the census does not hold the number of referrals in 12 months"
    assert found["C1"].why == "the census does not hold this"
    assert workings().measures("team")[1].why == "the census does not hold the team"
    by = [(m.group, m.numerator) for m in workings().measures("category") if "P3 " in m.measure]
    assert by == [("emotional", 2)]
