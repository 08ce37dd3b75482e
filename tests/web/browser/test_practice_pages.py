"""The pages of practice in Chromium: axe at both widths, by keyboard, without scripts."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from cusp.web.practice.teams import slug_of
from tests.conftest import ROOT
from tests.web.browser.conftest import DESKTOP, sign_in
from tests.web.browser.site import Ready, Site, running
from tests.web.browser.test_every_page import assert_good_at_every_size
from tests.web.password import PASSWORD
from tests.web.practice.rows import NORTH

HEAD, NEW = "hana@wexcombe.example", "noor@wexcombe.example"
FILL = """
import sys
from cusp.cli._project import set_up
set_up()
from cusp.web.accounts import people
from cusp.web.accounts.roles import Role
from cusp.web.practice.models import Reach
from tests.web.practice import rows
head, new, password = sys.argv[1:]
for email in (head, new):
    person = people.add(email=email, name=email, roles=[Role.PRACTICE], by=None, password=password)
    if email == head:
        Reach.objects.create(user=person, whole_service=True)
now = rows.small_service()
rows.figure(now, "A1", (90, 100))
rows.figure(now, "A1", (8, 10), "team", rows.NORTH)
"""


@pytest.fixture(scope="module")
def practice(
    chromium: str, ready: Ready, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A site with a small service and two people of practice, one of them without reach."""
    with running(ready, tmp_path_factory.mktemp("practice")) as site:
        done = subprocess.run(
            [sys.executable, "-c", FILL, HEAD, NEW, PASSWORD], env=site.environment, cwd=ROOT,
            capture_output=True, text=True, check=False, encoding="utf-8",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        yield site


@pytest.fixture
def opened(browser: Browser, practice: Site) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP, base_url=practice.address, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.mark.slow  # the whole story opens most of them
def test_the_pages_of_practice_are_accessible(opened: Page) -> None:
    sign_in(opened, HEAD)
    for address in (
        "/practice/",
        f"/practice/teams/{slug_of(NORTH)}/",
        "/practice/children/",
        "/practice/children/?team=Atlantis",
        "/practice/children/find/",
        "/practice/children/export/",
        "/practice/measures/",
        "/practice/measures/A1/",
        "/practice/equality/",
    ):
        opened.goto(address)
        assert_good_at_every_size(opened)


@pytest.mark.slow
def test_from_who_is_waiting_to_an_export(opened: Page) -> None:
    sign_in(opened, HEAD)
    opened.goto("/practice/")
    expect(opened.get_by_role("heading", level=1)).to_have_text(
        "2 of 3 children have something overdue"
    )
    opened.get_by_role("link", name="Next review conference, overdue").press("Enter")
    expect(opened.get_by_role("heading", level=1)).to_have_text("1 child matches these filters")
    opened.get_by_role("link", name="Export this list").click()
    opened.get_by_label("Why do you need this file?").fill("Case audit")
    with opened.expect_download() as download:
        opened.get_by_role("button", name="Export").click()
    assert download.value.suggested_filename == "children-2026-10-31.xlsx"
    opened.goto("/practice/children/")
    opened.get_by_label("Child ID").fill("9999")
    opened.get_by_role("button", name="Find").click()
    expect(
        opened.get_by_text("None of the children that you can see has this ID").first
    ).to_be_visible()


@pytest.mark.slow
def test_somebody_without_reach_is_told_who_gives_access(opened: Page) -> None:
    sign_in(opened, NEW)
    opened.goto("/practice/")
    expect(opened.get_by_role("heading", level=1)).to_have_text("You cannot see any children yet")
    assert_good_at_every_size(opened)
