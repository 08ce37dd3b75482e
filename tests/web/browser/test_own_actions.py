"""People work on the plan in Chromium, by phone and without scripts."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from cusp.specimens import STORIES, write_specimen
from tests.web.browser.conftest import SIZES, sign_in, violations
from tests.web.browser.site import OFFICER, Ready, Site, running
from tests.web.browser.test_every_page import assert_fits
from tests.web.password import PASSWORD

OWNER = "owner@wexcombe.example"
# A plan with a late action, one due soon and one for later, all led by the owner.
MAKE_PLAN = """
import sys
from datetime import timedelta
from cusp.cli._project import set_up
set_up()
from django.utils import timezone
from cusp.web.accounts import people
from cusp.web.accounts.roles import Role
from cusp.web.record.models import Inspection
from cusp.web.response import actions, plans
from cusp.web.response.actions import ActionFields
owner = people.add(
    email=sys.argv[1], name="Sam Lee", roles=[Role.ACTION_OWNER], by=None, password=sys.argv[2]
)
inspection = Inspection.objects.get(authority__slug="wexcombe")
today = timezone.localdate()
start = today - timedelta(30)
plan = plans.start_plan(inspection, received=start, on=start, by=None)
for text, days in (("Train every chair", -3), ("Audit 20 case files", 5), ("Recruit", 60)):
    fields = ActionFields(text, lead_person=owner)
    due = today + timedelta(days)
    actions.add_action(plan.priorities.first(), fields, due=due, on=start, by=None)
"""


@pytest.fixture(scope="module")
def planned(
    chromium: str, ready: Ready, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A site with a plan of Wexcombe."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CUSP_AUTHORITY", "Wexcombe")
        with running(ready, tmp_path_factory.mktemp("planned")) as site:
            file = tmp_path_factory.mktemp("report") / "wexcombe.pdf"
            specimen, layout = STORIES["wexcombe-2024"]
            write_specimen(specimen, file, layout)
            site.cusp("add", str(file))
            made = subprocess.run(
                [sys.executable, "-c", MAKE_PLAN, OWNER, PASSWORD], env=site.environment,
                capture_output=True, text=True, check=False, encoding="utf-8",
            )  # fmt: skip
            assert made.returncode == 0, made.stderr
            yield site


@pytest.mark.slow  # tests of "My actions" and the whole story have its steps
def test_an_owner_updates_their_actions(planned: Site, browser: Browser) -> None:
    context = browser.new_context(
        viewport=SIZES["phone"], base_url=planned.address, java_script_enabled=False
    )
    page = context.new_page()
    sign_in(page, OWNER)
    page.goto("/plan/mine/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "You lead 3 open actions: 1 late and 1 due in the next 14 days"
    )
    first = page.locator("section").filter(has_text="Train every chair")
    first.get_by_label("What has been done since the last update?").fill("Four of six trained")
    first.get_by_role("button", name="Add update").click()
    expect(page.get_by_role("alert")).to_contain_text("The update to A1 has been added.")
    expect(page).to_have_url(f"{planned.address}/plan/mine/")
    first.get_by_text("Mark as done").first.click()
    first.get_by_role("button", name="Mark as done").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the date it was done")
    context.close()


@pytest.mark.slow
def test_its_pages_are_accessible(planned: Site, browser: Browser) -> None:
    context = browser.new_context(base_url=planned.address)
    page = context.new_page()
    sign_in(page, OWNER)
    for address in ("/plan/mine/", "/plan/decisions/", "/plan/"):
        page.goto(address)
        for name, size in SIZES.items():
            page.set_viewport_size(size)
            assert violations(page) == [], (address, name)
            assert_fits(page)
    context.close()


OFFICERS_PAGES = (
    "/plan/edit/",
    "/plan/keys/",
    "/plan/areas/new/",
    "/plan/areas/from-report/",
    "/plan/areas/order/",
)


@pytest.mark.slow
def test_an_officers_pages_are_accessible_and_need_no_scripts(
    planned: Site, browser: Browser
) -> None:
    planned.wait_for_pages()  # until the findings of the report have been read
    context = browser.new_context(base_url=planned.address)
    page = context.new_page()
    sign_in(page, OFFICER)
    for address in OFFICERS_PAGES:
        page.goto(address)
        for name, size in SIZES.items():
            page.set_viewport_size(size)
            assert violations(page) == [], (address, name)
            assert_fits(page)
    kept = context.storage_state()
    context.close()
    context = browser.new_context(
        base_url=planned.address, java_script_enabled=False, storage_state=kept
    )
    page = context.new_page()
    page.goto("/plan/areas/from-report/")
    finding = page.get_by_role("checkbox").first
    words = page.locator(f"label[for='{finding.get_attribute('id')}']").inner_text()
    finding.check()
    page.get_by_role("button", name="Add to the plan").click()
    expect(page.locator("blockquote")).to_contain_text(words)
    number = page.url.rstrip("/").rpartition("/")[2]
    page.goto("/plan/areas/order/")
    page.locator(f"#id_place_{number}").fill("0")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text(f"{number}. ")
    context.close()
