"""Every form of title that Ofsted uses, and the council it refers to."""

from datetime import date

import pytest

from cusp.reports import title
from cusp.reports.authorities import match_authority
from cusp.reports.frameworks import FRAMEWORKS
from cusp.reports.pages import Page
from tests.reports import paper

SIF = "services for children in need of help and protection, children looked after and care leavers"


def first_page(*lines: str) -> Page:
    """A first page with these lines as its title, and what is below it."""
    runs = [paper.run(text, 72, 90 + 30 * i, size=22) for i, text in enumerate(lines)]
    below = ("Inspection dates: 3 March 2025 to 14 March 2025", "Lead inspector: Una Fenwick HMI")
    y = 110 + 30 * len(lines)
    return paper.page(
        *runs, *(paper.run(text, 72, y + 20 * i, bold=True) for i, text in enumerate(below))
    )


def council_in(page: Page, on: date) -> str | None:
    forms = [form for form in FRAMEWORKS if form.title.search(title.title_of(page))]
    assert forms
    found, problem = title.read_authority(page, forms[0])
    assert problem is None
    assert found is not None
    known = match_authority(found.value, on=on)
    return known.name if known else None


@pytest.mark.parametrize(
    ("lines", "on", "name"),
    [
        (["Knowsley Council", f"Reinspection of {SIF}"], date(2016, 3, 1), "Knowsley"),
        ([f"Reinspection of {SIF}", "Knowsley Council"], date(2016, 3, 1), "Knowsley"),
        ([f"Reinspection of {SIF}, Knowsley Council"], date(2016, 3, 1), "Knowsley"),
        ([f"Re-inspection of {SIF}:", "Knowsley"], date(2016, 3, 1), "Knowsley"),
        (["Re inspection of " + SIF, "Knowsley"], date(2016, 3, 1), "Knowsley"),
        (
            [
                f"Inspection of {SIF} and Review of the effectiveness of the",
                "Local Safeguarding Children Board",
                "Leeds City Council",
            ],
            date(2015, 1, 20),
            "Leeds",
        ),
        (["Inspection of Birmingham Children’s Trust"], date(2023, 2, 20), "Birmingham"),
        (
            ["Birmingham Children’s Trust", "Inspection of children’s social care services"],
            date(2023, 2, 20),
            "Birmingham",
        ),
        (
            ["Inspection of Sandwell Children’s Trust", "on behalf of Sandwell Council"],
            date(2022, 5, 9),
            "Sandwell",
        ),
        (["Inspection of Slough Children First"], date(2023, 1, 23), "Slough"),
        (["Inspection of Bradford Children and Families Trust"], date(2025, 9, 8), "Bradford"),
        (["Inspection of Doncaster Children’s Services Trust"], date(2017, 11, 6), "Doncaster"),
        (["Inspection of Northamptonshire Children’s Trust"], date(2022, 10, 3), None),
        (["Inspection of Together for Children Sunderland"], date(2021, 6, 7), "Sunderland"),
        (["Inspection of Brighter Futures for Children, Reading"], date(2024, 4, 22), "Reading"),
        (
            ["Inspection of Achieving for Children:", "Royal Borough of Kingston upon Thames"],
            date(2019, 11, 4),
            "Kingston upon Thames",
        ),
        (
            ["Inspection of Newcastle local authority", "children’s services"],
            date(2025, 3, 3),
            "Newcastle upon Tyne",
        ),
        (
            ["Reinspection of Torbay local authority children’s services"],
            date(2025, 3, 3),
            "Torbay",
        ),
    ],
)
def test_a_title_means_its_council(lines: list[str], on: date, name: str | None) -> None:
    assert council_in(first_page(*lines), on) == name


