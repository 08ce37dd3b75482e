"""The pages of challenges in Chromium, by desktop and phone, without scripts."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.web.browser.conftest import SIZES, sign_in, violations
from tests.web.browser.site import Ready, Site, running
from tests.web.browser.test_every_page import assert_fits
from tests.web.password import PASSWORD

HEAD = "ada@wexcombe.example"
# 30 challenges of half a year, made up; the last two are open and overdue, and one waits for HEAD.
MAKE_LOG = """
from cusp.cli._project import set_up
set_up()
import sys
from datetime import timedelta
from cusp.web.accounts import people
from cusp.web.accounts.roles import Role
from django.utils import timezone
from cusp.web.practice import challenges
from cusp.web.practice.challenges import To, When
from cusp.web.practice.choices import Effect, Stage, Theme
from cusp.web.practice.models import Case, Chairing, Child, Reach
given = {"roles": [Role.PRACTICE], "by": None, "password": sys.argv[2]}
head = people.add(email=sys.argv[1], name="Ada Moss", **given)
officer = people.add(email="carla.dunn@wexcombe.example", name="Carla Dunn", **given)
Reach.objects.create(user=head, whole_service=True)
Reach.objects.create(user=officer, names=["Carla Dunn"])
today, themes = timezone.localdate(), list(Theme)
for n in range(30):
    team = "North team" if n % 3 else "South team"
    child = Child.objects.create(child_id=f"92120{n:02}", ref=f"ref{n:02}")
    Case.objects.create(child=child, team=team, in_care=True)
    Chairing.objects.create(child=child, role="reviewing officer", name="Carla Dunn")
    on = today - timedelta(days=200 - 5 * n)
    to = To(Stage.FORMAL if n % 2 else Stage.INFORMAL, 1 + n % 3, name="Ben Okafor")
    if n == 29:
        to = To(Stage.FORMAL, 3, person=head)
    words = "The permanence plan was to be settled at the second review and is not."
    row = challenges.raise_challenge(
        child, theme=themes[n % 5], concern=words, to=to, when=When(on, today, officer)
    )
    if n < 24:
        when = When(on + timedelta(days=6), today, officer)
        row = challenges.answer(row, "The plan is agreed.", when=when, seen_version=1)
    if n < 20:
        effect = Effect.CHANGED if n % 3 else Effect.NOTHING
        challenges.close(
            row, "", when=when, seen_version=2, effect=effect, effect_text="She moved home."
        )
"""


@pytest.fixture(scope="module")
def logged(chromium: str, ready: Ready, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with a log of challenges."""
    with running(ready, tmp_path_factory.mktemp("challenges")) as site:
        made = subprocess.run(
            [sys.executable, "-c", MAKE_LOG, HEAD, PASSWORD], env=site.environment,
            capture_output=True, text=True, check=False, encoding="utf-8",
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        yield site


PAGES = (
    "", "?state=closed&period=this-year", "30/", "30/answer/", "1/", "29/escalate/", "29/close/",
    "annual-report/", "export/",
)  # fmt: skip


@pytest.mark.slow  # the whole story opens these pages at both widths
@pytest.mark.parametrize("size", SIZES)
def test_challenges(logged: Site, browser: Browser, size: str) -> None:
    context = browser.new_context(
        viewport=SIZES[size], base_url=logged.address, java_script_enabled=True, locale="en-GB"
    )
    try:
        page = context.new_page()
        page.set_default_timeout(30_000)
        sign_in(page, HEAD)
        for path in PAGES:
            page.goto(f"/practice/challenges/{path}")
            assert violations(page) == [], path
            assert_fits(page)
        page.goto("/practice/children/ref03/challenge/")
        assert violations(page) == []
        page.goto("/practice/challenges/")
        expect(page.get_by_role("heading", level=1)).to_contain_text("1 challenge is waiting")
        if size == "phone":
            page.get_by_role("table", name="Waiting for your answer").get_by_role("link").click()
            page.get_by_role("button", name="Answer", exact=True).click()
            page.get_by_label("Answer", exact=True).fill("The panel meets on Monday.")
            page.get_by_role("button", name="Save").click()
            expect(page.get_by_role("heading", level=1)).to_contain_text("Answered in")
    finally:
        context.close()
