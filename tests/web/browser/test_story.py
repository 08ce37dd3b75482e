"""Steps 1 and 2 of the story (``design.md``), as an officer and a reader go through them.

On real reports about Southend-on-Sea if available, otherwise on those about made-up Wexcombe.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from cusp.reports import Report, read_report
from cusp.specimens import write_all
from tests.conftest import SHARED
from tests.web.browser.conftest import DESKTOP, sign_in
from tests.web.browser.site import OFFICER, Ready, running

# The whole story (`test_whole_story.py`) has these steps too.
pytestmark = [pytest.mark.database, pytest.mark.slow]

Visit = Callable[..., Page]
LONG = 60_000


class Story(msgspec.Struct):
    """Two reports about one council, its page's address, and a file that is not a report."""

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


# The made-up story is left to `--all` where the real one can be told.
LEFT = (
    [pytest.mark.slow] if Path(os.environ.get("CUSP_CORPUS") or SHARED / "corpus").is_dir() else []
)


@pytest.fixture(scope="module", params=["real", pytest.param("specimen", marks=LEFT)])
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
    story: Story, browser: Browser, ready: Ready, tmp_path: Path
) -> None:
    with running(ready, tmp_path / "site") as site:
        context, visitor = (
            browser.new_context(viewport=DESKTOP, base_url=site.address) for _ in range(2)
        )
        page = context.new_page()
        sign_in(page, OFFICER)
        add_both_and_a_pretender(page, story)
        each_item_opens_its_page(page, story)
        the_comparison_says_what_became_of_each_item(page, story)
        the_officers_word_is_kept_and_signed(page, visitor.new_page(), story)
        context.close()
        visitor.close()


def add_both_and_a_pretender(page: Page, story: Story) -> None:
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


def each_item_opens_its_page(page: Page, story: Story) -> None:
    """Step 1: what the authority's page says, and every item with its words highlighted."""
    page.goto(f"/authorities/{story.slug}/")
    if story.slug == "southend-on-sea":
        words = "Requires improvement, for the second time in a row"
        expect(page.get_by_role("main")).to_contain_text(words)
    for report in story.reports:
        page.goto(f"/authorities/{story.slug}/inspections/{started(report)}/")
        expect(page.locator("#improvements")).to_contain_text(str(len(report.improvements)))
        for item in report.improvements:
            shown = page.locator(f"#improvement-{item.number}")
            # Bullets nested in an item are on separate lines.
            for line in item.text.splitlines():
                expect(shown).to_contain_text(" ".join(line.split())[:60])
            shown.get_by_role("link", name="Page").click()
            picture = page.locator("img.cusp-page-image").first
            marked = re.compile(
                rf"pages/{item.cites[0].page}\.png\?mark=improvement-{item.number}&"
            )
            expect(picture).to_have_attribute("src", marked)
            assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 900


def the_comparison_says_what_became_of_each_item(page: Page, story: Story) -> None:
    """Step 2: each item is carried over, new or no longer raised."""
    earlier, later = story.reports
    page.goto(f"/authorities/{story.slug}/")
    page.locator(f'a[href$="compare/{started(earlier)}/{started(later)}/"]').first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        re.compile(r"areas? for improvement (was|were) carried over")
    )
    said = " ".join(" ".join(page.locator(".cusp-facing").all_inner_texts()).split())
    for item in (*earlier.improvements, *later.improvements):
        assert " ".join(item.text.split())[:60] in said


def the_officers_word_is_kept_and_signed(page: Page, reader: Page, story: Story) -> None:
    form = page.locator("form", has=page.get_by_role("button", name="Save"))
    for report in story.reports:
        year = started(report)[:4]
        form.get_by_label(f"Area for improvement in {year}").select_option("1")
    form.get_by_label("Is it carried over?").select_option("partial")
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved: item 1")).to_be_visible()
    reader.goto(page.url)
    expect(reader.locator("#link-1-1")).to_contain_text("Decided by")
    expect(reader.get_by_role("button", name="Carried over")).to_have_count(0)


def started(report: Report) -> str:
    """The first day on site."""
    assert report.inspected
    return report.inspected.start
