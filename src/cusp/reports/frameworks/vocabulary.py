"""What a framework calls things and where it puts them: the one shape all frameworks fill in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from cusp.reports.frameworks.area_words import area_by_meaning
from cusp.reports.record import AreaCode, FrameworkCode, KindCode

Part = Literal["authority", "lscb"]
OverallFrom = Literal["table", "sentence", "not given"]

_HEADING_MOST = 80


@dataclass(frozen=True)
class Framework:
    """One inspection framework's way of writing a report.

    Patterns are matched against headings with white space folded, ignoring case.
    """

    code: FrameworkCode
    version: str
    # What the title (large print of the first page, on one line) must say.
    title: re.Pattern[str]
    # Labels of the table's rows, as printed, and the area each one grades.
    rows: tuple[tuple[str, AreaCode], ...]
    # Headings of the body's sections; the first that matches counts.
    sections: tuple[tuple[re.Pattern[str], AreaCode], ...]
    improvement_heading: re.Pattern[str]
    # Headings of sections, as printed, that may stand as a table's row with their grade beside.
    heading_rows: tuple[tuple[str, AreaCode], ...] = ()
    # The authority's name: inside the title (one group), or the large print above it.
    authority_in_title: re.Pattern[str] | None = None
    # What stands before the lead inspector's name.
    lead_label: re.Pattern[str] = re.compile(
        r"^(?:lead|reporting) (?:inspectors?|HMI)\b(?: on[- ]site| \([^)]{0,40}\))?[:\s]*", re.I
    )
    # The heading the table follows, where it is not on the first page.
    table_heading: re.Pattern[str] | None = None
    overall_from: OverallFrom = "table"
    summary_heading: re.Pattern[str] | None = None
    # A list's own sub-headings, and headings that end it though they are small.
    priority_heading: re.Pattern[str] | None = None
    list_ends: re.Pattern[str] | None = None
    lscb_part: re.Pattern[str] | None = None
    # Items are bullets; a number only introduces them.
    items_are_bullets: bool = False
    # Every paragraph on a judged area has a number.
    numbers_paragraphs: bool = False
    # The last page says who Ofsted is.
    has_closing: bool = True
    published_label: re.Pattern[str] | None = None
    kind: KindCode | None = None
    # First day of inspections in this form, where it shares its title with another (ISO date).
    used_from: str = ""

    def area_of(self, heading: str) -> AreaCode | None:
        """The area a heading of the body belongs to."""
        return next((area for pattern, area in self.sections if pattern.search(heading)), None)

    def area_by_meaning(self, heading: str) -> AreaCode | None:
        """The area a heading names in other words than the form's own."""
        return area_by_meaning(heading, {area for _, area in self.rows})

    def names(self, line: str) -> bool:
        """Whether a line is the heading of a list by its words alone, however it is printed."""
        if len(line) > _HEADING_MOST:
            return False
        alone = line.rstrip("?:0123456789 ")
        found = self.improvement_heading.match(alone)
        return bool(found) and found.end() == len(alone)  # type: ignore[union-attr]


def words(pattern: str) -> re.Pattern[str]:
    """A pattern over folded text, ignoring case and the form of apostrophes."""
    return re.compile(re.sub(r"(?<!\[)'", "[’'`´]?", pattern), re.I)
