"""A chair works through their list in Chromium, by phone and without scripts."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import ROOT
from tests.web.browser.conftest import SIZES, sign_in, violations
from tests.web.browser.site import Ready, Site, running
from tests.web.browser.test_every_page import assert_fits
from tests.web.password import PASSWORD

CHAIR = "carla@wexcombe.example"
# Three children of a chair: one overdue, one due soon and one for later.
MAKE_CHILDREN = """
import sys
from datetime import date
from cusp.cli._project import set_up
set_up()
from cusp.web.accounts import people
from cusp.web.accounts.roles import Role
from cusp.web.practice.models import Happening, Reach
from tests.web.practice.rows import chaired, due, on_plan, snapshot_row, today
chair = people.add(
    email=sys.argv[1], name="Carla Dunn", roles=[Role.PRACTICE], by=None, password=sys.argv[2]
)
Reach.objects.create(user=chair, names=["Carla Dunn"])
snapshot_row()
for number, days in (("1001", -23), ("1002", 9), ("1003", 60)):
    case = on_plan(number, category="neglect", plan_start=date(2025, 9, 8))
    due(case, days)
    chaired(case, "Carla Dunn")
    for day, what in ((date(2025, 9, 8), "Child protection plan started"), (today(), "Seen")):
        Happening.objects.create(child=case.child, day=day, what=what, list=7)
"""


@pytest.fixture(scope="module")
def children(
    chromium: str, ready: Ready, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A site with the children of a chair."""
    with running(ready, tmp_path_factory.mktemp("children")) as site:
        made = subprocess.run(
            [sys.executable, "-c", MAKE_CHILDREN, CHAIR, PASSWORD], env=site.environment,
            cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8",
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        yield site


@pytest.mark.slow  # the whole story opens these pages at both widths
@pytest.mark.parametrize(("size", "scripts"), [("desktop", True), ("phone", False)])
def test_a_chair_says_why_a_review_is_late(
    children: Site, browser: Browser, size: str, scripts: bool
) -> None:
    context = browser.new_context(
        viewport=SIZES[size], base_url=children.address, java_script_enabled=scripts
    )
    page = context.new_page()
    sign_in(page, CHAIR)
    page.goto("/practice/mine/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "1 of your 3 children is overdue for a review"
    )
    assert_fits(page)
    late = page.locator("section").filter(has_text="Child 1001")
    late.get_by_role("link", name="the reason for Review conference").click()
    page.get_by_label("Why is it late?").fill(f"The parents were ill, said by {size}")
    page.get_by_label("Who agreed to it?").fill("Dana Price")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Review conference was due on")
    expect(page.locator("main")).to_contain_text(f"The parents were ill, said by {size}.")
    assert_fits(page)
    page.get_by_role("button", name="Record a midway review").click()
    page.get_by_label("What you found").fill("School is worried.")
    page.get_by_label("Who held it").fill(f"Carla Dunn, {size}")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("The midway review has been recorded.")
    page.get_by_role("link", name="Show oldest first").click()
    expect(page.locator("table").first).to_contain_text("Child protection plan started")
    if scripts:
        assert violations(page) == []
        page.goto("/practice/mine/")
        assert violations(page) == []
    context.close()
