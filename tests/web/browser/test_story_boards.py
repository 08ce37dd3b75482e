"""Steps 7 and 8 of the story: a board meets about the response, and the public reads about it."""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from cusp.meetings import why_doubtful
from cusp.specimens import STORIES, write_specimen
from tests.web.browser.conftest import DESKTOP, sign_in, violations
from tests.web.browser.site import OFFICER, Ready, Site, running

BOARD = "/boards/education-board/"
SECRET = "Borsetshire"
TODAY = date.today()  # noqa: DTZ011
# A plan of a year, with a published statement: step 5 has a test of its own.
WITH_A_PLAN = f"""
from cusp.cli._project import set_up
set_up()
from cusp.cli._demo_plan import tell
from cusp.web.accounts.models import User
officer = User.objects.get(email="{OFFICER}")
from datetime import date
assert tell(officer=officer, owner=officer, member=officer, today=date.today())
"""


@pytest.fixture
def own_site(ready: Ready, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site of Wexcombe with its plan."""
    monkeypatch.setenv("CUSP_AUTHORITY", "wexcombe")
    paper = tmp_path / "wexcombe.pdf"
    write_specimen(STORIES["wexcombe-2024"][0], paper, STORIES["wexcombe-2024"][1])
    with running(ready, tmp_path / "site") as site:
        assert "1 added" in site.cusp("add", str(paper))
        done = subprocess.run(
            [sys.executable, "-c", WITH_A_PLAN], env=site.environment, capture_output=True,
            text=True, check=False, encoding="utf-8",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        yield site


@pytest.mark.slow  # the whole story has it too
def test_the_board_meets_and_the_public_reads_about_it(own_site: Site, browser: Browser) -> None:
    officer = browser.new_context(viewport=DESKTOP, base_url=own_site.address).new_page()
    public = browser.new_context(viewport=DESKTOP, base_url=own_site.address).new_page()
    officer.set_default_timeout(30_000)
    sign_in(officer, OFFICER)
    the_board_is_set_up(officer)
    coming = tuesday_after(TODAY + timedelta(days=14))
    there = a_meeting_is_called(officer, coming)
    the_agenda_carries_the_response(officer, there)
    exempt = an_item_is_exempt(officer, there)
    it_is_published_in_time(officer, there)
    pack = text_of(officer, f"{there}members-pack.pdf")
    assert SECRET in pack
    the_public_reads_the_agenda(public, there, exempt, carries="foster carers")
    today = a_meeting_is_called(officer, TODAY)
    what_was_said_is_minuted(officer, today)
    an_undertaking_becomes_an_action(officer, today)
    the_public_reads_the_minutes(public, officer, today)
    for page in (officer, public):
        page.context.close()


def the_board_is_set_up(page: Page) -> None:
    page.goto("/boards/new/")
    page.locator('[name="name"]').fill("Education Board")
    page.locator('[name="kind"][value="schools-forum"]').check()
    page.get_by_label("Usual place").fill("Old Corn Hall")
    page.get_by_label("Usual start").fill("8.15am")
    save(page)
    page.goto(f"{BOARD}members/new/")
    page.locator('[name="name"]').fill("Asha Okafor")
    page.get_by_label("Chair", exact=True).check()
    fill_date(page, "starts", TODAY)
    save(page)


def a_meeting_is_called(page: Page, day: date) -> str:
    page.goto(f"{BOARD}meetings/new/")
    page.locator('[name="days"]').fill(f"{day:%d/%m/%Y}")
    save(page)
    if page.get_by_label("is right").count():  # today may be at a weekend
        page.get_by_label("is right").check()
        save(page)
    there = f"{BOARD}{day.isoformat()}/"
    page.goto(f"{there}call/")
    page.get_by_role("main").get_by_role("button").first.click()
    page.goto(there)
    expect(page.get_by_role("heading", level=1)).to_contain_text("8.15am")
    return there


def the_agenda_carries_the_response(page: Page, there: str) -> None:
    add_item(page, there, "The response to the inspection")
    page.locator('[name="kind"][value="statement"]').check()
    save(page)


def an_item_is_exempt(page: Page, there: str) -> str:
    page.goto(f"{there}agenda/add/")
    page.locator('[name="title"]').fill(f"A home in {SECRET}")
    page.locator('[name="form"][value="attached"]').check()
    page.locator('[name="access"][value="exempt"]').check()
    page.locator('[name="public_title"]').fill("A home for a child")
    page.locator('[name="paragraphs"][value="1"]').check()
    page.locator('[name="public_interest"]').fill("The child could be identified.")
    page.locator('[name="resolution"]').fill("That the public be excluded.")
    save(page)
    page.goto(papers_of_last_item(page, there) + "report/")
    page.locator('[name="title"]').fill(f"Report on {SECRET}")
    page.locator('[name="purpose"]').fill(f"To agree a home in {SECRET}.")
    page.locator('[name="recommendations"]').fill("Agree it.")
    save(page)
    page.goto(f"{there}agenda/")
    return papers_of_last_item(page, there)


def it_is_published_in_time(page: Page, there: str) -> None:
    page.goto(f"{there}publish/")
    page.get_by_role("main").get_by_role("button", name="Publish").click()
    expect(page.get_by_role("link", name="pack").first).to_be_visible(timeout=60_000)
    page.goto(there)
    expect(page.get_by_role("main")).to_contain_text("Published on")
    expect(page.locator("strong.govuk-tag", has_text="Late")).to_have_count(0)
    expect(page.locator("#questions")).to_contain_text("Questions to ask")
    assert violations(page) == []


def the_public_reads_the_agenda(page: Page, there: str, exempt: str, *, carries: str) -> None:
    page.goto(BOARD)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tuesday")
    page.goto(there)
    main = page.get_by_role("main")
    expect(main).to_contain_text("The response to the inspection")
    expect(main).to_contain_text("A home for a child")
    expect(main).not_to_contain_text("Questions to ask")
    pack = text_of(page, f"{there}pack.pdf")
    assert carries in pack  # an action of the response
    files = re.findall(rf"{there}papers/\d+/", page.content())
    assert len(files) == 1
    shut = int(files[0].split("/")[-2]) + 1
    for address in (exempt, f"{there}papers/{shut}/", f"{there}members-pack.pdf"):
        answer = page.request.get(address)
        assert answer.status in (403, 404) or "/account/login/" in answer.url, address
    for said in (page.content(), pack, page.request.get(f"{there[:-1]}.json").text()):
        assert SECRET not in said


def what_was_said_is_minuted(page: Page, there: str) -> None:
    add_item(page, there, "The response to the inspection", form="verbal")
    page.goto(f"{there}held/")
    page.get_by_role("main").get_by_role("button").first.click()
    page.goto(f"{there}attendance/")
    page.get_by_label("Attendance").select_option("present")
    save(page)
    page.get_by_role("link", name="Write the minutes").click()
    page.get_by_label("What was said").fill("The director introduced the response.")
    page.get_by_label("Resolution").fill("To endorse the response.")
    save(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 decision")
    assert violations(page) == []


def an_undertaking_becomes_an_action(page: Page, there: str) -> None:
    page.get_by_role("link", name="Add an undertaking").click()
    page.get_by_label("What will be done").fill("Bring figures by district")
    page.get_by_label("Who will do it").fill("Fostering manager")
    fill_date(page, "due", TODAY + timedelta(days=30))
    save(page)
    page.goto(f"{BOARD}undertakings/")
    page.get_by_role("link", name="Make this an action in the plan").click()
    page.get_by_label("Area of the plan").select_option(index=1)
    save(page)
    page.get_by_role("link", name=re.compile("Action A")).click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("Bring figures by district")
    expect(main).to_contain_text("From the Education Board of")


def the_public_reads_the_minutes(page: Page, officer: Page, there: str) -> None:
    page.goto(f"{there}minutes/")
    expect(page.get_by_role("main")).not_to_contain_text("endorse")
    officer.goto(f"{there}minutes/publish/")
    save(officer)
    page.goto(f"{there}minutes/")
    expect(page.get_by_role("main")).to_contain_text("To endorse the response.")
    page.goto(f"{BOARD}decisions/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 decision")
    page.goto(f"{BOARD}undertakings/")
    expect(page.get_by_role("main")).to_contain_text("Bring figures by district")
    assert violations(page) == []


def add_item(page: Page, there: str, title: str, form: str = "attached") -> None:
    page.goto(f"{there}agenda/add/")
    page.locator('[name="title"]').fill(title)
    page.locator(f'[name="form"][value="{form}"]').check()
    page.locator('[name="access"][value="open"]').check()
    save(page)
    if form == "attached":
        page.goto(papers_of_last_item(page, there) + "make/")


def papers_of_last_item(page: Page, there: str) -> str:
    """The address of the papers of the item at the end of the agenda."""
    page.goto(f"{there}agenda/")
    return str(re.findall(rf"{there}agenda/\d+/papers/", page.content())[-1])


def text_of(page: Page, address: str) -> str:
    """The words of a PDF that a person downloads."""
    answer = page.request.get(address)
    assert answer.status == 200, (address, answer.status)
    pdf = pypdfium2.PdfDocument(answer.body())
    return "\n".join(one.get_textpage().get_text_range() for one in pdf)


def save(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^(Save|Publish|Add)")).first.click()


def fill_date(page: Page, name: str, day: date) -> None:
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.locator(f'[name="{name}_{part}"]').fill(str(value))


def tuesday_after(day: date) -> date:
    """The first Tuesday from a day that is not a bank holiday."""
    while day.weekday() != 1 or why_doubtful(day, today=day):
        day += timedelta(days=1)
    return day
