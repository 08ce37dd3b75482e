"""Make a report look as if it is not Ofsted's, by its title or an added line."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bench.variants import writing

_TITLE = re.compile(r"\binspection of\b", re.I)


def retitled(title: str) -> Callable[[Any], bool]:
    """Replaces "Inspection of" with ``title`` in the first title on a page."""

    def change(page: Any) -> bool:
        for line in writing.lines_of(page):
            words = writing.words_of(line)
            if _TITLE.search(words) and line[0].size >= 12:
                return writing.rewrite(page, line, _TITLE.sub(title, words, count=1))
        return False

    return change


def with_line(text: str, size: float, *, below: bool = False) -> Callable[[Any], bool]:
    """Adds a line above the title on a page, or at the bottom."""

    def change(page: Any) -> bool:
        left, bottom, _, top = page.get_cropbox()
        at = (left + 72, bottom + 20 if below else top - 40)
        writing.write(page, text, at, size=size)
        writing.keep(page)
        return True

    return change


_NOT_OFSTEDS = "This is not an Ofsted report"
_OWN_TEAM = "Practice inspection by our own improvement team"

CHANGES: dict[str, Callable[[Any], bool]] = {
    **{
        f"“{title}”": retitled(title)
        for title in (
            "Mock inspection of",
            "Peer review of",
            "Practice inspection of",
            "Joint targeted area inspection of",
            "Response to the inspection of",
        )
    },
    "“Mock inspection” above the title": with_line("Mock inspection", 20),
    "“LGA peer review” above the title": with_line("LGA peer review", 16),
    f"“{_NOT_OFSTEDS}” above": with_line(_NOT_OFSTEDS, 12),
    f"“{_NOT_OFSTEDS}” below": with_line(_NOT_OFSTEDS, 12, below=True),
    f"“{_OWN_TEAM}” below": with_line(_OWN_TEAM, 11, below=True),
}
