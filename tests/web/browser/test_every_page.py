"""Every page in Chromium: axe finds no fault, nothing scrolls sideways, no scripts are needed."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cusp.specimens import STORIES, write_all, write_specimen
from tests.web.browser.conftest import SIZES, violations
from tests.web.browser.site import Site

Visit = Callable[..., Page]
WEXCOMBE = "/authorities/wexcombe/"
LATEST = f"{WEXCOMBE}inspections/2024-01-29/"

PUBLIC = {
    "front": "/",
    "authorities": "/authorities/",
    "authorities-found": "/authorities/?q=south",
    "authorities-near": "/authorities/?q=Harlow",
    "authority": WEXCOMBE,
    "authority-by-facts": "/authorities/southend-on-sea/",
    "authority-without-any": "/authorities/northamptonshire/",
    "inspection": LATEST,
    "findings": f"{LATEST}findings/",
    "place": f"{LATEST}place/",
    "report": f"{LATEST}report/",
    "inspection-sif": f"{WEXCOMBE}inspections/2016-01-11/",
    "inspection-without-overall": f"{WEXCOMBE}inspections/2026-05-11/",
    "place-unknown": f"{WEXCOMBE}inspections/2013-05-13/place/",
    "inspection-by-facts": "/authorities/southend-on-sea/inspections/2019-07-15/",
    "part": f"{LATEST}improvement-1/",
    "briefing": f"{LATEST}briefing/",
    "comparison": f"{WEXCOMBE}compare/2016-01-11/2019-06-10/",
    "comparison-by-facts": "/authorities/southend-on-sea/compare/2016-04-25/2019-07-15/",
    "country": "/country/",
    "country-then": "/country/?on=2017-01-01&area=leaders",
    "measures-empty": f"{WEXCOMBE}measures/",
    "search": "/search/",
    "search-found": "/search/?q=children",
    "search-filtered": "/search/?q=children&finding=praise&order=oldest",
    "search-nothing": "/search/?q=zymurgy+children",
    "search-wrong": "/search/?q=children&year_from=x",
    "topics": "/topics/",
    "topics-by-year": "/topics/?by=year",
    "topic": "/topics/missing-education/",
    "learn": "/learn/",
    "learn-areas": "/learn/wexcombe/2024-01-29/",
    "learn-found": "/learn/?q=Supervision+of+social+workers+is+irregular",
    "boards-empty": "/boards/",
    "api": "/api/docs",
    "open-data": "/data/",
    "accessibility": "/accessibility/",
    "privacy": "/privacy/",
    "sign-in": "/account/login/",
    "not-found": "/authorities/atlantis/",
}
SIGNED_IN = {
    "officer@wexcombe.example": {
        "account": "/account/",
        "password": "/account/password/change/",
        "add": "/add/",
        "waiting": "/reports/waiting/",
        "waiting-report": "/reports/waiting/1/",
        "front-of-an-officer": "/",
        "add-measures": "/measures/add/",
        "note": "/notes/",
        "board-new": "/boards/new/",
        "plan-without-a-council": "/plan/",
        "comparison-to-correct": PUBLIC["comparison"],
        "not-allowed": "/people/",
    },
}

# After these, the page and its scripts have noticed the new width.
TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture(scope="module")
def filled(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site with every inspection of Wexcombe added."""
    files = write_all(tmp_path_factory.mktemp("specimens"))
    said = site.cusp("add", *map(str, files))
    assert f"{len(files)} added" in said or f"{len(files)} already there" in said
    specimen, layout = STORIES["wexcombe-2024"]
    unknown = tmp_path_factory.mktemp("unknown") / "borsetshire.pdf"
    write_specimen(replace(specimen, council="Borsetshire"), unknown, layout)
    site.wait_for_pages()
    assert "1 waiting" in site.cusp("add", str(unknown))
    return site


# Pages drawn by the same template as another in the list.
ONCE_MORE = {
    "authorities-found", "authorities-near", "comparison-by-facts", "country-then",
    "inspection-by-facts", "search-filtered", "search-wrong", "topics-by-year",
}  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=[pytest.mark.slow] if n in ONCE_MORE else []) for n in PUBLIC],
)
def test_a_public_page_is_accessible(filled: Site, visit: Visit, name: str) -> None:
    page = visit()
    page.goto(PUBLIC[name])
    assert_good_at_every_size(page)


