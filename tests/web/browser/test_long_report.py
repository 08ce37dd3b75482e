"""Every page of the longest report is short enough for people to scroll through."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page

from cusp.specimens import STORIES, Item, Paragraph, Part, write_specimen
from tests.web.browser.conftest import SIZES
from tests.web.browser.site import Ready, Site, running
from tests.web.browser.test_every_page import TWO_FRAMES, assert_fits

TALLEST = {"desktop": 6_000, "phone": 12_000}
# As many as in the longest real report, and more than in its longest section.
PARAGRAPHS, ITEMS = 48, 20
# All pages follow one layout rule, so a few of them show whether it works.
ENOUGH = 4
SAMPLES = (
    "In the case file that inspectors opened as number {number},",
    "On visit {number} of the second week,",
    "When asked about month {number} of the new plan,",
)
WANDERING = (
    "and this was so in the north of the borough as well as in the south, at the start of the "
    "year as well as at its end, and for the youngest children as well as for their older "
    "brothers and sisters, whose views were asked for and written down with care"
)


def longer(part: Part) -> Part:
    """The part with as many long paragraphs as a long section has, all different."""
    texts = []
    for number in range(PARAGRAPHS):
        sample = SAMPLES[number % len(SAMPLES)].format(number=number + 1)
        text = part.paragraphs[number % len(part.paragraphs)].text
        texts.append(f"{sample} {text[0].lower()}{text[1:-1]}, {WANDERING}.")
    return replace(part, paragraphs=tuple(Paragraph(text) for text in texts))


@pytest.fixture(scope="module")
def long_site(
    chromium: str, ready: Ready, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A site with one report, longer than any real one."""
    story, layout = STORIES["wexcombe-2016"]
    items = tuple(
        Item(
            f"Within month {number} of this report, see that what it asks for is done, {WANDERING}."
        )
        for number in range(1, ITEMS + 1)
    )
    specimen = replace(story, parts=tuple(map(longer, story.parts)), items=items)
    path = tmp_path_factory.mktemp("long") / "wexcombe-long.pdf"
    write_specimen(specimen, path, layout)
    with running(ready, tmp_path_factory.mktemp("long-site")) as site:
        assert "1 added" in site.cusp("add", str(path))
        site.wait_for_pages()
        yield site


@pytest.fixture
def page(long_site: Site, browser: Browser) -> Iterator[Page]:
    """A browser on that site."""
    context = browser.new_context(base_url=long_site.address)
    yield context.new_page()
    context.close()


def heights(page: Page, address: str) -> dict[str, int]:
    page.goto(address)
    found = {}
    for name, size in SIZES.items():
        page.set_viewport_size(size)
        page.evaluate(TWO_FRAMES)
        assert_fits(page)
        found[name] = page.evaluate("document.documentElement.scrollHeight")
    return found


def following(page: Page) -> str | None:
    """The next page that this page links to, if there is one."""
    onward = page.locator("nav a[rel=next]")
    return onward.evaluate("link => link.href") if onward.count() else None


@pytest.mark.parametrize(
    ("name", "least"),
    [
        pytest.param("", 1, marks=pytest.mark.slow),
        pytest.param("findings/", 2, marks=pytest.mark.slow),
        pytest.param("place/", 1, marks=pytest.mark.slow),
        pytest.param("report/", ENOUGH, marks=pytest.mark.slow),
    ],
)
def test_no_page_of_a_long_report_is_too_tall(page: Page, name: str, least: int) -> None:
    address: str | None = f"/authorities/wexcombe/inspections/2016-01-11/{name}"
    seen = 0
    while address and seen < ENOUGH:
        seen += 1
        for size, height in heights(page, address).items():
            assert height <= TALLEST[size], (address, size, height)
        address = following(page)
    assert seen >= least
