"""What the pages about an inspection share: its parts, breadcrumbs, and links between pages."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cusp.web.common.wording import say_date
from cusp.web.record.archive.library_records import sentence_then
from cusp.web.record.archive.passages import Part, parts_of
from cusp.web.record.models import Inspection, Judgement

# URL name and link text of each page.
PAGES = (
    ("inspection", "Summary"),
    ("inspection-findings", "Praised and criticised"),
    ("inspection-place", "Place in the grade"),
    ("inspection-report", "Whole report"),
)


def address_of(found: Inspection) -> list[str]:
    """The arguments for every address of an inspection."""
    return [found.authority.slug, found.start.isoformat()]


def parts(found: Inspection) -> dict[str, Part]:
    """Every part of the report by its address; empty if there is no report."""
    return parts_of(found.document.report) if found.document else {}


def siblings(found: Inspection) -> list[Inspection]:
    """Every inspection of the same authority in order, including this one, with judgements."""
    return list(
        Inspection.objects.filter(authority=found.authority_id)
        .select_related("authority")
        .prefetch_related("judgements")
    )


def judgements(found: Inspection, rows: list[Inspection]) -> list[Judgement]:
    """An inspection's judgements, taken from its siblings without another query."""
    return list(next(row for row in rows if row == found).judgements.all())


def context(found: Inspection, rows: list[Inspection], page: str) -> dict[str, Any]:
    """The frame of the page with that name: heading, breadcrumbs, links to other pages and data."""
    name = dict(PAGES)[page]
    main = page == "inspection"
    return {
        "inspection": found,
        "report": found.document.report if found.document else None,
        "graded": sentence_then(rows, found),
        "pages": _pages(found, page),
        "trail": trail(found) if main else [*trail(found, link=True), (name, "")],
        "data_links": _data_links(found, page),
    }


def trail(found: Inspection, *, link: bool = False) -> list[tuple[str, str]]:
    """Breadcrumbs from the front page."""
    return [
        ("Authorities", reverse("authorities")),
        (found.authority.name, found.authority.get_absolute_url()),
        (f"Inspection of {say_date(found.start)}", found.get_absolute_url() if link else ""),
    ]


def _pages(found: Inspection, here: str) -> list[dict[str, Any]]:
    """The sub-navigation; empty if there is no report and so nothing more to show."""
    if not found.document:
        return []
    return [
        {"name": words, "address": reverse(name, args=address_of(found)), "here": name == here}
        for name, words in PAGES
    ]


def _data_links(found: Inspection, page: str) -> list[tuple[str, str]]:
    """Links to the page's data, at its own address plus a file extension."""
    here = reverse(page, args=address_of(found)).rstrip("/")
    links = [("JSON", f"{here}.json"), ("CSV", f"{here}.csv")]
    if found.document:
        links.append(("The report (PDF)", reverse("report-pdf", args=address_of(found))))
    return links
