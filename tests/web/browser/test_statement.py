"""The statement of action in Chromium: duties, a question, choosing, publishing, reading it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from cusp.specimens import STORIES, write_specimen
from tests.web.browser.conftest import DESKTOP, SIZES, sign_in, violations
from tests.web.browser.site import OFFICER, Ready, Site, running
from tests.web.browser.test_every_page import TWO_FRAMES, assert_fits

PUBLIC = "/authorities/wexcombe/response/"


@pytest.fixture
def own_council(
    chromium: str, ready: Ready, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Site]:
    """A site of Wexcombe with the report on its inspection of 2024."""
    monkeypatch.setenv("CUSP_AUTHORITY", "wexcombe")
    with running(ready, tmp_path / "site") as site:
        specimen, layout = STORIES["wexcombe-2024"]
        write_specimen(specimen, tmp_path / "report.pdf", layout)
        site.cusp("add", str(tmp_path / "report.pdf"))
        yield site


def good(page: Page) -> None:
    for name, size in SIZES.items():
        page.set_viewport_size(size)
        page.evaluate(TWO_FRAMES)
        assert violations(page) == [], (page.url, name)
        assert_fits(page)
    page.set_viewport_size(DESKTOP)


@pytest.mark.slow  # the whole story publishes one too
def test_a_statement_is_chosen_published_and_read(own_council: Site, browser: Browser) -> None:
    officer, stranger = (
        browser.new_context(viewport=DESKTOP, base_url=own_council.address).new_page()
        for _ in range(2)
    )
    sign_in(officer, OFFICER)
    start_a_plan(officer)
    mark_a_duty(officer)
    ask_a_question(officer)
    answer = stranger.goto(PUBLIC)
    assert answer is not None
    assert answer.status == 404
    publish(officer)
    stranger.goto("/authorities/wexcombe/")
    stranger.get_by_role("link", name="What the council is doing about its inspection").click()
    expect(stranger.get_by_role("heading", level=1)).to_contain_text("1 action in 1 area")
    expect(stranger.get_by_text("Audit 20 case files a month")).to_be_visible()
    expect(stranger.get_by_text("Sam Lee")).to_have_count(0)
    expect(stranger.get_by_text("Withheld", exact=True)).to_have_count(0)
    good(stranger)
    for page in (officer, stranger):
        page.context.close()


def start_a_plan(page: Page) -> None:
    page.goto("/plan/")
    for part, value in (("Day", "4"), ("Month", "3"), ("Year", "2024")):
        page.get_by_label(part).fill(value)
    page.get_by_role("button", name="Start the plan").click()
    expect(page.get_by_text("The plan has been started.")).to_be_visible()
    page.goto("/plan/areas/1/actions/new/")
    page.get_by_label("What will be done").fill("Audit 20 case files a month")
    page.get_by_label("Lead", exact=False).first.fill("Sam Lee")
    due = page.get_by_role("group", name="Due date")
    for part, value in (("Day", "30"), ("Month", "6"), ("Year", "2028")):
        due.get_by_label(part).fill(value)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The action has been added.")).to_be_visible()


def mark_a_duty(page: Page) -> None:
    page.goto("/plan/duties/")
    good(page)
    page.get_by_role("link", name=re.compile("Mark as done.*newspaper")).click()
    good(page)
    for part, value in (("Day", "2"), ("Month", "4"), ("Year", "2024")):
        page.get_by_label(part).fill(value)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Done on 2 April 2024, in time")).to_be_visible()


def ask_a_question(page: Page) -> None:
    page.goto("/plan/challenges/")
    page.get_by_role("button", name="Ask a question").click()
    page.get_by_label("Your question").fill("Why were the audits stopped?")
    page.get_by_label("Who asked").fill("Independent chair")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 of 1 question open")
    good(page)


def publish(page: Page) -> None:
    page.goto("/plan/statement/")
    good(page)
    page.get_by_role("link", name=re.compile(r"Choose what to publish about 1\.")).click()
    expect(page.get_by_label("Lead, as the public will see it")).to_have_value("")
    good(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Nothing has been published.")).to_be_visible()
    page.get_by_role("button", name="Preview and publish").click()
    good(page)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Confirm that you have read the statement")
    page.get_by_label("I have read the statement").check()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Version 1 was published")
