"""Step 5 of the story: an officer starts the improvement plan and reports on it, in a browser.

On the real reports about Southend-on-Sea if available, otherwise on those about made-up Wexcombe.
"""

import os
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from cusp.reports import Report, read_report
from cusp.specimens import write_all
from tests.conftest import SHARED
from tests.web.browser.conftest import DESKTOP, sign_in, violations
from tests.web.browser.site import OFFICER, Ready, Site, running
from tests.web.browser.test_every_page import assert_good_at_every_size


class Answered(msgspec.Struct):
    """The inspection that the plan answers, and what its dates should come to.

    ``publish_report`` and ``publish_statement`` are counted by hand: 30 and 70 working days after
    receipt, without weekends and bank holidays.
    """

    slug: str
    paper: Path
    report: Report
    areas: int
    received: date
    publish_report: str
    publish_statement: str


def southend(corpus: Path) -> Answered:
    paper = corpus / "southend-on-sea" / "2019-08-27.pdf"
    # Received on Tuesday 20 August 2019; only 26 August was a bank holiday before 27 November.
    return Answered(
        "southend-on-sea", paper, read_report(paper), 4, date(2019, 8, 20),
        "2 October 2019", "27 November 2019",
    )  # fmt: skip


def wexcombe(folder: Path) -> Answered:
    paper = {path.stem: path for path in write_all(folder)}["wexcombe-2019"]
    report = read_report(paper)
    # Received on Tuesday 20 August 2019, as above.
    return Answered(
        "wexcombe", paper, report, len(report.improvements), date(2019, 8, 20),
        "2 October 2019", "27 November 2019",
    )  # fmt: skip


LEFT = (
    [pytest.mark.slow] if Path(os.environ.get("CUSP_CORPUS") or SHARED / "corpus").is_dir() else []
)