@pytest.mark.parametrize(
    ("text", "again"),
    [
        (f"Reinspection of {SIF}", True),
        (f"Re-inspection of {SIF}", True),
        (f"Re–inspection of {SIF}", True),
        (f"Re inspection of {SIF}", True),
        ("Inspection of Torbay local authority children’s services", False),
        ("Inspection of Brighton and Hove where inspection was", False),
    ],
)
def test_a_reinspection_is_told_by_its_title(text: str, again: bool) -> None:
    assert title.is_reinspection(text) is again


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Lead inspector: Una Fenwick, His Majesty’s Inspector", "Una Fenwick"),
        ("Lead inspector: Una Fenwick HMI", "Una Fenwick"),
        ("Lead inspector: Una Fenwick, Senior HMI", "Una Fenwick"),
        ("Lead inspector: Una Fenwick, Senior His Majesty’s Inspector", "Una Fenwick"),
        ("Lead inspector: Una Fenwick, Ofsted Inspector", "Una Fenwick"),
        ("Lead inspector: Una Fenwick, Regional Director, North West", "Una Fenwick"),
        ("Lead inspector: Una Fenwick (Social Care Regulatory Inspector)", "Una Fenwick"),
        ("Lead inspector: Una Fenwick, Social Care Regulatory Inspector", "Una Fenwick"),
        ("Lead inspector: HMI Una Fenwick", "Una Fenwick"),
        ("Lead inspector: Una Fenwick His Majesty’s Inspector, Social Care", "Una Fenwick"),
        ("Lead inspector on site: Una Fenwick HMI", "Una Fenwick"),
        ("Lead inspector on site Una Fenwick HMI", "Una Fenwick"),
        ("Reporting inspector Una Fenwick HMI", "Una Fenwick"),
        (
            "Lead inspectors: Una Fenwick, HMI, and Tobias Ridley, HMI",
            "Una Fenwick and Tobias Ridley",
        ),
        ("Lead inspector: Máire O’Dowd-Pell", "Máire O’Dowd-Pell"),
        ("Lead inspector: Ineke van den Berg HMI", "Ineke van den Berg"),
        ("Lead inspector: Jenny-ellen Ridley HMI", "Jenny-ellen Ridley"),
    ],
)
def test_the_lead_inspector_is_a_name_without_a_rank(printed: str, name: str) -> None:
    form = FRAMEWORKS[-1]
    found, problem = title.read_lead(paper.lines(paper.run(printed, 72, 90)), form.lead_label)
    assert (found.value if found else None, problem) == (name, None)


@pytest.mark.parametrize(
    "printed",
    [
        "Lead inspector attended by both the director and the chair",
        "Lead inspector met Councillor Ambrose Pell and the chief executive",
        "lead inspectors who were told that the work had been done",
        "Inspection dates: 3 March 2025 to 14 March 2025",
    ],
)
def test_a_form_that_prints_no_lead_inspector_is_no_problem(printed: str) -> None:
    form = FRAMEWORKS[-1]
    assert title.read_lead(paper.lines(paper.run(printed, 72, 90)), form.lead_label) == (None, None)


@pytest.mark.parametrize("printed", ["Lead inspector:", "Lead inspector: HMI", "Lead inspector: x"])
def test_a_label_without_a_name_is_a_problem(printed: str) -> None:
    form = FRAMEWORKS[-1]
    found, problem = title.read_lead(paper.lines(paper.run(printed, 72, 90)), form.lead_label)
    assert found is None
    assert problem is not None
    assert problem.field == "lead_inspector"


def test_the_label_is_taken_and_not_the_body() -> None:
    lines = paper.lines(
        paper.run("Lead inspector attended by both the director and the", 72, 90),
        paper.run("chair of the board.", 72, 105),
        paper.run("Lead inspector: Una Fenwick", 72, 300),
        paper.run("Deputy lead inspector: Ambrose Pell", 72, 315),
    )
    found, problem = title.read_lead(lines, FRAMEWORKS[0].lead_label)
    assert (found.value if found else None, problem) == ("Una Fenwick", None)
