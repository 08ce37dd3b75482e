"""Fixtures for browser tests: a site, and its pages in Chromium."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from cusp.web.assets import BUILT, axe_script
from tests.web.browser.site import OFFICER, Ready, Site, running
from tests.web.password import PASSWORD

DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
SIZES = {"desktop": DESKTOP, "phone": PHONE}
# Stops a browser in a closed network from trying to reach its maker.
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip
# Every rule is checked, but passes are not described: on a long page they take most of the time.
VIOLATIONS = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium; the test is skipped if it is not installed."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CUSP_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        pytest.skip("no Chromium: install it (Debian: apt install chromium) or set CUSP_CHROMIUM")
    if not (BUILT / "cusp.css").exists():
        pytest.skip("the style sheet is not built: python -m cusp.web.assets")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(chromium: str, ready: Ready, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One server for all tests that do not affect each other."""
    with running(ready, tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Opens a page in a new browser, with ``size``, ``scripts`` and a signed-in person by name.

    Any message in the browser console fails the test.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(size: str = "desktop", *, scripts: bool = True, as_officer: bool = False) -> Page:
        context = browser.new_context(
            viewport=SIZES[size],
            java_script_enabled=scripts,
            base_url=site.address,
            locale="en-GB",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: complaints.append(said.text) if "Content Security" in said.text else None,
        )
        if as_officer:
            sign_in(page, OFFICER)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints


def sign_in(page: Page, email: str) -> None:
    """Sign in as a person would."""
    page.goto("/account/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page as it is now, by WCAG 2.2 AA and its best practices."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_script().read_text("utf-8"))
    found: list[dict[str, Any]] = page.evaluate(VIOLATIONS)
    return [
        f"{one['id']}: {node['target']} {node['html'][:200]}"
        for one in found
        for node in one["nodes"]
    ]