@pytest.fixture(scope="module", params=["real", pytest.param("specimen", marks=LEFT)])
def answered(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Answered:
    if request.param == "real":
        return southend(request.getfixturevalue("corpus"))
    return wexcombe(tmp_path_factory.mktemp("story"))


@pytest.fixture
def own_site(
    answered: Answered, ready: Ready, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Site]:
    """A site of the council that was inspected, with its report."""
    monkeypatch.setenv("CUSP_AUTHORITY", answered.slug)
    with running(ready, tmp_path / "site") as site:
        assert "1 added" in site.cusp("add", str(answered.paper))
        yield site


@pytest.mark.slow  # the whole story (`test_whole_story.py`) has these steps too
def test_an_officer_answers_the_inspection(
    answered: Answered, own_site: Site, browser: Browser, tmp_path: Path
) -> None:
    context = browser.new_context(viewport=DESKTOP, base_url=own_site.address)
    page = context.new_page()
    page.set_default_timeout(30_000)
    sign_in(page, OFFICER)
    the_plan_is_started_from_the_areas(page, answered)
    both_deadlines_are_worked_out(page, answered)
    an_action_has_an_owner_and_dates(page)
    evidence_is_added(page, tmp_path)
    a_measure_nears_its_target(page)
    delivery_and_impact_are_rated_apart(page, answered)
    the_history_says_who_did_what(page)
    context.close()


def the_plan_is_started_from_the_areas(page: Page, answered: Answered) -> None:
    page.goto("/plan/")
    page.get_by_role("button", name="Start the plan").click()
    expect(page.get_by_text("Enter the date the council received").first).to_be_visible()
    fill_date(page, "received", answered.received)
    page.get_by_role("button", name="Start the plan").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(f"No actions yet; 0 of {answered.areas} areas show impact")
    for item in answered.report.improvements:
        page.goto(f"/plan/areas/{item.number}/")
        quoted = page.locator("blockquote")
        expect(quoted).to_contain_text(" ".join(item.text.splitlines()[0].split())[:60])
        expect(quoted.get_by_role("link").first).to_contain_text(f"page {item.cites[0].page}")
    assert violations(page) == []


def both_deadlines_are_worked_out(page: Page, answered: Answered) -> None:
    page.goto("/plan/")
    dates = page.get_by_role("main")
    expect(dates).to_contain_text(answered.publish_report)
    expect(dates).to_contain_text(answered.publish_statement)


def an_action_has_an_owner_and_dates(page: Page) -> None:
    page.goto("/plan/areas/1/")
    page.get_by_role("button", name="Add an action").click()
    page.get_by_label("What will be done").fill("Audit 20 case files every month")
    page.locator('[name="lead"]').fill("Head of quality assurance")
    page.get_by_label("Account of the lead").select_option(index=1)
    fill_date(page, "due", date.today() + timedelta(days=60))  # noqa: DTZ011
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Audit 20 case files every month").click()
    expect(page.get_by_role("main")).to_contain_text("Head of quality assurance")
    page.get_by_label("What has been done since the last update?").fill("The first 20 are read.")
    page.get_by_role("button", name="Add update").click()
    expect(page.locator("#updates + form ~ .cusp-judgement").first).to_contain_text(
        "The first 20 are read."
    )
    page.get_by_role("button", name="Change the due date").click()
    fill_date(page, "due", date.today() + timedelta(days=90))  # noqa: DTZ011
    page.get_by_label("Reason").fill("Two auditors left")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("First due")


def evidence_is_added(page: Page, folder: Path) -> None:
    page.goto("/plan/actions/A1/")
    page.get_by_role("button", name="Add evidence").click()
    file = folder / "audit.csv"
    file.write_text("files,good\n20,14\n")
    page.get_by_label("What is it?").fill("Audit of 20 case files")
    page.get_by_label("What does it show?").fill("14 of 20 are good")
    fill_date(page, "as_at", date.today())  # noqa: DTZ011
    page.locator('[name="file"]').set_input_files(file)
    page.get_by_role("button", name="Save").click()
    with page.expect_download() as sent:
        page.get_by_role("link", name="audit.csv").click()
    assert sent.value.suggested_filename == "audit.csv"


def a_measure_nears_its_target(page: Page) -> None:
    page.goto("/plan/areas/1/")
    page.get_by_role("button", name="Add a measure").click()
    assert_good_at_every_size(page)
    page.get_by_label("Name", exact=True).fill("Audits rated good")
    page.get_by_label("Unit").select_option("%")
    page.get_by_label("Target (optional)").fill("90")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Select whether higher or lower is better").first).to_be_visible()
    page.get_by_label("Direction").select_option("higher")
    page.get_by_role("button", name="Save").click()
    for ago, numerator in ((40, 13), (10, 14)):
        page.get_by_role("button", name="Add a reading").click()
        fill_date(page, "as_at", date.today() - timedelta(days=ago))  # noqa: DTZ011
        page.get_by_label("Numerator").fill(str(numerator))
        page.get_by_label("Denominator").fill("20")
        page.get_by_label("Source").fill("Audit of 20 case files")
        page.get_by_role("button", name="Save").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("70% on")
    expect(heading).to_contain_text("20 percentage points below the target of 90%")
    expect(page.get_by_role("img", name="Audits rated good")).to_be_visible()
    assert_good_at_every_size(page)
    for part in ("edit/", "readings/new/"):
        page.goto(f"/plan/measures/M1/{part}")
        assert_good_at_every_size(page)
    page.set_viewport_size(DESKTOP)


def delivery_and_impact_are_rated_apart(page: Page, answered: Answered) -> None:
    page.goto("/plan/actions/A1/rate/")
    page.get_by_label("complete and embedded").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("Blue complete and embedded")
    page.goto("/plan/areas/1/rate/")
    page.get_by_label("no change for children yet").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("no change for children yet")
    page.goto("/plan/")
    row = page.get_by_role("row").filter(has=page.locator('a[href$="/plan/areas/1/"]')).first
    expect(row).to_contain_text("no change for children yet")
    expect(row).to_contain_text(re.compile("0 of 1 action late"))
    title = page.get_by_role("heading", level=1)
    expect(title).to_contain_text(f"0 of {answered.areas} areas show impact")


def the_history_says_who_did_what(page: Page) -> None:
    page.goto("/plan/history/")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Reason: Two auditors left")
    expect(main).to_contain_text("Impact rated as “1 (no change for children yet)”")
    assert violations(page) == []


def fill_date(page: Page, name: str, day: date) -> None:
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.locator(f'[name="{name}_{part}"]').fill(str(value))
