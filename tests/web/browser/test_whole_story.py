"""The story of Cusp in one browser: from reports to the response, practice, the board, the public.

On real reports about Southend-on-Sea if available, otherwise on those about made-up Wexcombe. The
children of step 6 are made up in both.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from cusp.reports import read_report
from cusp.specimens import write_all
from tests.web.browser import test_story as reading
from tests.web.browser import test_story_boards as board
from tests.web.browser import test_story_practice as practice
from tests.web.browser import test_story_response as response
from tests.web.browser.conftest import DESKTOP, sign_in, violations
from tests.web.browser.site import OFFICER, Ready, Site, running

# Topics that the real report of 2019 praises and criticises, as in the story.
PRAISED = ("missing education", "adoption", "exploit")
CRITICISED = ("management oversight", "independent review", "conference chairs")
SAID_OF_SOUTHEND = (
    "requires improvement overall, for the second time in a row",
    "The report lists 4 areas for improvement",
    "The 2016 report listed 12 areas",
    "significant progress in some areas",
    "there is more work to do",
)


class Told(msgspec.Struct):
    """What the story is told of: its reports, and what the plan's dates should come to."""

    story: reading.Story
    answered: response.Answered


@pytest.fixture(params=["real", pytest.param("specimen", marks=response.LEFT)])
def told(request: pytest.FixtureRequest, tmp_path: Path) -> Told:
    pretender = tmp_path / "page.pdf"
    pretender.write_text("<html><p>Not a report</p></html>")
    if request.param == "real":
        corpus: Path = request.getfixturevalue("corpus")
        answered = response.southend(corpus)
        earlier = corpus / "southend-on-sea" / "2016-07-07.pdf"
    else:
        answered = response.wexcombe(tmp_path / "first")
        earlier = {p.stem: p for p in write_all(tmp_path / "second")}["wexcombe-2016"]
    reports = (read_report(earlier), answered.report)
    story = reading.Story(answered.slug, earlier, answered.paper, pretender, reports)
    return Told(story, answered)


@pytest.fixture
def own_site(
    told: Told, ready: Ready, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Site]:
    """A site of the council that was inspected, without any report yet."""
    monkeypatch.setenv("CUSP_AUTHORITY", told.answered.slug)
    monkeypatch.setenv("CUSP_MFA_FOR", "none")  # an administrator takes part
    with running(ready, tmp_path / "site") as site:
        yield site


def test_from_the_report_to_the_board_and_the_public(
    told: Told, own_site: Site, browser: Browser, tmp_path: Path
) -> None:
    officer, public = (
        browser.new_context(viewport=DESKTOP, base_url=own_site.address).new_page()
        for _ in range(2)
    )
    officer.set_default_timeout(30_000)
    sign_in(officer, OFFICER)
    reading.add_both_and_a_pretender(officer, told.story)
    own_site.wait_for_pages()
    reading.each_item_opens_its_page(public, told.story)
    reading.the_comparison_says_what_became_of_each_item(public, told.story)
    findings_are_told_by_topic(public, told)
    each_judgement_has_a_place(public, told)
    the_council_answers(officer, told, tmp_path)
    practice.practice_changes(browser, own_site, tmp_path / "made-up")
    practice.a_measure_draws_from_practice(officer)
    there = the_board_meets(officer, public)
    the_briefing_tells_it_all(public, told, there)
    for page in (officer, public):
        page.context.close()


def findings_are_told_by_topic(page: Page, told: Told) -> None:
    page.goto(f"{inspection_of(told)}findings/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if told.answered.slug == "southend-on-sea":
        said = (page.get_by_role("main").text_content() or "").lower()
        assert [words for words in (*PRAISED, *CRITICISED) if words not in said] == []


def each_judgement_has_a_place(page: Page, told: Told) -> None:
    page.goto(f"{inspection_of(told)}place/")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Ofsted")
    for judgement in told.answered.report.judgements:
        assert judgement.grade
        assert judgement.grade in main.inner_text().lower()


def the_council_answers(page: Page, told: Told, folder: Path) -> None:
    response.the_plan_is_started_from_the_areas(page, told.answered)
    response.both_deadlines_are_worked_out(page, told.answered)
    response.an_action_has_an_owner_and_dates(page)
    response.evidence_is_added(page, folder)
    response.a_measure_nears_its_target(page)
    response.delivery_and_impact_are_rated_apart(page, told.answered)
    page.goto("/plan/statement/")
    page.get_by_role("link", name=re.compile(r"Choose what to publish about 1\.")).click()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Preview and publish").click()
    page.get_by_label("I have read the statement").check()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Version 1 was published")


def the_board_meets(officer: Page, public: Page) -> str:
    board.the_board_is_set_up(officer)
    coming = board.tuesday_after(board.TODAY + timedelta(days=14))
    there = board.a_meeting_is_called(officer, coming)
    board.the_agenda_carries_the_response(officer, there)
    exempt = board.an_item_is_exempt(officer, there)
    board.it_is_published_in_time(officer, there)
    board.the_public_reads_the_agenda(
        public, there, exempt, carries="Audit 20 case files every month"
    )
    today = board.a_meeting_is_called(officer, board.TODAY)
    board.what_was_said_is_minuted(officer, today)
    board.an_undertaking_becomes_an_action(officer, today)
    board.the_public_reads_the_minutes(public, officer, today)
    return there


def the_briefing_tells_it_all(page: Page, told: Told, there: str) -> None:
    page.goto(f"/authorities/{told.answered.slug}/briefing/")
    main = page.get_by_role("main")
    said = " ".join(re.sub(r"\b\d+$", "", main.inner_text()).split())
    expect(main).to_contain_text("Education Board")
    expect(main).to_contain_text("The response to the inspection")
    if told.answered.slug == "southend-on-sea":
        bare = re.sub(r"(?<=[.,”])\d+", "", said)
        assert [words for words in SAID_OF_SOUTHEND if words not in bare] == []
    assert page.locator(f'a[href="{there}"]').count()
    assert violations(page) == []


def inspection_of(told: Told) -> str:
    return f"/authorities/{told.answered.slug}/inspections/{reading.started(told.answered.report)}/"