def test_an_officers_pages_are_accessible(filled: Site, visit: Visit) -> None:
    page = visit(as_officer=True)
    for address in SIGNED_IN["officer@wexcombe.example"].values():
        page.goto(address)
        assert_good_at_every_size(page)


def assert_good_at_every_size(page: Page) -> None:
    """One load is enough for all sizes: a page treats a change of width like a new screen."""
    for name, size in SIZES.items():
        page.set_viewport_size(size)
        page.evaluate(TWO_FRAMES)
        assert violations(page) == [], (page.url, name)
        assert_fits(page)


def assert_fits(page: Page) -> None:
    """Nothing makes the page itself scroll sideways; wide tables scroll in their own box."""
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url} is {wide} pixels too wide"


def test_every_page_works_without_scripts(filled: Site, visit: Visit, tmp_path: Path) -> None:
    page = visit(scripts=False)
    for address in PUBLIC.values():
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
    # Find a council, open its inspection, see a page with words marked, and compare: no scripts.
    page.goto("/")
    page.get_by_label("Find your council").fill("wexc")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Wexcombe").click()
    page.get_by_role("link", name="Compare with 11 January 2016").click()
    page.get_by_role("link", name="10 June 2019").first.click()
    page.locator("#improvement-2").get_by_role("link", name="Page").click()
    expect(page.locator("img.cusp-page-image").first).to_have_attribute(
        "alt", re.compile(r"Page \d of the report with area for improvement 2 highlighted")
    )


def test_the_keyboard_alone_reaches_everything_on_a_page(filled: Site, visit: Visit) -> None:
    page = visit()
    for address in (PUBLIC["authority"], PUBLIC["comparison"], PUBLIC["search-found"]):
        page.goto(address)
        wanted = page.evaluate(
            "[...document.querySelectorAll('a[href], button:not([hidden]), input, select')]"
            ".filter(e => e.checkVisibility() && e.type !== 'hidden').length"
        )
        reached = set()
        for _ in range(wanted + 30):
            page.keyboard.press("Tab")
            reached.add(
                page.evaluate(
                    "[...document.querySelectorAll('a[href], button:not([hidden]), input, select')]"
                    ".indexOf(document.activeElement)"
                )
            )
        assert len(reached - {-1}) >= wanted, address


def test_the_skip_link_is_first_and_leads_to_the_content(filled: Site, visit: Visit) -> None:
    page = visit()
    page.goto(PUBLIC["authority"])
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to main content")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main-content$"))


def test_a_quotation_is_copied_with_its_source(filled: Site, visit: Visit) -> None:
    page = visit()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(PUBLIC["part"])
    page.get_by_role("button", name="Copy quotation").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == " ".join(page.locator("#quotation").inner_text().split())
    assert "improvement-1/" in copied


def test_both_dates_of_a_comparison_stay_in_view_on_a_phone(filled: Site, visit: Visit) -> None:
    page = visit("phone")
    page.goto(PUBLIC["comparison"])
    dates = page.locator(".cusp-dates")
    expect(dates).to_contain_text("11 January 2016")
    expect(dates).to_contain_text("10 June 2019")
    for part in ("#new", "#no-longer-raised"):
        page.locator(part).evaluate("heading => heading.scrollIntoView()")
        expect(dates).to_be_in_viewport()


def test_a_grade_stands_on_one_line_on_a_phone(filled: Site, visit: Visit) -> None:
    page = visit("phone")
    page.goto(PUBLIC["inspection-sif"])
    grades = page.locator(".cusp-bands .cusp-grade")
    heights = {round(grade.bounding_box()["height"]) for grade in grades.all()}  # type: ignore[index]
    assert "Requires improvement" in grades.all_inner_texts()
    assert len(heights) == 1


def test_a_page_prints_without_what_only_a_screen_needs(filled: Site, visit: Visit) -> None:
    page = visit()
    page.goto(PUBLIC["inspection"])
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Menu")).to_be_hidden()
    expect(page.locator("#improvement-1")).to_be_visible()
