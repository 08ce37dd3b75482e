"""Steps 1 and 2 of the story (``design.md``), as an officer and a reader go through them.

On the real reports of Southend-on-Sea where there are any, else on those of made-up Wexcombe.
"""

import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from cusp.reports import Report, read_report
from cusp.specimens import write_all
from tests.web.browser.conftest import DESKTOP, sign_in
from tests.web.browser.site import OFFICER, running

Visit = Callable[..., Page]
LONG = 60_000


class Story(msgspec.Struct):
    """Two reports of one council, where its page will be, and a file that is no report."""

    slug: str
    earlier: Path
    later: Path
    pretender: Path
    reports: tuple[Report, Report]


def real(corpus: Path) -> tuple[str, Path, Path]:
    folder = corpus / "southend-on-sea"
    return "southend-on-sea", folder / "2016-07-07.pdf", folder / "2019-08-27.pdf"


def made_up(folder: Path) -> tuple[str, Path, Path]:
    files = {path.stem: path for path in write_all(folder)}
    return "wexcombe", files["wexcombe-2016"], files["wexcombe-2019"]


@pytest.fixture(scope="module", params=["real", "specimen"])
def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Story:
    if request.param == "real":
        slug, *paths = real(request.getfixturevalue("corpus"))
    else:
        slug, *paths = made_up(tmp_path_factory.mktemp("story"))
    earlier, later = map(read_report, paths)
    pretender = tmp_path_factory.mktemp("pretender") / "page.pdf"
    pretender.write_text("<html><p>Not a report</p></html>")
    return Story(slug, paths[0], paths[1], pretender, (earlier, later))


def test_reports_are_added_compared_and_traced_to_their_page(
    story: Story, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    earlier, later = story.reports
    assert earlier.inspected
    assert later.inspected
    with running(tmp_path_factory.mktemp("story-site")) as site:
        context = browser.new_context(viewport=DESKTOP, base_url=site.address)  # type: ignore[arg-type]
        page = context.new_page()

        # An officer adds both reports, and a file that only pretends to be one.
        sign_in(page, OFFICER)
        page.get_by_role("link", name="Add reports").click()
        page.get_by_label("Inspection reports").set_input_files(
            [story.earlier, story.later, story.pretender]
        )
        page.get_by_role("button", name="Add reports").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("2 reports added", timeout=LONG)
        refused = page.get_by_role("listitem").filter(has_text="page.pdf")
        expect(refused).to_contain_text("HTML")
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("2 reports added")

        # Step 1: the authority's page tells both, and each item opens its page of the report.
        page.goto(f"/authorities/{story.slug}/")
        if story.slug == "southend-on-sea":
            expect(page.get_by_role("main")).to_contain_text(
                "Requires improvement, for the second time in a row"
            )
        for report in story.reports:
            assert report.inspected
            count = len(report.improvements)
            page.goto(f"/authorities/{story.slug}/inspections/{report.inspected.start}/")
            expect(page.locator("#improvements")).to_contain_text(str(count))
            for item in report.improvements:
                shown = page.locator(f"#improvement-{item.number}")
                expect(shown).to_contain_text(" ".join(item.text.split())[:60])
            shown.get_by_role("link", name="Page").click()
            picture = page.locator("img.cusp-page-image").first
            expect(picture).to_have_attribute("src", re.compile(f"mark=improvement-{count}"))
            assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 900

        # Step 2: the comparison says what became of every item.
        page.goto(f"/authorities/{story.slug}/")
        address = f"compare/{earlier.inspected.start}/{later.inspected.start}/"
        page.locator(f'a[href$="{address}"]').first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(
            re.compile(r"areas? for improvement (was|were) carried over")
        )
        facing = page.locator(".cusp-facing")
        assert facing.count() >= max(len(earlier.improvements), len(later.improvements))

        # The officer's word replaces the proposal, and a reader without account sees who said so.
        form = page.locator("form", has=page.get_by_role("button", name="Keep"))
        form.get_by_label(f"Area for improvement in {later.inspected.start[:4]}").select_option("1")
        form.get_by_label(f"Area for improvement in {earlier.inspected.start[:4]}").select_option(
            "1"
        )
        form.get_by_label("Is it carried over?").select_option("partial")
        form.get_by_role("button", name="Keep").click()
        expect(page.get_by_text("Kept: item 1")).to_be_visible()
        reader = browser.new_context(viewport=DESKTOP, base_url=site.address).new_page()  # type: ignore[arg-type]
        reader.goto(page.url)
        expect(reader.locator("#link-1-1")).to_contain_text("Said by")
        expect(reader.get_by_role("button", name="Carried over")).to_have_count(0)
        context.close()
        reader.context.close()
