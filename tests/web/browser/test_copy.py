"""A copy of the site in Chromium, in a sub-folder of a plain server, with scripts and without."""

import functools
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser, expect

from cusp.reports import Report
from cusp.web.public.copy.publish import publish
from cusp.web.record.background_work import prepare_pages
from cusp.web.record.intake.add_report import Added
from tests.web.browser.test_statement import good
from tests.web.public.small_copy import leave_out_most


class Quiet(SimpleHTTPRequestHandler):
    """Serves files, and fails a test that asks for one that is not there."""

    missing: list[str] = []  # noqa: RUF012

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def send_error(self, code: int, *_: Any) -> None:
        self.missing.append(f"{code} {self.path}")
        super().send_error(code)


@pytest.fixture
def copy(
    specimens: dict[str, tuple[Path, Report]],
    add_report: Callable[..., Added],
    settings: LazySettings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Iterator[str]:
    """The address of a copy in a sub-folder."""
    leave_out_most(settings, monkeypatch)
    add_report(*specimens["2024-01-29"])
    prepare_pages()
    publish(tmp_path / "web/some/folder", now=datetime(2026, 11, 30, tzinfo=UTC))
    handler = functools.partial(Quiet, directory=str(tmp_path / "web"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Quiet.missing.clear()
    yield f"http://127.0.0.1:{server.server_port}/some/folder/"
    server.shutdown()
    server.server_close()
    assert [one for one in Quiet.missing if "favicon" not in one] == []


@pytest.mark.usefixtures("db")
def test_a_copy_can_be_read_and_searched(copy: str, browser: Browser) -> None:
    page = browser.new_page(base_url=copy)
    page.goto(copy)
    page.get_by_label("Find your council").fill("wexcombe")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("status")).to_contain_text("for “wexcombe”")
    expect(page).to_have_url(f"{copy}search/?q=wexcombe")
    good(page)
    page.get_by_role("link", name="Wexcombe", exact=True).click()
    expect(page).to_have_url(f"{copy}authorities/wexcombe/")
    page.get_by_role("link", name="29 January 2024").first.click()
    good(page)
    page.get_by_role("link", name="Whole report").click()
    page.get_by_role("link", name="Cite paragraph 1", exact=True).click()
    expect(page.get_by_role("heading", name="Paragraph 1", exact=True)).to_be_visible()
    page.get_by_role("link", name="Search").click()
    page.get_by_role("searchbox", name="Search").fill("zymurgy")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_contain_text("Nothing found for “zymurgy”")
    page.close()


@pytest.mark.usefixtures("db")
@pytest.mark.slow
def test_without_scripts_a_copy_says_what_to_do_instead_of_searching(
    copy: str, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(copy)
    page.get_by_label("Find your council").fill("wexcombe")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_text("Search needs JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Search")).to_have_count(0)
    page.get_by_role("link", name="all councils").click()
    page.get_by_role("link", name="Wexcombe", exact=True).click()
    expect(page).to_have_url(f"{copy}authorities/wexcombe/")
    context.close()
