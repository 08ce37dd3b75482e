"""Step 6 of the story: a return is loaded, a chair challenges, and figures reach the plan."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from cusp.made_up import made_up_council
from cusp.made_up.writing import write_months
from tests.web.browser.conftest import DESKTOP, sign_in
from tests.web.browser.site import ADMINISTRATOR, CHAIR, HEAD, Ready, Site, running
from tests.web.browser.test_every_page import assert_good_at_every_size
from tests.web.browser.test_story_response import fill_date

TODAY = date.today()  # noqa: DTZ011
LAST = TODAY.replace(day=1) - timedelta(days=1)
LOADING = 120_000
CONCERN = "The plan has not changed for a year. What will be different?"


@pytest.fixture
def own_site(ready: Ready, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("CUSP_MFA_FOR", "none")  # an administrator takes part
    with running(ready, tmp_path / "site") as site:
        yield site


@pytest.mark.slow  # the whole story has it too
def test_from_a_return_to_a_challenge(own_site: Site, browser: Browser, tmp_path: Path) -> None:
    practice_changes(browser, own_site, tmp_path / "made-up")


def practice_changes(browser: Browser, site: Site, folder: Path) -> None:
    """Everything of step 6, by the head of the service, an administrator and a chair."""
    council = made_up_council(seed=5, children=150, months=1, last=LAST)
    [workbook] = write_months(council, folder)
    head, administrator, chair = (_page(browser, site, who) for who in (HEAD, ADMINISTRATOR, CHAIR))
    sees_no_child(head)
    gives_access(administrator, "Head", "The whole service. They can also load returns")
    a_return_is_loaded(head, workbook)
    the_list_of_chairs_is_loaded(head, folder / "chairs.csv")
    name = _busiest(council.chairs().to_pylist())
    gives_access(administrator, "Chair", name)
    challenge = a_chair_challenges(chair)
    the_challenge_changes_something(chair, challenge)
    measures_are_shared(head)
    the_other_pages_are_accessible(head)
    for page in (head, administrator, chair):
        page.context.close()


def sees_no_child(page: Page) -> None:
    page.goto("/practice/")
    expect(page.get_by_role("main")).to_contain_text("administrator")


def gives_access(page: Page, who: str, what: str) -> None:
    page.goto("/practice/access/")
    page.get_by_role("row", name=re.compile(who)).get_by_role("link", name="Change").click()
    page.get_by_label(what, exact=what == "Chair").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row", name=re.compile(who))).not_to_contain_text("No children")


def a_return_is_loaded(page: Page, workbook: Path) -> None:
    page.goto("/practice/returns/load/")
    page.get_by_label("Return", exact=True).set_input_files(workbook)
    fill_date(page, "as_at", LAST)
    assert_good_at_every_size(page)
    page.get_by_role("button", name="Upload").click()
    load = page.get_by_role("button", name="Load this return")
    expect(load).to_be_visible(timeout=LOADING)
    for box in page.get_by_role("main").get_by_role("checkbox").all():
        box.check()
    load.click()
    expect(page.get_by_role("link", name="See what the return holds")).to_be_visible(
        timeout=LOADING
    )
    page.goto("/practice/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("overdue")
    assert_good_at_every_size(page)


def the_list_of_chairs_is_loaded(page: Page, chairs: Path) -> None:
    page.goto("/practice/lists/chairs/")
    page.locator("input[type=file]").set_input_files(chairs)
    page.get_by_role("button", name="Upload and check").click()
    page.get_by_role("button", name="Load this list").click()
    expect(page.get_by_role("main")).to_contain_text("loaded")


def a_chair_challenges(page: Page) -> str:
    """From the chair's own page; the address of the challenge."""
    page.goto("/practice/mine/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(r"\d"))
    assert_good_at_every_size(page)
    page.get_by_role("link", name=re.compile("Child ")).first.click()
    assert_good_at_every_size(page)
    page.goto("/practice/mine/")
    page.get_by_role("link", name=re.compile("Raise a challenge")).first.click()
    page.get_by_label("What is it about?").select_option("drift")
    page.get_by_label("What is your concern, and what should change?").fill(CONCERN)
    page.get_by_label("Formal", exact=True).check()
    page.get_by_label("Level").select_option(index=1)
    page.locator('[name="name"]').fill("A head of service")
    fill_date(page, "on", TODAY)
    page.get_by_role("button", name="Raise").click()
    expect(page.get_by_role("main")).to_contain_text(CONCERN)
    assert_good_at_every_size(page)
    return page.url


def the_challenge_changes_something(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name=re.compile("answer", re.IGNORECASE)).first.click()
    page.get_by_label("Answer").fill("A new plan with the family, with dates.")
    fill_date(page, "on", TODAY)
    page.locator("form .govuk-button").last.click()
    page.goto(address)
    page.get_by_role("button", name=re.compile("Close")).click()
    page.get_by_label("Something changed for the child").check()
    page.locator('[name="effect_text"]').fill("The family knows what has to change by when.")
    fill_date(page, "on", TODAY)
    page.locator("form .govuk-button").last.click()
    page.goto("/practice/challenges/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "1 of 1 challenge changed something for the child"
    )
    assert_good_at_every_size(page)


def measures_are_shared(page: Page) -> None:
    page.goto("/practice/sharing/")
    for name in ("Care reviews up to date", "Review conferences up to date", "Children in need"):
        page.get_by_label(name, exact=True).check()
    assert_good_at_every_size(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("3 measures shared")


def the_other_pages_are_accessible(page: Page) -> None:
    for name in ("children/", "measures/", "measures/C5/", "equality/", "supervision/", "returns/"):
        page.goto(f"/practice/{name}")
        assert_good_at_every_size(page)


def a_measure_draws_from_practice(page: Page) -> None:
    """An officer's measure of the plan gets its reading from the return."""
    page.goto("/plan/areas/1/measures/new/")
    page.get_by_label("Name", exact=True).fill("Children in need")
    page.get_by_label("Draw readings from").select_option(label="Children in need")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("Annex A as at")


def _busiest(chairs: list[dict[str, object]]) -> str:
    now = [str(row["name"]) for row in chairs if row["to"] is None]
    return max(sorted(set(now)), key=now.count)


def _page(browser: Browser, site: Site, email: str) -> Page:
    page = browser.new_context(viewport=DESKTOP, base_url=site.address).new_page()
    page.set_default_timeout(30_000)
    sign_in(page, email)
    return page
