"""What each framework's file describes: the wording and layout of its reports."""

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
    """How reports under an inspection framework are written.

    Patterns are matched against headings with single spaces, ignoring case.
    """

    code: FrameworkCode
    version: str
    # What the title (the large print on the first page, in one line) must say.
    title: re.Pattern[str]
    # Labels of the table's rows, as printed, and the area each one grades.
    rows: tuple[tuple[str, AreaCode], ...]
    # Section headings in the body. The first that matches counts.
    sections: tuple[tuple[re.Pattern[str], AreaCode], ...]
    improvement_heading: re.Pattern[str]
    # Section headings, as printed, that may appear as a row of a table with their grade.
    heading_rows: tuple[tuple[str, AreaCode], ...] = ()
    # The authority's name in the title (one group). Otherwise it is the large print above.
    authority_in_title: re.Pattern[str] | None = None
    # The label before the lead inspector's name.
    lead_label: re.Pattern[str] = re.compile(
        r"^(?:lead|reporting) (?:inspectors?|HMI)\b(?: on[- ]site| \([^)]{0,40}\))?[:\s]*", re.I
    )
    # The heading above the table, if it is not on the first page.
    table_heading: re.Pattern[str] | None = None
    overall_from: OverallFrom = "table"
    summary_heading: re.Pattern[str] | None = None
    # A list's sub-headings, and headings that end a list even in small print.
    priority_heading: re.Pattern[str] | None = None
    list_ends: re.Pattern[str] | None = None
    lscb_part: re.Pattern[str] | None = None
    # Items are bullets, and numbers only introduce them.
    items_are_bullets: bool = False
    # Every paragraph on a judged area has a number.
    numbers_paragraphs: bool = False
    # The last page says what Ofsted is.
    has_closing: bool = True
    published_label: re.Pattern[str] | None = None
    kind: KindCode | None = None
    # The first day of inspections in this form, if another form has the same title (ISO date).
    used_from: str = ""

    def area_of(self, heading: str) -> AreaCode | None:
        """The area that a section heading belongs to."""
        return next((area for pattern, area in self.sections if pattern.search(heading)), None)

    def area_by_meaning(self, heading: str) -> AreaCode | None:
        """The area that a heading refers to in words other than the form's."""
        return area_by_meaning(heading, {area for _, area in self.rows})

    def names(self, line: str) -> bool:
        """Whether a line is the heading of a list, going by its words alone."""
        if len(line) > _HEADING_MOST:
            return False
        alone = line.rstrip("?:0123456789 ")
        found = self.improvement_heading.match(alone)
        return bool(found) and found.end() == len(alone)  # type: ignore[union-attr]


def words(pattern: str) -> re.Pattern[str]:
    """A pattern that ignores case and kinds of apostrophe."""
    return re.compile(re.sub(r"(?<!\[)'", "[’'`´]?", pattern), re.I)
