"""Only Ofsted's own reports are read. Others in its format are refused, saying what they are."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from cusp.reports import NotAReport, read_report
from cusp.reports.batch import Outcome
from cusp.reports.pages import Page
from cusp.reports.reader import framework_of
from cusp.reports.refusals import why_not_ofsteds
from cusp.specimens import STORIES, Paragraph, Specimen, write_specimen
from tests.reports import paper
from tests.reports.test_stamps import stamp

ROWS = (
    "The impact of leaders on social work practice with children and families",
    "The experiences and progress of children who need help and protection",
    "The experiences and progress of children in care",
    "The experiences and progress of care leavers",
    "Overall effectiveness",
)
TITLE = "Inspection of Luton local authority children’s services"
LEAD = "Lead inspector: Una Fenwick, His Majesty’s Inspector"


def pages(
    *title: str, lead: str = LEAD, body: Sequence[str] = (), foot: str = "", end: str = ""
) -> list[Page]:
    """A two-page report: title, dates, lead inspector and table, then lines in its body."""
    runs, y = [], 80.0
    for text in title or (TITLE,):
        runs.append(paper.run(text, 72, y, size=22))
        y += 28
    heads = ("Inspection dates: 3 to 14 March 2025", lead, "Judgement Grade")
    runs += [paper.run(text, 72, y + 22 * i, bold=True) for i, text in enumerate(heads, start=1)]
    y += 66
    for text in ROWS:
        y += 22
        runs += [paper.run(text, 72, y, size=9), paper.run("Good", 430, y, size=9)]
    for text in body:
        runs.append(paper.run(text, 72, y := y + 15))
    last = [paper.run("1. Children are seen often.", 72, 100), paper.run(end or " ", 72, 600)]
    margin = [paper.run(foot, 72, 820, size=9)] if foot else []
    return [paper.page(*runs, *margin), paper.page(*last, *margin, number=2)]


def refusal(read: list[Page]) -> str | None:
    form = framework_of(*read)
    assert form is not None
    return why_not_ofsteds(read, form)


def test_a_genuine_report_is_read() -> None:
    assert refusal(pages()) is None


@pytest.mark.parametrize(
    ("title", "what"),
    [
        (("Mock inspection of Luton local authority children’s services",), "mock"),
        ((TITLE, "Mock inspection"), "mock"),
        ((TITLE, "A simulated ILACS inspection"), "mock"),
        ((TITLE, "Peer review"), "peer review"),
        ((TITLE, "LGA peer challenge"), "peer review"),
        (("Local Government Association", TITLE), "peer review"),
        ((TITLE, "Self-evaluation 2025"), "self-assessment"),
        (("Self assessment", TITLE), "self-assessment"),
        ((TITLE, "Practice week, March 2025"), "practice inspection"),
        (("Practice inspection of Luton local authority children’s services",), "practice"),
        (("Luton Council’s response to the", TITLE), "response"),
        ((TITLE + ":", "our action plan"), "response"),
        (("Draft", TITLE), "draft"),
        ((TITLE, "Draft for factual accuracy check"), "draft"),
        (("Joint inspection of Luton local authority children’s services",), "joint"),
        ((TITLE, "in the form of ILACS"), "in Ofsted's format"),
        ((TITLE, "Fenwick Consulting Ltd"), "in Ofsted's format"),
        ((TITLE, "An independent review"), "in Ofsted's format"),
    ],
)
def test_what_its_title_says_it_is(title: tuple[str, ...], what: str) -> None:
    why = refusal(pages(*title)) or ""
    assert what in why
    assert "\n" not in why


@pytest.mark.parametrize(
    "lead",
    [
        "Lead inspector: Una Fenwick, independent consultant",
        "Lead inspector: Una Fenwick, former HMI",
        "Lead inspector: Una Fenwick, ex-HMI",
        "Lead inspector: Una Fenwick (retired His Majesty’s Inspector)",
        "Lead inspector: Una Fenwick, Fenwick and Ridley Associates",
        "Lead reviewer: Una Fenwick",
        "Lead peer: Una Fenwick, director of children’s services",
    ],
)
def test_an_inspection_led_by_others_is_refused(lead: str) -> None:
    assert "not an Ofsted" in (refusal(pages(lead=lead)) or "")


@pytest.mark.parametrize(
    "foot", ["Peer review of Luton, March 2025", "Mock inspection 2025", "DRAFT", "Draft v0.3"]
)
def test_what_its_margins_say_it_is(foot: str) -> None:
    assert refusal(pages(foot=foot))


@pytest.mark.parametrize(
    "text",
    [
        "This is not an Ofsted report.",
        "It was not carried out by Ofsted.",
        "This mock inspection took place over two weeks.",
        "This inspection was carried out by three consultants.",
        "This review was commissioned by the council.",
        "Council response:",
        "This report sets out the findings of a mock inspection in March.",
        "This inspection was undertaken by Leeds City Council as improvement partner.",
        "This inspection was carried out by two former Ofsted inspectors.",
        "Ofsted was not involved in it.",
    ],
)
def test_what_it_says_of_itself_in_its_body(text: str) -> None:
    assert refusal(pages(body=["Children are safe.", text]))


@pytest.mark.parametrize(
    "text",
    [
        "A peer review in 2023 had found the same. The peer review was right.",
        "Leaders commissioned a mock inspection and an independent review last year.",
        "The local authority’s self-evaluation is accurate. A practice week is held each term.",
        "The joint targeted area inspection (JTAI) of 2022 led to changes.",
        "The council’s response to the draft plan was slow.",
        "An independent consultant was commissioned by the council to look into this.",
        "This inspection was carried out by four of His Majesty’s Inspectors.",
        "The Local Government Association has helped. Draft assessments are shared.",
    ],
)
def test_a_report_that_mentions_others_is_read(text: str) -> None:
    assert refusal(pages(body=[text])) is None


def test_a_paper_that_nothing_shows_to_be_ofsteds_is_refused() -> None:
    assert "not clearly Ofsted's" in (refusal(pages(lead="Lead inspector: Una Fenwick")) or "")
    # 1 report in 300 does not give a lead inspector, but its last page shows that it is Ofsted's.
    end = "Piccadilly Gate, Store Street, Manchester M1 2WD"
    assert refusal(pages(lead="Team of four", end=end)) is None


@pytest.fixture(scope="module")
def own() -> Specimen:
    return STORIES["wexcombe-2024"][0]


@pytest.mark.parametrize(
    ("words", "height", "turn"),
    [("Mock inspection", 50, 0), ("DRAFT", 500, 45), ("Peer review", 825, 0)],
)
def test_a_file_marked_as_something_else_is_refused(
    words: str, height: float, turn: float, tmp_path: Path, own: Specimen
) -> None:
    layout = STORIES["wexcombe-2024"][1]
    path = write_specimen(own, tmp_path / "own.pdf", layout)
    stamp(path, tmp_path / "other.pdf", [(words, 200, height, 60 if turn else 14, turn)])
    with pytest.raises(NotAReport, match="not an Ofsted inspection report"):
        read_report(tmp_path / "other.pdf")
    assert read_report(path).problems == () or read_report(path).authority is not None


def test_a_whole_report_that_speaks_of_others_work_is_read(tmp_path: Path, own: Specimen) -> None:
    first, *parts = own.parts
    added = (
        Paragraph("A peer review and a mock inspection told leaders what inspectors now find."),
        Paragraph("This response to need is new. Their self-assessment says so."),
    )
    mentions = replace(own, parts=(replace(first, paragraphs=(*first.paragraphs, *added)), *parts))
    path = write_specimen(mentions, tmp_path / "own.pdf", STORIES["wexcombe-2024"][1])
    assert read_report(path).judgements


@pytest.mark.corpus
def test_no_real_report_is_refused(real_outcomes: dict[str, Outcome]) -> None:
    errors = [outcome.error for outcome in real_outcomes.values() if outcome.error]
    assert errors
    assert all("web page" in error for error in errors)
